"""What a person may do: one predicate a verb, or one for several that go together. A door asks before it calls."""

from django.db.models import Q

from newsreview.access.roles import (
    REVIEWS,
    Role,
    compared_projects,
    exportable_projects,
    managed_projects,
    open_projects,
    predicted_projects,
    projects_as,
)
from newsreview.access.working import changeable_sets, editable_sets
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.models import LabelSet
from newsreview.projects.models import Invitation, InvitationQuerySet, Project, Task


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


def may_invite(user: User, project: Project | None = None) -> bool:
    """Into a project's team: its managers; into the installation alone: its administrators."""
    return may_manage(user, project) if project else user.is_active and user.is_superuser


def revocable_invitations(user: User) -> InvitationQuerySet:
    """Which open ones the person may take back: all of the projects that they manage, whoever made them; those without
    a project are the administrators'."""
    of_projects = Q(project__in=managed_projects(user))
    return Invitation.objects.open().filter(of_projects | Q(project=None) if may_invite(user) else of_projects)


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
