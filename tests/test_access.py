"""Person × object × action, as one table; the pages' own table walks every URL."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import practising, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article, Story
from newsreview.labels import drafting, publishing
from newsreview.projects import giving_out, setting_up
from newsreview.projects.models import Membership, Project, Task
from newsreview.review import commenting
from tests import cast
from tests.owner import as_owner
from tests.review.adjudicator import Adjudicator

EVERYONE = (
    "annotator",
    "colleague",
    "reviewer",
    "manager",
    "mlclient",
    "stranger",
    "away",
    "root",
    "gone root",
    "nobody",
)


@dataclass
class World:
    """Project ferry and its team; project airport, which only its own manager and administrators see.

    Tasks of ferry: `mine`, which the annotator has begun; `handed in` by the colleague; `free`; `taken back` from the
    annotator; `shared`, dealt out to both. `away` was a manager of ferry, and is deactivated.
    """

    people: dict[str, Any]
    tasks: dict[str, Task]
    sets: dict[str, AnnotationSet]

    def named(self, rows: Any) -> set[str]:
        everything = self.tasks | self.sets
        return {name for name, row in everything.items() if row in set(rows)}


@pytest.fixture(scope="module")
def made(kept_rows: None) -> World:
    ferry, role = setting_up.create_project(slug="ferry", name="Ferry"), Membership.Role
    roles = {"annotator": role.ANNOTATOR, "colleague": role.ANNOTATOR, "reviewer": role.REVIEWER}
    roles |= {"manager": role.MANAGER, "mlclient": role.ML}
    people: dict[str, Any] = {name: cast.member(ferry, name, of_theirs) for name, of_theirs in roles.items()}
    annotator, colleague, manager = (people[name] for name in ("annotator", "colleague", "manager"))
    texts = ("mine", "handed in", "free", "taken back", "shared")
    tasks = {name: cast.task_on(ferry, f"An article: {name}.") for name in texts}
    sets = {
        "my set": taking.take(task=tasks["mine"], person=annotator),
        "their set": taking.take(task=tasks["handed in"], person=colleague),
        "old set": taking.take(task=tasks["taken back"], person=annotator),
        "my share": taking.deal_out(task=tasks["shared"], person=annotator, by=manager),
        "their share": taking.deal_out(task=tasks["shared"], person=colleague, by=manager),
        "machine's set": AnnotationSet.objects.create(
            task=tasks["free"], kind="model", label_set_version=tasks["free"].project.label_set_version
        ),
    }
    taking.take_back(annotation_set=sets["old set"], by=manager)
    submitting.submit(annotation_set=sets["their set"], by=colleague, base=0)
    people |= {"stranger": cast.person("stranger"), "away": cast.person("away", is_active=False)}
    setting_up.set_role(project=tasks["mine"].project, person=people["away"], role=role.MANAGER)
    airport = setting_up.create_project(slug="airport", by=cast.person("airporter"))
    flight = Article.objects.create(text="An article: flight.")
    setting_up.add_tasks(project=airport, articles=[flight])
    tasks |= {"flight": Task.objects.get(project=airport)}
    people |= {"nobody": AnonymousUser(), "root": cast.person("root", is_superuser=True)}
    people |= {"gone root": cast.person("gone", is_superuser=True, is_active=False)}
    return World(people, tasks, sets)


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)


ALL_TASKS = {"mine", "handed in", "free", "taken back", "shared"}
ALL_SETS = {"my set", "their set", "old set", "my share", "their share", "machine's set"}
NOTHING: set[str] = set()

# Who: tasks, sets.
SEES: dict[str, tuple[set[str], set[str]]] = {
    "annotator": ({"mine", "free", "taken back", "shared"}, {"my set", "old set", "my share"}),
    "colleague": ({"handed in", "free", "taken back", "shared"}, {"their set", "their share"}),
    "reviewer": (ALL_TASKS, ALL_SETS),
    "manager": (ALL_TASKS, ALL_SETS),
    "mlclient": (ALL_TASKS, ALL_SETS),
    "stranger": (NOTHING, NOTHING),
    "away": (NOTHING, NOTHING),
    "root": (ALL_TASKS | {"flight"}, ALL_SETS),
    "gone root": (NOTHING, NOTHING),
    "nobody": (NOTHING, NOTHING),
}

# Who: the sets that others have handed in, for them to review.
REVIEWS: dict[str, set[str]] = {
    who: {"their set"} if who in {"reviewer", "manager", "root"} else set() for who in EVERYONE
}

# Who: may manage ferry, and change the labels of ferry alone; may make projects.
SETS_UP: dict[str, tuple[bool, bool]] = {who: (who in {"manager", "root"},) * 2 for who in EVERYONE}

# Who: may take a task of ferry, sets they may edit, may import, may export and send what models mark, may compare.
MAY: dict[str, tuple[bool, set[str], bool, bool, bool]] = {
    "annotator": (True, {"my set", "my share"}, False, False, False),
    "colleague": (True, {"their set", "their share"}, False, False, False),
    "reviewer": (True, NOTHING, False, False, True),
    "manager": (True, NOTHING, True, True, True),
    "mlclient": (False, NOTHING, False, True, False),
    "stranger": (False, NOTHING, False, False, False),
    "away": (False, NOTHING, False, False, False),
    "root": (True, NOTHING, True, True, True),
    "gone root": (False, NOTHING, False, False, False),
    "nobody": (False, NOTHING, False, False, False),
}


# Who: the stories of ferry and airport that they see, and the articles whose story they may change.
STORIES: dict[str, tuple[set[str], set[str]]] = {
    **dict.fromkeys(EVERYONE, (NOTHING, NOTHING)),
    "annotator": ({"of mine"}, NOTHING),
    "mlclient": ({"of mine", "of handed in"}, NOTHING),
    "reviewer": ({"of mine", "of handed in"}, ALL_TASKS),
    "manager": ({"of mine", "of handed in"}, ALL_TASKS),
    "colleague": ({"of handed in"}, NOTHING),
    "root": ({"of mine", "of handed in", "of flight"}, ALL_TASKS | {"flight"}),
}


TEAM = {"annotator", "colleague", "reviewer", "manager", "mlclient", "root"}


def test_the_tables_name_everyone() -> None:
    assert tuple(SEES) == tuple(MAY) == EVERYONE


@pytest.mark.parametrize("who", EVERYONE)
def test_whose_stories_each_person_sees_and_changes(world: World, who: str) -> None:
    for name in ("mine", "handed in", "flight"):
        article = world.tasks[name].article
        article.story = Story.objects.create(name=f"of {name}")
        article.save(update_fields=["story"])
    person = world.people[who]
    if isinstance(person, User):
        articles = set(access.curated_articles(person))
        seen = {story.name for story in access.visible_stories(person)}
        assert (seen, {name for name, task in world.tasks.items() if task.article in articles}) == STORIES[who]
        known = {name for name, each in world.people.items() if each in access.known_people(person)}
        assert ("manager" in known) == (who in TEAM)


@pytest.mark.parametrize("who", EVERYONE)
def test_what_each_person_sees(world: World, who: str) -> None:
    user, (tasks, sets) = world.people[who], SEES[who]
    assert world.named(access.visible_tasks(user)) == tasks
    assert world.named(access.visible_sets(user)) == sets
    assert world.named(access.reviewed_sets(user)) == REVIEWS[who]
    articles = {world.tasks[name].article for name in tasks}
    of_table = {task.article for task in world.tasks.values()}
    assert set(access.visible_articles(user)) & of_table == articles
    assert access.visible_tasks(user).count() == len(set(access.visible_tasks(user)))


@pytest.mark.parametrize("own_taking", [True, False])
@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("who", EVERYONE)
def test_articles_are_found_by_the_tasks_and_sets_that_are_seen(
    world: World, who: str, *, own_taking: bool, blind: bool
) -> None:
    """Also by whoever reviews and annotates blind: the reviewer and the administrator."""
    practising.practise(person=world.people["annotator"])
    ferry = world.tasks["mine"].project
    giving_out.change_rules(project=ferry, own_taking=own_taking, blind=blind, people_per_article=3)
    for other in ("reviewer", "root"):
        taking.deal_out(task=world.tasks["mine"], person=world.people[other], by=world.people["manager"])
    searched, user = access.Searched(world.people[who]), world.people[who]

    assert set(searched.tasks()) == set(access.visible_tasks(user).filter(project__is_practice=False))
    assert set(searched.sets()) == set(access.visible_sets(user).filter(task__project__is_practice=False))
    seen = access.visible_colleagues(user).filter(project__is_practice=False)
    assert {slot for slot in searched.slots() if slot.person_id not in {None, user.pk}} == set(seen)


# Who: places at the tasks whose state they may look for, and who is there.
OWN_PLACES = {
    "annotator": {"mine annotator", "shared annotator", "free nobody", "taken back nobody"},
    "colleague": {"handed in colleague", "shared colleague", "free nobody", "taken back nobody"},
}
ALL_PLACES = OWN_PLACES["annotator"] | OWN_PLACES["colleague"]


@pytest.mark.parametrize("who", EVERYONE)
def test_which_places_are_found_by_their_state(world: World, who: str) -> None:
    at = {task.pk: name for name, task in world.tasks.items()}
    slots = access.Searched(world.people[who]).slots().select_related("person")
    told = {f"{at[slot.task_id]} {slot.person.name.lower() if slot.person else 'nobody'}" for slot in slots}
    everywhere = {"reviewer": ALL_PLACES, "manager": ALL_PLACES, "mlclient": ALL_PLACES}
    everywhere |= {"root": ALL_PLACES | {"flight nobody"}}

    assert told == (OWN_PLACES | everywhere).get(who, NOTHING)


@pytest.mark.parametrize("who", EVERYONE)
def test_what_each_person_may_do(world: World, who: str) -> None:
    user, (take, edit, bring_in, take_out, compare) = world.people[who], MAY[who]
    ferry, flight = world.tasks["mine"].project, world.tasks["flight"]
    assert access.may_take(user, world.tasks["free"]) is take
    assert {name for name, of in world.sets.items() if access.may_edit(user, of)} == edit
    assert world.named(access.editable_sets(user)) == edit
    assert (access.may_import(user, ferry), access.may_export(user, ferry)) == (bring_in, take_out)
    assert access.may_predict(user, ferry) is take_out
    assert access.may_compare(user, ferry) is compare
    root = who == "root"
    elsewhere: tuple[bool, ...] = (access.may_take(user, flight), access.may_import(user, flight.project))
    elsewhere += (access.may_export(user, flight.project), access.may_compare(user, flight.project))
    assert elsewhere == (root, root, root, root)


@pytest.mark.parametrize("who", EVERYONE)
def test_who_sets_projects_up(world: World, who: str) -> None:
    user, ferry, flight = world.people[who], world.tasks["mine"].project, world.tasks["flight"].project
    manages, makes = SETS_UP[who]
    labels = ferry.label_set_version.label_set
    may = (access.may_manage(user, ferry), access.may_shape(user, labels), access.may_make_projects(user))
    assert may == (manages, manages, makes)
    flying = (access.may_manage(user, flight), access.may_shape(user, flight.label_set_version.label_set))
    assert flying == (who == "root",) * 2


@pytest.mark.parametrize("who", EVERYONE)
def test_shared_labels_are_changed_by_whoever_manages_every_project_on_them(world: World, who: str) -> None:
    version = world.tasks["mine"].project.label_set_version
    setting_up.create_project(slug="canal", label_set_version=version)

    assert access.may_shape(world.people[who], version.label_set) is (who == "root")


def test_labels_that_nobody_uses_or_practises_with_are_nobodys_to_change(world: World) -> None:
    practice = practising.practise(person=world.people["root"]).label_set_version.label_set
    unused = publishing.make_label_set(scheme=publishing.default_scheme()).label_set

    assert [access.may_shape(world.people["root"], labels) for labels in (practice, unused)] == [False, False]


@pytest.mark.parametrize(
    ("who", "projects"),
    [(who, {"ferry"} if tasks else NOTHING) for who, (tasks, _) in SEES.items() if who != "root"]
    + [("root", {"ferry", "airport"})],
)
def test_which_projects_each_person_sees(world: World, who: str, projects: set[str]) -> None:
    assert {project.slug for project in access.visible_projects(world.people[who])} == projects


@pytest.mark.parametrize("who", EVERYONE)
def test_which_labels_each_person_reads(world: World, who: str) -> None:
    """Published ones, of their projects."""
    user, ferry, airport = world.people[who], *(Project.objects.get(slug=slug) for slug in ("ferry", "airport"))
    drafting.begin_next_version(label_set=ferry.label_set_version.label_set)

    both = {ferry.label_set_version, airport.label_set_version}
    of_ferry = {ferry.label_set_version} if SEES[who][0] else set()
    assert set(access.visible_label_sets(user)) == (both if who == "root" else of_ferry)


@pytest.mark.parametrize("who", EVERYONE)
def test_one_set_is_found_to_change_where_all_of_them_are(world: World, who: str) -> None:
    user = world.people[who]
    found = {name for name, row in world.sets.items() if access.changeable_set(user, row.pk) == row}

    assert found == world.named(access.changeable_sets(user))


def test_the_back_office_is_for_active_staff(world: World, person: Callable[..., User]) -> None:
    allowed = {name: access.may_open_back_office(user) for name, user in world.people.items()}
    assert set(allowed.values()) == {False}
    assert access.may_open_back_office(person("clerk", is_staff=True))
    assert not access.may_open_back_office(person("formerly", is_staff=True, is_active=False))


@pytest.mark.parametrize("who", EVERYONE)
def test_who_settles_what_several_have_handed_in(world: World, who: str) -> None:
    user, shares = world.people[who], {"annotator": world.sets["my share"], "colleague": world.sets["their share"]}
    found = []
    for name, share in shares.items():
        found.append(world.named(access.adjudicated_tasks(user)))
        submitting.submit(annotation_set=share, by=world.people[name], base=0)
    found.append(world.named(access.adjudicated_tasks(user)))

    settles = who in {"reviewer", "manager", "root"}
    assert found == [NOTHING, NOTHING, {"shared"} if settles else NOTHING]
    assert world.named(access.settled_tasks(user)) == NOTHING
    desk = Adjudicator(world.tasks["shared"], world.people["reviewer"])
    desk.finish()
    assert world.named(access.settled_tasks(user)) == ({"shared"} if who in shares else NOTHING)


def test_nobody_settles_what_they_have_annotated(world: World) -> None:
    reviewer, shared = world.people["reviewer"], world.tasks["shared"]
    for name, share in (("annotator", "my share"), ("colleague", "their share")):
        submitting.submit(annotation_set=world.sets[share], by=world.people[name], base=0)
    theirs = taking.deal_out(task=shared, person=reviewer, by=world.people["manager"])
    assert world.named(access.adjudicated_tasks(reviewer)) == NOTHING
    taking.take_back(annotation_set=theirs, by=world.people["manager"])
    assert world.named(access.adjudicated_tasks(reviewer)) == NOTHING


def settle(world: World, task: str) -> None:
    for name, share in (("annotator", "my share"), ("colleague", "their share")):
        submitting.submit(annotation_set=world.sets[share], by=world.people[name], base=0)
    Adjudicator(world.tasks[task], world.people["reviewer"]).finish()


def test_who_hands_in_when_all_is_settled_reads_nothing_of_it(world: World) -> None:
    """They could reopen it, and mark with everybody else's marks before their eyes."""
    settle(world, "shared")
    late, shared = world.people["manager"], world.tasks["shared"]
    giving_out.change_rules(project=shared.project, people_per_article=3)
    theirs = taking.take(task=shared, person=late)
    submitting.submit(annotation_set=theirs, by=late, base=0)

    assert world.named(access.settled_tasks(late)) == NOTHING
    assert world.named(access.settled_tasks(world.people["annotator"])) == {"shared"}


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("who", ["reviewer", "manager", "root"])
def test_who_annotates_blind_sees_nobody_else_s_marks_of_it_whatever_their_role(
    world: World, who: str, *, blind: bool
) -> None:
    user, task, ferry = world.people[who], world.tasks["handed in"], world.tasks["handed in"].project
    giving_out.change_rules(project=ferry, people_per_article=2, blind=blind)
    commenting.begin(annotation_set=world.sets["their set"], by=world.people["manager"], thread=uuid7(), text="Hm.")
    setting_up.set_role(project=ferry, person=user, role=Membership.Role.REVIEWER)

    def seen() -> tuple[set[str], bool, int]:
        asked = (access.visible_sets, access.reviewed_sets, access.changeable_sets)
        return (
            {ask.__name__ for ask in asked if world.sets["their set"] in ask(user)},
            task in access.compared_tasks(user, ferry),
            access.visible_threads(user).count(),
        )

    everything = ({"visible_sets", "reviewed_sets", "changeable_sets"}, True, 1)
    before = seen()
    own = taking.take(task=task, person=user)
    at_it = seen()
    submitting.submit(annotation_set=own, by=user, base=0)

    assert (before, seen()) == (everything, everything)
    assert at_it == ((set(), False, 0) if blind else everything)
    assert world.named(access.visible_sets(user)) == ALL_SETS
    assert own in access.visible_sets(user)


