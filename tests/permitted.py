"""A person of any role, and the states of things which the table of permissions speaks of."""

from collections.abc import Callable
from typing import Any, NamedTuple

from uuid_utils.compat import uuid7

from newsreview.access.permissions import PEOPLE, Permission
from newsreview.accounts.models import User
from newsreview.annotation import practising, predicting, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.projects import giving_out, inviting, setting_up
from newsreview.projects.models import Membership, Project, Task
from newsreview.review import commenting
from tests.owner import as_owner
from tests.review.adjudicator import Adjudicator

ROLES = dict(zip(PEOPLE, (None, "annotator", "reviewer", "manager", "ml", None), strict=True))


class Asked(NamedTuple):
    """What the questions are asked about."""

    project: Project
    task: Task
    annotation_set: AnnotationSet | None = None
    version: Any = None


class World:
    """Project ferry with a colleague who annotates and a chief who manages, and one more person who is asked about."""

    def __init__(self, project: Project, person: Callable[..., User], make_task: Callable[..., Task]) -> None:
        self.project, self.make_task = project, make_task
        self.chief, self.colleague, self.third = (person(name) for name in ("chief", "colleague", "third"))
        for someone, role in ((self.chief, "manager"), (self.colleague, "annotator"), (self.third, "annotator")):
            setting_up.set_role(project=project, person=someone, role=role)
        self.someone = person("someone")
        self.task = make_task("An article: news.", story=Story.objects.create(name="News"))

    def become(self, who: str) -> None:
        with as_owner():
            Membership.objects.filter(person=self.someone).delete()
        self.someone.is_superuser = who == "administrator"
        self.someone.save()
        if role := ROLES[who]:
            setting_up.set_role(project=self.project, person=self.someone, role=role)

    def about(self, annotation_set: AnnotationSet | None = None, **more: Any) -> Asked:
        return Asked(Project.objects.get(pk=self.project.pk), self.task, annotation_set, **more)

    def theirs(self) -> AnnotationSet:
        """The person's own set: they marked here once, whatever they are now."""
        setting_up.set_role(project=self.project, person=self.someone, role="annotator")
        return taking.deal_out(task=self.task, person=self.someone, by=self.chief)

    def colleagues(self, *, talked: bool = True) -> AnnotationSet:
        mine = taking.deal_out(task=self.task, person=self.colleague, by=self.chief)
        if talked:
            commenting.begin(annotation_set=mine, by=self.chief, thread=uuid7(), text="Well.")
        return mine

    def hand_in(self, annotation_set: AnnotationSet, by: User) -> AnnotationSet:
        submitting.submit(annotation_set=annotation_set, by=by, base=annotation_set.edits.count())
        return annotation_set

    def several(self, *people: User) -> None:
        for each in people:
            self.hand_in(taking.deal_out(task=self.task, person=each, by=self.chief), each)


def beside(world: World, *, blind: bool, handed_in: bool = False) -> Asked:
    giving_out.change_rules(project=world.project, blind=blind, people_per_article=3)
    theirs, mine = world.colleagues(), world.theirs()
    if handed_in:
        world.hand_in(mine, world.someone)
    return world.about(theirs)


def own_talked_about(world: World) -> Asked:
    mine = world.theirs()
    commenting.begin(annotation_set=mine, by=world.chief, thread=uuid7(), text="Well.")
    return world.about(mine)


def taken_back(world: World) -> Asked:
    mine = world.theirs()
    taking.take_back(annotation_set=mine, by=world.chief)
    return world.about(mine)


def dealt_out(world: World) -> Asked:
    giving_out.change_rules(project=world.project, own_taking=False)
    return world.about()


def held_by(world: World, *who: str) -> Asked:
    for name in who:
        world.theirs() if name == "someone" else world.colleagues(talked=False)
    return world.about()


def shared_labels(world: World) -> Asked:
    setting_up.create_project(slug="canal", label_set_version=world.project.label_set_version)
    return world.about()


def differing(world: World, *, themselves: bool = False) -> Asked:
    if themselves:
        world.theirs()
    return world.about()


def scored(world: World, *, themselves: bool = False) -> Asked:
    version = predicting.known_version(project=world.project, model="spancat", version="1", by=world.chief)
    predicting.predict(model_version=version, task=world.task, by=world.chief, spans=[], links=[])
    if themselves:
        world.theirs()
    return world.about(version=version)


def practising_at(world: World) -> Asked:
    return world.about(practising.practise(person=world.someone))


def handed_in(world: World, whose: str) -> Asked:
    if whose == "someone":
        return world.about(world.hand_in(world.theirs(), world.someone))
    return world.about(world.hand_in(world.colleagues(talked=False), world.colleague))


def several(world: World, *, themselves: bool = False, settled: bool = False) -> Asked:
    people = [world.colleague, world.third]
    if themselves:
        setting_up.set_role(project=world.project, person=world.someone, role="annotator")
        people = [world.colleague, world.someone]
    world.several(*people)
    if settled:
        Adjudicator(world.task, world.chief).finish()
    return world.about()


def of_staff(world: World, *, is_staff: bool) -> Asked:
    User.objects.filter(pk=world.someone.pk).update(is_staff=is_staff)
    world.someone.is_staff = is_staff
    return world.about()


def invited(world: World) -> Asked:
    inviting.invite(email="new@example.org", by=world.chief, project=world.project, role="annotator")
    return world.about()


Making = Callable[[World], Asked]
STATES: dict[str, Making] = {
    "every project that uses them is theirs": World.about,
    "another project uses them too": shared_labels,
    "nobody has it": World.about,
    "nobody has it, and work is dealt out": dealt_out,
    "they have it": lambda world: held_by(world, "someone"),
    "others have it": lambda world: held_by(world, "colleague"),
    "places are open": World.about,
    "work is dealt out": dealt_out,
    "their own": own_talked_about,
    "a colleague's": lambda world: world.about(world.colleagues()),
    "a colleague's, while they mark the article too, not blind": lambda world: beside(world, blind=False),
    "a colleague's, while they mark the article too, blind": lambda world: beside(world, blind=True),
    "a colleague's, blind, when they have handed in their own": lambda world: beside(world, blind=True, handed_in=True),
    "their own, which they have": own_talked_about,
    "their own, taken back": taken_back,
    "a colleague's draft": lambda world: world.about(world.colleagues()),
    "handed in by a colleague": lambda world: handed_in(world, "colleague"),
    "they are none of them": several,
    "they have marked it themselves": lambda world: several(world, themselves=True),
    "their own marks were accepted with it": lambda world: several(world, themselves=True, settled=True),
    "they are staff": lambda world: of_staff(world, is_staff=True),
    "they are not staff": lambda world: of_staff(world, is_staff=False),
}
# Where what is done says more of the state than the row's own words.
OF_WHAT: dict[tuple[str, str], Making] = {
    ("invite somebody into its team, take an invitation back", ""): invited,
    ("practise in a set of their own", ""): practising_at,
    ("ask for changes, return, accept", "their own"): lambda world: handed_in(world, "someone"),
    ("be called into the talk about a colleague's marks", ""): lambda world: world.about(world.colleagues()),
    ("read where a model differs from people", ""): scored,
    ("read where a model differs from people", "while they mark it too, blind"): lambda world: scored(
        world, themselves=True
    ),
    ("read what others differ in, side by side", "while they mark it too, blind"): lambda world: held_by(
        world, "someone", "colleague"
    ),
}


def state_of(row: Permission) -> Making:
    """How it comes about; a row with neither fails."""
    of_what = OF_WHAT.get((row.what, row.when))
    return of_what or (STATES[row.when] if row.when else World.about)
