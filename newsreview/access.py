"""Who may see and do what. The whole policy, and the only file that knows roles.

Objects are fetched out of what a person may see; anything else is 404. Whether a verb is allowed is a named predicate,
asked by the door. An administrator of the installation (superuser) counts as a manager of every project.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.corpus.models import Article, Story
from newsreview.labels.models import LabelSet, LabelSetVersion
from newsreview.projects.models import Membership, Project, Slot, SlotQuerySet, Task
from newsreview.review.models import Acceptance, Thread, ThreadQuerySet

Role = Membership.Role
# Who works with everybody's marks, and who sees only their own.
SEES_ALL_SETS = (Role.REVIEWER, Role.MANAGER, Role.ML)
MARKS = (Role.ANNOTATOR, Role.REVIEWER, Role.MANAGER)
REVIEWS = (Role.REVIEWER, Role.MANAGER)


def projects_as(user: User, *roles: str) -> QuerySet[Project]:
    """The projects in which the person has one of these roles."""
    if not user.is_active:
        return Project.objects.none()
    if user.is_superuser and Role.MANAGER in roles:
        return Project.objects.all()
    return Project.objects.filter(
        Exists(Membership.objects.filter(project=OuterRef("pk"), person=user.pk, role__in=roles))
    )


def practice_projects(user: User) -> QuerySet[Project]:
    """Where everybody may try the keys without a role, each seeing nothing but their own set."""
    practice = Project.with_practice.filter(is_practice=True)
    return practice if user.is_active else practice.none()


# What a person may see ------------------------------------------------------------------------------------------------


def visible_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, *Role.values)


def guided_projects(user: User) -> QuerySet[Project]:
    """Whose guideline the person reads."""
    return visible_projects(user) | practice_projects(user)


def visible_label_sets(user: User) -> QuerySet[LabelSetVersion]:
    """Every published version of what their projects work with."""
    used = LabelSet.objects.filter(versions__projects__in=visible_projects(user))
    return LabelSetVersion.objects.filter(label_set__in=used, published_at__isnull=False)


def visible_tasks(user: User) -> QuerySet[Task]:
    """Everything in their projects; an annotator sees the tasks they have and those which they could take."""
    everything = Task.objects.filter(project__in=projects_as(user, *SEES_ALL_SETS))
    slots = Slot.objects.filter(task=OuterRef("pk"))
    mine = Exists(slots.filter(person=user.pk))
    open_to_all = Q(Exists(slots.filter(person=None)), project__own_taking=True)
    own = Task.objects.filter(mine | open_to_all, project__in=projects_as(user, Role.ANNOTATOR))
    return everything | own | Task.objects.filter(mine, project__in=practice_projects(user))


def visible_sets(user: User) -> AnnotationSetQuerySet:
    """Everybody's in the projects where they work with everybody's, but for what they annotate blind themselves; else
    their own, and where it is not blind those of the colleagues who annotate the same article."""
    everybodys = Q(~Exists(blind_work(user).filter(task=OuterRef("task"))))
    everybodys &= Q(task__project__in=projects_as(user, *SEES_ALL_SETS))
    places = visible_projects(user) | practice_projects(user)
    own = Q(task__project__in=places, kind=AnnotationSet.Kind.PERSON, person=user.pk)
    beside = Q(
        Exists(Slot.objects.filter(task=OuterRef("task"), person=user.pk)),
        task__project__in=projects_as(user, Role.ANNOTATOR).filter(blind=False),
        kind=AnnotationSet.Kind.PERSON,
    )
    return AnnotationSetQuerySet(AnnotationSet).filter(everybodys | own | beside)


def blind_work(user: User) -> AnnotationSetQuerySet:
    """What the person has yet to hand in of a blind project: until then nobody else's marks there are for them to see,
    whatever their role."""
    return AnnotationSetQuerySet(AnnotationSet).of_person(user).held().drafts().filter(task__project__blind=True)


def visible_colleagues(user: User) -> SlotQuerySet:
    """The slots of the others who have a task, where the person may know who they are."""
    everybodys = Q(~Exists(blind_work(user).filter(task=OuterRef("task"))))
    everybodys &= Q(project__in=projects_as(user, *SEES_ALL_SETS))
    beside = Q(project__in=projects_as(user, Role.ANNOTATOR).filter(blind=False))
    return SlotQuerySet(Slot).filter(everybodys | beside, person__isnull=False).exclude(person=user.pk)


def own_sets(user: User) -> AnnotationSetQuerySet:
    """Those of the visible sets which are the person's own work."""
    return AnnotationSetQuerySet(AnnotationSet).of_person(user).filter(task__project__in=visible_projects(user))


