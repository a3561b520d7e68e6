"""People come, change their names and rights, and leave. They are deactivated, never deleted."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from newsreview.accounts import sessions
from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import User


class CannotLeave(ValueError):
    """The installation would be without anybody to look after it; the message says so."""


def is_known(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def invite(*, email: str, name: str = "") -> User:
    """A person without a password: they sign in by a link, until they choose one.

    Raises ValidationError when somebody has this e-mail address already.
    """
    person = User.objects.create_user(email, name=name)
    note(What.ADDED, person)
    return person


@transaction.atomic
def describe(*, person: User, name: str, email: str) -> User:
    """A former e-mail address opens the account no more. Raises ValidationError when somebody else has the new one."""
    before = User.objects.get(pk=person.pk)
    person.name, person.email = name, User.objects.normalize_email(email)
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name", "email"])
    # The sign-in library remembers addresses in a table of its own.
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    if before.email != person.email:
        note(What.DESCRIBED, person, former_address=before.email, address=person.email)
    elif before.name != person.name:
        note(What.DESCRIBED, person, name=person.name)
    return person


@transaction.atomic
def give_rights(*, person: User, is_staff: bool, is_superuser: bool, groups: Iterable[Group]) -> User:
    """Say whether a person may open the back office, and whether they look after the whole installation."""
    if not is_superuser:
        keep_an_administrator(without=person)
    person.is_staff, person.is_superuser = is_staff, is_superuser
    person.save(update_fields=["is_staff", "is_superuser"])
    person.groups.set(groups)
    rights = {"back office": is_staff, "administrator": is_superuser}
    note(What.RIGHTS_GIVEN, person, now=[right for right, given in rights.items() if given])
    return person


@transaction.atomic
def deactivate(*, person: User, by: User) -> User:
    """From their next request on the person is signed out. Their work keeps its author."""
    if person.pk == by.pk:
        raise CannotLeave(_("Nobody deactivates themselves: ask another administrator."))
    keep_an_administrator(without=person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    note(What.DEACTIVATED, person)
    sessions.end_others(person=person)
    return person


@transaction.atomic
def activate(*, person: User) -> User:
    person.is_active = True
    person.save(update_fields=["is_active"])
    note(What.ACTIVATED, person)
    return person


def keep_an_administrator(*, without: User) -> None:
    """Two administrators who take the rights from each other at once wait for one another here."""
    administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    standing = set(administrators.select_for_update().values_list("pk", flat=True))
    if standing == {without.pk}:
        raise CannotLeave(
            _("%(person)s is the last administrator: make somebody else one first.") % {"person": without}
        )


@transaction.atomic
def name_group(*, group: Group, name: str) -> Group:
    """Make a group, or rename one. Raises ValidationError when the name stands already."""
    group.name = name
    group.full_clean()
    group.save()
    note(What.GROUP_NAMED, group=name)
    return group
