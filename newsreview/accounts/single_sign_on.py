"""Whom an issuer of OpenID Connect may let in: people who are known here already, and nobody else.

NotLetIn
├── NotProved
├── IssuerSilent
├── AddressNotVerified
├── NotKnownHere
├── Deactivated
├── ConnectItYourself
├── ConnectedOtherwise
└── SomebodyElses

The message is shown as it stands. An identity is an issuer and what it calls somebody, its `sub`. The address counts
once, to find the account; from then on the account hangs on the identity alone, whatever address is told with it.
Names, roles and rights are never taken from what an issuer says.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsreview.accounts import auditing, factors
from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent

BY_ISSUER = "socialaccount"  # as the library calls it
# So many refusals from one network in a while are written down: what anybody can bring about must not fill a table.
WRITTEN_DOWN = (50, timedelta(minutes=10))


@dataclass(frozen=True)
class Identity:
    issuer: str
    subject: str
    address: str = ""  # which the issuer has verified


class NotLetIn(Exception):
    message = _("Single sign-on did not work.")
    why = "refused"
    status = 403

    def __init__(self, person: User | None = None, *, why: str = "") -> None:
        super().__init__(why)
        self.person = person
        self.why = why or self.why

    def __str__(self) -> str:
        return str(self.message)


class NotProved(NotLetIn):
    message = _("What the other side sent cannot be trusted, or took too long. Nobody is signed in. Try it once more.")


class IssuerSilent(NotLetIn):
    message = _("The other side does not answer just now. Try again later, or sign in with your password.")
    why = "no answer"
    status = 503


class AddressNotVerified(NotLetIn):
    message = _(
        "The other side does not vouch for your e-mail address. Sign in with your password and connect single sign-on "
        "under Your account, or ask whoever looks after newsreview."
    )
    why = "address not verified"


class NotKnownHere(NotLetIn):
    message = _("Nobody here has your e-mail address. Ask a manager of your project to invite you.")
    why = "not known"


class Deactivated(NotLetIn):
    message = _("You are deactivated here. To come back, ask your administrator.")
    why = "deactivated"


class ConnectItYourself(NotLetIn):
    message = _(
        "Your account opens the back office, or has a second factor: an e-mail address is not enough to connect it. "
        "Sign in as before, and connect single sign-on under Your account."
    )
    why = "to be connected by its person"


class ConnectedOtherwise(NotLetIn):
    message = _(
        "This account is connected with somebody else’s sign-on. Sign in with your password and disconnect that under "
        "Your account, or ask your administrator."
    )
    why = "connected otherwise"


class SomebodyElses(NotLetIn):
    message = _("This sign-on is connected with another account here. Nothing was changed.")
    why = "connected with another account"


@transaction.atomic
def let_in(identity: Identity) -> User:
    """The person to sign in, connected with the identity from now on. Raises NotLetIn."""
    if bound := of_identity(identity):
        return active(bound.user)
    if not identity.address:
        raise AddressNotVerified
    person = User.objects.select_for_update().filter(email__iexact=identity.address).first()
    if person is None or not is_same_address(person.email, identity.address):
        raise NotKnownHere
    if active(person).is_staff or person.is_superuser or factors.has_factor(person):
        raise ConnectItYourself(person)
    connect(person=person, identity=identity)
    return person


@transaction.atomic
def connect(*, person: User, identity: Identity) -> None:
    """From now on whoever the issuer calls so is this person. A second time changes nothing. Raises NotLetIn."""
    User.objects.select_for_update().get(pk=person.pk)
    if bound := of_identity(identity):
        if bound.user_id != person.pk:
            raise SomebodyElses(person)
        return
    if connection_of(person, identity.issuer):
        raise ConnectedOtherwise(person)
    SocialAccount.objects.create(user=person, provider=identity.issuer, uid=identity.subject)
    note(What.SIGN_ON_CONNECTED, person, issuer=identity.issuer)


@transaction.atomic
def disconnect(*, person: User, issuer: str) -> bool:
    """Whether there was something to disconnect."""
    gone: bool = SocialAccount.objects.filter(user=person, provider=issuer).delete()[0] > 0
    if gone:
        note(What.SIGN_ON_REMOVED, person, issuer=issuer)
    return gone


def connection_of(person: User, issuer: str) -> SocialAccount | None:
    return SocialAccount.objects.filter(user=person, provider=issuer).first()


def of_identity(identity: Identity) -> SocialAccount | None:
    bound = SocialAccount.objects.filter(provider=identity.issuer, uid=identity.subject)
    return bound.select_related("user").first()


def active(person: User) -> User:
    if not person.is_active:
        raise Deactivated(person)
    return person


def is_same_address(one: str, other: str) -> bool:
    """Whatever the case of ASCII letters. Of others, some become letters of somebody else's address: ı, K."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def begun_by_issuer(request: HttpRequest, person: User) -> None:
    """It counts as a password does: whoever needs a second factor is asked for it."""
    record_authentication(request, person, BY_ISSUER)


def write_down(refusal: NotLetIn, issuer: str) -> None:
    """Nothing of what was claimed is kept but why it was refused, and whose account it was about."""
    most, span = WRITTEN_DOWN
    of_issuer, network = auditing.digest_of(issuer), auditing.network_of(auditing.address())
    lately = SecurityEvent.objects.filter(account=of_issuer, network=network, at__gt=Now() - span)
    if lately.count() < most:
        note(What.SIGN_ON_REFUSED, refusal.person, account=issuer, why=refusal.why)