def test_leaving_a_project_ends_all_sight_of_it(world: World) -> None:
    annotator = world.people["annotator"]
    with as_owner():
        Membership.objects.filter(person=annotator).delete()
    assert world.named(access.visible_tasks(annotator)) | world.named(access.visible_sets(annotator)) == NOTHING
    assert not access.may_edit(annotator, world.sets["my set"])
    assert not access.may_take(annotator, world.tasks["free"])


def test_a_role_in_one_project_is_none_in_another(world: World) -> None:
    annotator, airport = world.people["annotator"], Project.objects.get(slug="airport")
    setting_up.set_role(project=airport, person=annotator, role=Membership.Role.MANAGER)
    assert world.named(access.visible_tasks(annotator)) == SEES["annotator"][0] | {"flight"}
    assert world.named(access.visible_sets(annotator)) == SEES["annotator"][1]
    assert {project.slug for project in access.managed_projects(annotator)} == {"airport"}


def test_an_administrator_keeps_the_role_they_have_too(world: World, person: Callable[..., User]) -> None:
    root, ferry = world.people["root"], world.tasks["mine"].project
    setting_up.set_role(project=ferry, person=root, role=Membership.Role.ANNOTATOR)
    assert world.named(access.visible_tasks(root)) == ALL_TASKS | {"flight"}
    assert access.may_import(root, ferry)


