"""Roles: in which projects a person is what. The only code that knows them."""

from django.db.models import Exists, OuterRef, QuerySet

from newsreview.accounts.models import User
from newsreview.projects.models import Membership, Project

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


def annotated_projects(user: User) -> QuerySet[Project]:
    """Where the person may have a task and mark it."""
    return projects_as(user, *MARKS)


def open_projects(user: User) -> QuerySet[Project]:
    """Where the person takes articles by themselves."""
    return annotated_projects(user).filter(own_taking=True)


def managed_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, Role.MANAGER)


def compared_projects(user: User) -> QuerySet[Project]:
    """Where the person sees what others agree on, and whose marks differ."""
    return projects_as(user, Role.REVIEWER, Role.MANAGER)


def exportable_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, Role.MANAGER, Role.ML)


def predicted_projects(user: User) -> QuerySet[Project]:
    """To which the person sends what models mark, and where they see how well these do: whoever may take out what
    models learn from."""
    return exportable_projects(user)


def visible_projects(user: User) -> QuerySet[Project]:
    return projects_as(user, *Role.values)


def guided_projects(user: User) -> QuerySet[Project]:
    """Whose guideline the person reads."""
    return visible_projects(user) | practice_projects(user)