def practice_sets(user: User) -> AnnotationSetQuerySet:
    return AnnotationSetQuerySet(AnnotationSet).of_person(user).filter(task__project__in=practice_projects(user))


def editable_sets(user: User) -> AnnotationSetQuerySet:
    """Whose marks the person may change: their own sets, while they hold them. All of them are visible to them."""
    places = annotated_projects(user) | practice_projects(user)
    return AnnotationSetQuerySet(AnnotationSet).of_person(user).held().filter(task__project__in=places)


def colleagues_sets(user: User) -> AnnotationSetQuerySet:
    """What others hold where the person reviews, handed in or not; nothing that they annotate blind themselves."""
    held = AnnotationSetQuerySet(AnnotationSet).by_people().held().exclude(person=user.pk)
    open_to_them = ~Exists(blind_work(user).filter(task=OuterRef("task")))
    return held.filter(open_to_them, task__project__in=projects_as(user, *REVIEWS))


def reviewed_sets(user: User) -> AnnotationSetQuerySet:
    """What others have handed in, accepted or not, where the person reviews."""
    return colleagues_sets(user).handed_in()


def changeable_sets(user: User) -> AnnotationSetQuerySet:
    """To which operations of the person may go: as annotator, or as reviewer. Verbs say whether it is their turn."""
    return editable_sets(user) | colleagues_sets(user)


def changeable_set(user: User, set_id: UUID) -> AnnotationSet | None:
    """One of them. Their own are asked for first, which is the quicker question."""
    for sets_of in (editable_sets, colleagues_sets):
        if held := sets_of(user).filter(pk=set_id).first():
            return held
    return None


def adjudicated_tasks(user: User) -> QuerySet[Task]:
    """What several people have handed in, where the person reviews; nothing that they have annotated themselves."""
    by_people = AnnotationSetQuerySet(AnnotationSet).by_people()
    handed_in = by_people.held().handed_in()
    # A pair is a join, which may begin anywhere; a count would be made for every task.
    another = handed_in.filter(task=OuterRef("task"), person__gt=OuterRef("person"))
    several = Exists(handed_in.filter(Exists(another), task=OuterRef("pk")))
    tasks = Task.objects.filter(several, project__in=projects_as(user, *REVIEWS))
    return tasks.filter(~Exists(by_people.filter(task=OuterRef("pk"), person=user.pk)))


def settled_tasks(user: User) -> QuerySet[Task]:
    """What an adjudication has settled, the person's own set among the rest: they read how, and why. Handing in when
    all is settled opens nothing: what is not accepted can be reopened, and marked with the others before one's eyes."""
    sets = AnnotationSetQuerySet(AnnotationSet).filter(task=OuterRef("pk")).handed_in()
    accepted = Acceptance.objects.filter(submission__annotation_set=OuterRef("pk"), submission__reopening=None)
    mine = sets.of_person(user).held().filter(Exists(accepted))
    settled = sets.filter(kind=AnnotationSet.Kind.ADJUDICATED)
    return Task.objects.filter(Exists(mine), Exists(settled), project__in=visible_projects(user))


def visible_threads(user: User) -> ThreadQuerySet:
    return ThreadQuerySet(Thread).filter(annotation_set__in=visible_sets(user))