def test_a_set_handed_on_is_seen_and_edited_by_its_new_person_only(world: World) -> None:
    annotator, colleague, theirs = world.people["annotator"], world.people["colleague"], world.sets["my set"]
    taking.hand_on(annotation_set=theirs, by=world.people["manager"], to=colleague.pk)
    theirs.refresh_from_db()
    assert (access.may_edit(annotator, theirs), access.may_edit(colleague, theirs)) == (False, True)
    assert theirs not in access.visible_sets(annotator)
    assert theirs.task not in access.visible_tasks(annotator)


def test_who_is_dealt_to_sees_what_they_were_dealt_only(world: World) -> None:
    giving_out.change_rules(project=world.tasks["mine"].project, own_taking=False)
    annotator, manager = world.people["annotator"], world.people["manager"]
    assert world.named(access.visible_tasks(annotator)) == {"mine", "shared"}
    assert world.named(access.visible_tasks(manager)) == ALL_TASKS
    assert [access.may_take(user, world.tasks["free"]) for user in (annotator, manager)] == [False, False]


def test_colleagues_at_one_article_see_each_other_where_it_is_not_blind(world: World) -> None:
    giving_out.change_rules(project=world.tasks["mine"].project, blind=False)
    annotator = world.people["annotator"]
    assert world.named(access.visible_sets(annotator)) == {"my set", "old set", "my share", "their share"}
    assert world.named(access.editable_sets(annotator)) == {"my set", "my share"}


