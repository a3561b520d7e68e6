"""What a person works on: their own sets, those which they review and settle, what they compare."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview.access.roles import (
    MARKS,
    REVIEWS,
    annotated_projects,
    compared_projects,
    practice_projects,
    predicted_projects,
    projects_as,
    visible_projects,
)
from newsreview.access.seeing import blind_work
from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.corpus.models import Article
from newsreview.projects.models import Membership, Project, Task
from newsreview.review.models import Acceptance


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


def readers_of(annotation_set: AnnotationSet) -> QuerySet[User]:
    """Who reads what is said of it: its person, and those who review in its project."""
    reviewing = Membership.objects.filter(project=annotation_set.task.project_id, role__in=REVIEWS).values("person")
    return User.objects.filter(Q(pk__in=reviewing) | Q(pk=annotation_set.person_id), is_active=True)


def annotators_of(project: Project) -> QuerySet[User]:
    """Whom its work can be given to."""
    return User.objects.filter(memberships__project=project, memberships__role__in=MARKS, is_active=True)


def curated_articles(user: User) -> QuerySet[Article]:
    """Of which the person may say what story they tell: what they review or manage somewhere."""
    tasks = Task.objects.filter(article=OuterRef("pk"), project__in=projects_as(user, *REVIEWS))
    return Article.objects.filter(Exists(tasks))


def compared_tasks(user: User, project: Project) -> QuerySet[Task]:
    """Whose passages the person may read side by side: not those which they annotate blind themselves."""
    tasks = Task.objects.filter(project__in=compared_projects(user).filter(pk=project.pk))
    return tasks.filter(~Exists(blind_work(user).filter(task=OuterRef("pk"))))


def scored_tasks(user: User, version: ModelVersion) -> QuerySet[Task]:
    """Whose passages the person may read beside the model's: not those which they annotate blind themselves."""
    tasks = Task.objects.filter(project__in=predicted_projects(user), predictions__model_version=version)
    return tasks.filter(~Exists(blind_work(user).filter(task=OuterRef("pk"))))