def readers_of(annotation_set: AnnotationSet) -> QuerySet[User]:
    """Who reads what is said of it: its person, and those who review in its project."""
    reviewing = Membership.objects.filter(project=annotation_set.task.project_id, role__in=REVIEWS).values("person")
    return User.objects.filter(Q(pk__in=reviewing) | Q(pk=annotation_set.person_id), is_active=True)


def visible_articles(user: User) -> QuerySet[Article]:
    return Article.objects.filter(Exists(visible_tasks(user).filter(article=OuterRef("pk"))))


class Searched:
    """By what a person finds articles: the visible tasks, sets and places, but for what people practise on.

    Among hundreds of thousands PostgreSQL finds a way to them only where it is told no more than what holds for this
    person: their projects one by one, and of blind work nothing where they have none.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.whole = list(projects_as(user, *SEES_ALL_SETS).values_list("pk", flat=True))
        own = projects_as(user, Role.ANNOTATOR).exclude(pk__in=self.whole)
        rules = list(own.values_list("pk", "own_taking", "blind"))
        self.marked = [project for project, _own_taking, _blind in rules]
        self.open_to_all = [project for project, own_taking, _blind in rules if own_taking]
        self.not_blind = [project for project, _own_taking, blind in rules if not blind]
        self.is_blind = bool(self.whole) and blind_work(user).filter(task__project__in=self.whole).exists()

    def tasks(self) -> QuerySet[Task]:
        found = Q(project__in=self.whole) if self.whole else Q()
        if self.marked:
            found |= Q(pk__in=Slot.objects.of_person(self.user).values("task"), project__in=self.marked)
        if self.open_to_all:
            found |= Q(pk__in=Slot.objects.open().values("task"), project__in=self.open_to_all)
        return Task.objects.filter(found) if found else Task.objects.none()

    def sets(self) -> AnnotationSetQuerySet:
        found = self.everybodys(Q(task__project__in=self.whole))
        person = Q(kind=AnnotationSet.Kind.PERSON)
        if own := self.own_projects:
            found |= person & Q(task__project__in=own, person=self.user.pk)
        if self.not_blind:
            found |= person & Q(Exists(self.mine()), task__project__in=self.not_blind)
        sets = AnnotationSetQuerySet(AnnotationSet)
        return sets.filter(found) if found else sets.none()

    def slots(self) -> SlotQuerySet:
        """Who has a task is not told whether the places beside theirs are open."""
        found = self.everybodys(Q(project__in=self.whole))
        if own := self.own_projects:
            found |= Q(project__in=own, person=self.user.pk)
        if self.not_blind:
            found |= Q(project__in=self.not_blind, person__isnull=False)
        if self.open_to_all:
            found |= Q(~Exists(self.mine()), project__in=self.open_to_all, person=None)
        slots = SlotQuerySet(Slot)
        return slots.filter(found) if found else slots.none()

    @property
    def own_projects(self) -> list[UUID]:
        """Where their own has to be asked for, since not everybody's is theirs to see."""
        return [*self.marked, *(self.whole if self.is_blind else ())]

    def everybodys(self, whole: Q) -> Q:
        if not self.whole:
            return Q()
        return whole & Q(~Exists(blind_work(self.user).filter(task=OuterRef("task")))) if self.is_blind else whole

    def mine(self) -> SlotQuerySet:
        """The person's place at the task of the query around it."""
        return SlotQuerySet(Slot).filter(task=OuterRef("task"), person=self.user.pk)


def visible_stories(user: User) -> QuerySet[Story]:
    """Of which they see an article. What else tells a story is none of their business, nor how many."""
    return Story.objects.filter(Exists(visible_articles(user).filter(story=OuterRef("pk"))))


def curated_articles(user: User) -> QuerySet[Article]:
    """Of which the person may say what story they tell: what they review or manage somewhere."""
    tasks = Task.objects.filter(article=OuterRef("pk"), project__in=projects_as(user, *REVIEWS))
    return Article.objects.filter(Exists(tasks))


