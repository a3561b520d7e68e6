"""Signing in by a link that works once, within minutes; and the link that makes the first administrator.

BadLink
├── LinkUnknown
├── LinkExpired
├── LinkUsed
├── PersonInactive
└── AdministratorExists

The message is shown as it stands. Whether a request may use a link at all (it comes from this machine) is asked by the
page.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import connection, transaction
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import SignInLink, User

LIFETIME = timedelta(minutes=15)
# A form is filled in behind this one.
FIRST_ADMINISTRATOR_LIFETIME = timedelta(hours=1)
FIRST_ADMINISTRATOR = "first"
FIRST_ADMINISTRATOR_LOCK = 0x6E72_0001


def links_open_here() -> bool:
    """Whether a browser on this machine reaches the app at all, and not only by the proxy in front of it."""
    return not settings.HTTPS and validate_host("127.0.0.1", settings.ALLOWED_HOSTS)


class BadLink(Exception):
    message = _("This link cannot be used.")

    def __str__(self) -> str:
        return str(self.message)


class LinkUnknown(BadLink):
    message = _("This is no sign-in link of this newsreview. Check that you copied all of it.")


class LinkExpired(BadLink):
    message = _("This link has expired. Ask for a new one: manage.py sign_in_link prints it.")


class LinkUsed(BadLink):
    message = _("This link was used already; each works once. Ask for a new one: manage.py sign_in_link prints it.")


class PersonInactive(BadLink):
    message = _("This person is deactivated and cannot sign in.")


class AdministratorExists(BadLink):
    message = _("There is an administrator already. Ask them to add you.")


def link_signer() -> TimestampSigner:
    return TimestampSigner(salt="newsreview.accounts.sign-in-link")


def first_administrator_signer() -> TimestampSigner:
    return TimestampSigner(salt="newsreview.accounts.first-administrator")


@transaction.atomic
def make_link(user: User) -> str:
    """A token that signs this person in once, within LIFETIME. Links that expired are swept away."""
    SignInLink.objects.filter(created_at__lt=timezone.now() - 2 * LIFETIME).delete()
    note(What.LINK_MADE, user)
    return link_signer().sign(SignInLink.objects.create(user=user).pk.hex)


def look_at_link(token: str) -> User:
    """Whom the token would sign in; nothing is used up. Raises BadLink."""
    return checked(SignInLink.objects.select_related("user").filter(pk=link_id(token)).first())


@transaction.atomic
def use_link(token: str) -> User:
    """The person to sign in; the link is used up. Of many at once, one succeeds. Raises BadLink."""
    links = SignInLink.objects.select_for_update(of=("self",)).select_related("user")
    user = checked(link := links.filter(pk=link_id(token)).first())
    if link:
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
    return user


def link_id(token: str) -> UUID:
    try:
        return UUID(hex=link_signer().unsign(token, max_age=LIFETIME))
    except SignatureExpired:
        raise LinkExpired from None
    except (BadSignature, ValueError):
        raise LinkUnknown from None


def checked(link: SignInLink | None) -> User:
    if link is None:
        raise LinkUnknown
    if link.used_at is not None:
        raise LinkUsed
    if not link.user.is_active:
        raise PersonInactive
    return link.user


def make_first_administrator_link() -> str:
    """A token that lets its bearer make the first administrator. Raises AdministratorExists."""
    refuse_when_administered()
    return first_administrator_signer().sign(FIRST_ADMINISTRATOR)


def look_at_first_administrator_link(token: str) -> None:
    """Raises BadLink unless the token can still be used."""
    try:
        first_administrator_signer().unsign(token, max_age=FIRST_ADMINISTRATOR_LIFETIME)
    except SignatureExpired:
        raise LinkExpired from None
    except BadSignature:
        raise LinkUnknown from None
    refuse_when_administered()


@transaction.atomic
def make_first_administrator(*, token: str, email: str, name: str, password: str) -> User:
    """The installation's first superuser. Of many at once, one succeeds. Raises BadLink, or ValidationError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_ADMINISTRATOR_LOCK])
    look_at_first_administrator_link(token)
    person = User.objects.create_superuser(email, password, name=name)
    note(What.ADDED, person, right="administrator")
    return person


def refuse_when_administered() -> None:
    if User.objects.filter(is_superuser=True).exists():
        raise AdministratorExists