def test_everybody_practises_and_sees_nothing_but_their_own(world: World) -> None:
    active = [user for user in world.people.values() if user.is_active]
    theirs = {user: practising.practise(person=user) for user in active}

    everyone = [user for user in world.people.values() if user.pk]
    assert {user: set(access.practice_sets(user)) for user in everyone} == {
        user: {theirs[user]} if user in active else set() for user in everyone
    }
    for user, practice in theirs.items():
        others = set(theirs.values()) - {practice}
        assert (practice.task in access.visible_tasks(user), practice in access.visible_sets(user)) == (True, True)
        assert (access.may_edit(user, practice), others & {*access.visible_sets(user)}) == (True, set())
        assert others & {*access.editable_sets(user)} == set()


@pytest.mark.parametrize("who", EVERYONE)
def test_practice_is_nobodys_work(world: World, person: Callable[..., User], who: str) -> None:
    user, practice = world.people[who], practising.practise(person=person("ada")).task
    if user.is_active:
        practising.practise(person=user)
    asked = (
        access.visible_projects,
        access.annotated_projects,
        access.managed_projects,
        access.exportable_projects,
        access.compared_projects,
    )

    assert [practice.project in ask(user) for ask in asked] == [False] * len(asked)
    assert [mine.task for mine in access.own_sets(user) if mine.task == practice] == []
    assert not access.may_take(user, practice)


def test_practice_is_seen_by_those_who_have_begun_it_only(world: World, person: Callable[..., User]) -> None:
    practice = practising.practise(person=person("ada")).task

    assert [name for name, user in world.people.items() if practice in access.visible_tasks(user)] == []


def test_each_question_is_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user, task = world.people["annotator"], world.tasks["mine"]
    annotation_set = AnnotationSet.objects.select_related("task").get(pk=world.sets["my set"].pk)
    for ask in (
        lambda: access.may_take(user, task),
        lambda: access.may_edit(user, annotation_set),
        lambda: access.may_import(user, task.project),
        lambda: access.may_export(user, task.project),
        lambda: access.may_predict(user, task.project),
        lambda: access.may_compare(user, task.project),
        lambda: list(access.visible_tasks(user)),
        lambda: list(access.visible_sets(user)),
        lambda: list(access.visible_articles(user)),
        lambda: list(access.visible_projects(user)),
        lambda: list(access.adjudicated_tasks(user)),
        lambda: list(access.settled_tasks(user)),
        lambda: list(access.compared_tasks(user, task.project)),
    ):
        with django_assert_num_queries(1):
            ask()
