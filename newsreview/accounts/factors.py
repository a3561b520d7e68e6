"""Second factors: whether somebody has one, and whether they showed one when this session began."""

import base64
import secrets
import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import User

BY_LINK, BY_FACTOR = "link", "mfa"
LATELY = 300  # seconds
# Recovery codes come with one of these, and go with the last.
FIRST_OF_ALL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_proved(request: HttpRequest) -> bool:
    """Whether two factors were shown in this session. A link that the machine itself printed counts as two: whoever
    can run its commands has proved more than a password does."""
    shown = {record.get("method") for record in get_authentication_records(request, request.user)}
    return bool(shown & {BY_LINK, BY_FACTOR})


def prove_lately(request: HttpRequest) -> None:
    """Before a dangerous step. Raises ReauthenticationRequired, which the library answers with a page that asks, and
    then goes on with the step; whoever has neither password nor factor has nothing to be asked for."""
    ages = [time.time() - record["at"] for record in get_authentication_records(request, request.user)]
    if min(ages, default=LATELY) >= LATELY and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired


def begun_by_link(request: HttpRequest, person: User) -> None:
    record_authentication(request, person, BY_LINK)


def shown_at_setting_up(request: HttpRequest, person: User) -> None:
    """Whoever sets a factor up has it in their hands: it need not be asked for again at once."""
    record_authentication(request, person, BY_FACTOR)


def has_factor(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=FIRST_OF_ALL).exists())


@transaction.atomic
def take_off(*, person: User) -> int:
    """How many factors were removed, for somebody who has lost them. The next ones they set up themselves."""
    lost = list(Authenticator.objects.select_for_update().filter(user=person))
    for factor in lost:
        note(What.FACTOR_REMOVED, person, factor=factor.type)
        factor.delete()
    return len(lost)


@transaction.atomic
def use_up(factor: Authenticator) -> bool:
    """Whether the code of this moment is used for the first time, in any process."""
    standing = Authenticator.objects.select_for_update().get(pk=factor.pk)
    now = int(time.time()) // app_settings.TOTP_PERIOD
    if standing.data.get("used_in") == now:
        return False
    standing.data["used_in"] = now
    standing.save(update_fields=["data"])
    factor.data = standing.data
    return True


class Keeper(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets of factors are kept encrypted: whoever reads a copy of the database reads none."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the secret key is another one now: no code fits, until an administrator takes it off
            return base64.b32encode(secrets.token_bytes(40)).decode()


def cipher() -> Fernet:
    key = salted_hmac("newsreview.accounts.factors", "", settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
