"""Which rows a person works with in the back office: those of the projects they manage, which `access` says.

An administrator of the installation works with everything but what people practise on. Outlets and stories are names
that projects share: those of no article are everybody's, the others theirs who have an article of them.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.decisions import Decision
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.annotation.models import (
    AnnotationSet,
    ArticleLabel,
    Edit,
    Link,
    Reopening,
    Span,
    Submission,
    TakingBack,
)
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.exports.models import Outcome, Release, Withdrawal
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion, Move
from newsreview.notices.models import Digest, Notice, NoticeQuerySet
from newsreview.projects.models import Invitation, Membership, Project, Skip, Slot, Task
from newsreview.stories.models import Renaming


def projects(user: User) -> QuerySet[Project]:
    return access.managed_projects(user)


def memberships(user: User) -> QuerySet[Membership]:
    return under_projects(Membership.objects.all(), user, "project")


def invitations(user: User) -> QuerySet[Invitation]:
    """Those without a project are the administrators'."""
    into_projects = Q(project__in=projects(user))
    return Invitation.objects.filter(into_projects | Q(project=None) if user.is_superuser else into_projects)


def tasks(user: User) -> QuerySet[Task]:
    return under_projects(Task.objects.all(), user, "project")


def slots(user: User) -> QuerySet[Slot]:
    return under_projects(Slot.objects.all(), user, "project")


def skips(user: User) -> QuerySet[Skip]:
    return under_projects(Skip.objects.all(), user, "task__project")


def annotation_sets(user: User) -> QuerySet[AnnotationSet]:
    return under_projects(AnnotationSet.objects.all(), user, "task__project")


def edits(user: User) -> QuerySet[Edit]:
    return under_projects(Edit.objects.all(), user, "annotation_set__task__project")


def spans(user: User) -> QuerySet[Span]:
    return under_projects(Span.objects.all(), user, "annotation_set__task__project")


def links(user: User) -> QuerySet[Link]:
    return under_projects(Link.objects.all(), user, "annotation_set__task__project")


def article_labels(user: User) -> QuerySet[ArticleLabel]:
    return under_projects(ArticleLabel.objects.all(), user, "annotation_set__task__project")


def decisions(user: User) -> QuerySet[Decision]:
    return under_projects(Decision.objects.all(), user, "annotation_set__task__project")


def model_versions(user: User) -> QuerySet[ModelVersion]:
    return under_projects(ModelVersion.objects.all(), user, "project")


def predictions(user: User) -> QuerySet[Prediction]:
    return under_projects(Prediction.objects.all(), user, "task__project")


def submissions(user: User) -> QuerySet[Submission]:
    return under_projects(Submission.objects.all(), user, "annotation_set__task__project")


def reopenings(user: User) -> QuerySet[Reopening]:
    return under_projects(Reopening.objects.all(), user, "submission__annotation_set__task__project")


def takings_back(user: User) -> QuerySet[TakingBack]:
    return under_projects(TakingBack.objects.all(), user, "annotation_set__task__project")


def notices(user: User) -> NoticeQuerySet:
    return NoticeQuerySet(Notice).filter(project__in=projects(user))


def releases(user: User) -> QuerySet[Release]:
    return under_projects(Release.objects.all(), user, "project")


def outcomes(user: User) -> QuerySet[Outcome]:
    return under_projects(Outcome.objects.all(), user, "release__project")


def withdrawals(user: User) -> QuerySet[Withdrawal]:
    return under_projects(Withdrawal.objects.all(), user, "release__project")


def articles(user: User) -> QuerySet[Article]:
    if user.is_superuser:
        return Article.objects.all()
    return Article.objects.filter(Exists(tasks(user).filter(article=OuterRef("pk"))))


def outlets(user: User) -> QuerySet[Outlet]:
    """Those of their articles, and those that have none yet: another project's may tell what it is about."""
    return named_by(Outlet.objects.all(), user, "outlet")


def stories(user: User) -> QuerySet[Story]:
    return named_by(Story.objects.all(), user, "story")


def named_by(names: QuerySet[Any], user: User, field: str) -> QuerySet[Any]:
    if user.is_superuser:
        return names
    used = Article.objects.filter(**{field: OuterRef("pk")})
    return names.filter(Exists(articles(user).filter(**{field: OuterRef("pk")})) | ~Exists(used))


def under_articles(rows: QuerySet[Any], user: User, path: str) -> QuerySet[Any]:
    return rows if user.is_superuser else rows.filter(Exists(articles(user).filter(pk=OuterRef(path))))


def renamings(user: User) -> QuerySet[Renaming]:
    """Of the stories that their articles tell."""
    if user.is_superuser:
        return Renaming.objects.all()
    return Renaming.objects.filter(Exists(articles(user).filter(story=OuterRef("story"))))


def raw_files(user: User) -> QuerySet[RawFile]:
    if user.is_superuser:
        return RawFile.objects.all()
    return RawFile.objects.filter(Exists(articles(user).filter(raw_file=OuterRef("pk"))))


def people(user: User) -> QuerySet[User]:
    """The teams of the projects they manage, and those who are in no team yet, so that they can join one."""
    if user.is_superuser:
        return User.objects.all()
    teams = Membership.objects.filter(person=OuterRef("pk"))
    in_mine = Exists(teams.filter(project__in=projects(user)))
    return User.objects.filter(in_mine | Q(pk=user.pk) | Q(~Exists(teams), is_superuser=False))


def changeable_people(user: User) -> QuerySet[User]:
    """Whoever works in another manager's project too, or in the back office, is an administrator's to change."""
    if user.is_superuser:
        return User.objects.all()
    elsewhere = Membership.objects.filter(person=OuterRef("pk")).exclude(project__in=projects(user))
    return people(user).filter(~Exists(elsewhere), is_staff=False, is_superuser=False)


def digests(user: User) -> QuerySet[Digest]:
    return Digest.objects.filter(person__in=people(user))


def label_sets(user: User) -> QuerySet[LabelSet]:
    """Those of their projects, and those that no project uses yet."""
    if user.is_superuser:
        return LabelSet.objects.all()
    users = Project.with_practice.filter(label_set_version__label_set=OuterRef("pk"))
    return LabelSet.objects.filter(Exists(users.filter(pk__in=projects(user))) | ~Exists(users))


def may_change_label_set(user: User, label_set: LabelSet) -> bool:
    """One that no project works with is for whoever sees it."""
    used = Project.with_practice.filter(label_set_version__label_set=label_set).exists()
    return access.may_shape(user, label_set) if used else label_sets(user).filter(pk=label_set.pk).exists()


def label_set_versions(user: User) -> QuerySet[LabelSetVersion]:
    return under_label_sets(LabelSetVersion.objects.all(), user, "label_set")


def moves(user: User) -> QuerySet[Move]:
    return under_label_sets(Move.objects.all(), user, "version__label_set")


def labels(user: User) -> QuerySet[Label]:
    return under_label_sets(Label.objects.all(), user, "version__label_set")


def attributes(user: User) -> QuerySet[Attribute]:
    return under_label_sets(Attribute.objects.all(), user, "label__version__label_set")


def under_projects(rows: QuerySet[Any], user: User, path: str) -> QuerySet[Any]:
    return rows.filter(**{f"{path}__in": projects(user)})


def under_label_sets(rows: QuerySet[Any], user: User, path: str) -> QuerySet[Any]:
    return rows if user.is_superuser else rows.filter(**{f"{path}__in": label_sets(user)})