def known_people(user: User) -> QuerySet[User]:
    """With whom the person shares a project."""
    teams = Membership.objects.filter(person=OuterRef("pk"), project__in=visible_projects(user))
    return User.objects.filter(Q(Exists(teams)) | Q(pk=user.pk))


def annotated_projects(user: User) -> QuerySet[Project]:
    """Where the person may have a task and mark it."""
    return projects_as(user, *MARKS)


def annotators_of(project: Project) -> QuerySet[User]:
    """Whom its work can be given to."""
    return User.objects.filter(memberships__project=project, memberships__role__in=MARKS, is_active=True)


def open_projects(user: User) -> QuerySet[Project]:
    """Where the person takes articles by themselves."""
    return annotated_projects(user).filter(own_taking=True)


def managed_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, Role.MANAGER)


def compared_projects(user: User) -> QuerySet[Project]:
    """Where the person sees what others agree on, and whose marks differ."""
    return projects_as(user, Role.REVIEWER, Role.MANAGER)


def compared_tasks(user: User, project: Project) -> QuerySet[Task]:
    """Whose passages the person may read side by side: not those which they annotate blind themselves."""
    tasks = Task.objects.filter(project__in=compared_projects(user).filter(pk=project.pk))
    return tasks.filter(~Exists(blind_work(user).filter(task=OuterRef("pk"))))


def exportable_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, Role.MANAGER, Role.ML)


def predicted_projects(user: User) -> QuerySet[Project]:
    """To which the person sends what models mark, and where they see how well these do: whoever may take out what
    models learn from."""
    return exportable_projects(user)


def scored_tasks(user: User, version: ModelVersion) -> QuerySet[Task]:
    """Whose passages the person may read beside the model's: not those which they annotate blind themselves."""
    tasks = Task.objects.filter(project__in=predicted_projects(user), predictions__model_version=version)
    return tasks.filter(~Exists(blind_work(user).filter(task=OuterRef("pk"))))


# What a person may do -------------------------------------------------------------------------------------------------


def may_take(user: User, task: Task) -> bool:
    """Work on the task as an annotator, unasked."""
    return open_projects(user).filter(pk=task.project_id).exists()


def annotates(user: User) -> bool:
    """Whether marking articles is their task anywhere."""
    return projects_as(user, Role.ANNOTATOR).exists()


def reviews(user: User) -> bool:
    """Whether reviewing what others hand in is their task anywhere."""
    return projects_as(user, *REVIEWS).exists()


def may_edit(user: User, annotation_set: AnnotationSet) -> bool:
    return editable_sets(user).filter(pk=annotation_set.pk).exists()


def may_talk(user: User, annotation_set: AnnotationSet) -> bool:
    """Of its marks, with those who read that."""
    return changeable_sets(user).filter(pk=annotation_set.pk).exists()


def may_manage(user: User, project: Project) -> bool:
    return managed_projects(user).filter(pk=project.pk).exists()


def may_import(user: User, project: Project) -> bool:
    return managed_projects(user).filter(pk=project.pk).exists()


def may_make_projects(user: User) -> bool:
    """Administrators, and whoever manages a project already: they know what comes with one."""
    return user.is_active and (user.is_superuser or managed_projects(user).exists())


def may_shape(user: User, label_set: LabelSet) -> bool:
    """Change what it says: for those who manage every project that works with it."""
    users = Project.with_practice.filter(label_set_version__label_set=label_set)
    managed = set(managed_projects(user).filter(pk__in=users).values_list("pk", flat=True))
    return bool(managed) and managed == set(users.values_list("pk", flat=True))


def may_export(user: User, project: Project) -> bool:
    return exportable_projects(user).filter(pk=project.pk).exists()


def may_predict(user: User, project: Project) -> bool:
    """Send what a model marked, by whichever door."""
    return predicted_projects(user).filter(pk=project.pk).exists()


def may_compare(user: User, project: Project) -> bool:
    return compared_projects(user).filter(pk=project.pk).exists()


def may_open_back_office(user: User) -> bool:
    return user.is_active and user.is_staff
