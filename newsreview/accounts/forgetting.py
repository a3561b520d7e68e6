"""Taking a person's name out of the installation. Their work stays, and keeps an author: a former colleague, numbered.

It cannot be undone: nothing remembers who a former colleague was.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import SignInLink, Token, User
from newsreview.accounts.people import CannotLeave
from newsreview.accounts.security_models import SecurityEvent, SecurityEventQuerySet, Session

# A domain which no mail is ever sent to (RFC 2606).
DOMAIN = "@former-colleague.invalid"
ONE_AT_A_TIME = 0x6E72_0004


@transaction.atomic
def remove_name(*, person: User) -> User:
    """Of somebody deactivated: their drafts were handed on then. A second time changes nothing. Raises CannotLeave."""
    if person.is_active:
        raise CannotLeave(_("Deactivate them first; their drafts are handed on then."))
    if person.email.endswith(DOMAIN):
        return person
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    number = User.objects.filter(email__endswith=DOMAIN).count() + 1
    words_about(person).update(detail={})
    person.name, person.email = f"Former colleague {number}", f"{number}{DOMAIN}"
    person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    take_keys_away(person)
    note(What.DESCRIBED, person, name=person.name)
    return person


def words_about(person: User) -> SecurityEventQuerySet:
    """What happened with their account, and where what happened with others names their address."""
    address = person.email
    return SecurityEventQuerySet(SecurityEvent).filter(
        Q(person=person.pk) | Q(detail__email__iexact=address) | Q(detail__invited_by__iexact=address)
    )


def take_keys_away(person: User) -> None:
    """Whatever opened the account, or named its person."""
    EmailAddress.objects.filter(user=person).delete()
    SignInLink.objects.filter(user=person).delete()
    Token.objects.filter(person=person, revoked_at=None).update(revoked_at=Now())
    Token.objects.filter(person=person).update(name=person.name)
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    Session.objects.filter(person=person).delete()
