"""Who works in a project, and as what. Nobody loses the way to their own work, and no project its last manager."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.projects.models import Membership, Project
from newsreview.projects.setting_up import set_role


class CannotBe(ValueError):
    """This person cannot have this role here; the message says why, and what to do first."""


@transaction.atomic
def add_member(*, project: Project, email: str, role: str) -> Membership:
    """Somebody who has an account, known by their e-mail address. Raises CannotBe."""
    lock_team(project)
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CannotBe(_("Nobody with this address has an account here. An administrator makes one, then add them."))
    if project.memberships.filter(person=person).exists():
        raise CannotBe(_("%(person)s is in the team already: change their role in the list.") % {"person": person})
    return set_role(project=project, person=person, role=role)


@transaction.atomic
def change_role(*, membership: Membership, role: str) -> Membership:
    """Raises CannotBe, or ValueError when there is no such role."""
    lock_team(membership.project)
    standing = Membership.objects.select_related("project", "person").get(pk=membership.pk)
    project, person = standing.project, standing.person
    if standing.role == Membership.Role.MANAGER and role != standing.role:
        managers = project.memberships.filter(role=Membership.Role.MANAGER, person__is_active=True)
        if not managers.exclude(pk=standing.pk).exists():
            told = _("%(person)s is the last manager here: make somebody else one first.")
            raise CannotBe(told % {"person": person})
    drafts = drafts_in(project).filter(person=person).count() if role == Membership.Role.ML else 0
    if drafts:
        told = ngettext(
            "%(person)s still holds %(count)d draft, which an ML engineer cannot finish: take it back first.",
            "%(person)s still holds %(count)d drafts, which an ML engineer cannot finish: take them back first.",
            drafts,
        )
        raise CannotBe(told % {"person": person, "count": drafts})
    return set_role(project=project, person=person, role=role)


@transaction.atomic
def give_role(*, project: Project, person: User, role: str) -> Membership:
    """Whether or not the person is in the team. Raises CannotBe."""
    standing = project.memberships.filter(person=person).first()
    if standing:
        return change_role(membership=standing, role=role)
    return set_role(project=project, person=person, role=role)


def drafts_in(project: Project) -> AnnotationSetQuerySet:
    """What people hold and have not handed in."""
    return AnnotationSetQuerySet(AnnotationSet).by_people().held().drafts().filter(task__project=project)


def lock_team(project: Project) -> None:
    """Two managers who take the role from each other at once wait for one another here."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
