"""What a person may see of articles, of marks and of people."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview.access.roles import (
    SEES_ALL_SETS,
    Role,
    practice_projects,
    projects_as,
    visible_projects,
)
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.labels.models import LabelSet, LabelSetVersion
from newsreview.projects.models import Membership, Slot, SlotQuerySet, Task
from newsreview.review.models import Thread, ThreadQuerySet


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


def visible_threads(user: User) -> ThreadQuerySet:
    return ThreadQuerySet(Thread).filter(annotation_set__in=visible_sets(user))


def visible_articles(user: User) -> QuerySet[Article]:
    return Article.objects.filter(Exists(visible_tasks(user).filter(article=OuterRef("pk"))))


def visible_outlets(user: User) -> QuerySet[Outlet]:
    """Of which they see an article."""
    return Outlet.objects.filter(Exists(visible_articles(user).filter(outlet=OuterRef("pk"))))


def visible_stories(user: User) -> QuerySet[Story]:
    """Of which they see an article. What else tells a story is none of their business, nor how many."""
    return Story.objects.filter(Exists(visible_articles(user).filter(story=OuterRef("pk"))))


def known_people(user: User) -> QuerySet[User]:
    """With whom the person shares a project."""
    teams = Membership.objects.filter(person=OuterRef("pk"), project__in=visible_projects(user))
    return User.objects.filter(Q(Exists(teams)) | Q(pk=user.pk))
