"""What the libraries for signing in tell only by signals, written down.

The app has no signals of its own. Here they are right: sessions begin and end in Django, passwords and second factors
change in allauth, by several doors each, and none of them can forget to tell.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from newsreview.accounts import sessions
from newsreview.accounts.auditing import What, note
from newsreview.accounts.factors import BY_FACTOR
from newsreview.accounts.models import User
from newsreview.accounts.single_sign_on import BY_ISSUER

Told = Any  # what a signal brings along besides


@receiver(user_logged_in)
def signed_in(user: User, request: HttpRequest, **_told: Told) -> None:
    shown = [record["method"] for record in get_authentication_records(request, user) if record["method"] != BY_FACTOR]
    note(
        What.SIGNED_IN, user, account=user.email, **({"how": "by single sign-on"} if shown[-1:] == [BY_ISSUER] else {})
    )
    sessions.sweep()


@receiver(user_logged_out)
def signed_out(user: User | None, **_told: Told) -> None:
    if user:
        note(What.SIGNED_OUT, user)


@receiver([password_set, password_changed, password_reset])
def password_chosen(user: User, signal: Signal, request: HttpRequest, **_told: Told) -> None:
    """Whoever else is signed in with the former one is so no more."""
    note(What.PASSWORD_CHOSEN, user, **({"how": "by a mailed link"} if signal is password_reset else {}))
    sessions.end_others(person=user, but=request.session.session_key)


# Which factor it was; the codes come and go with the first and the last other one.
FACTORS = {
    authenticator_added: What.FACTOR_ADDED,
    authenticator_removed: What.FACTOR_REMOVED,
    authenticator_reset: What.CODES_MADE,
    authenticator_used: What.FACTOR_USED,
    authentication_failed: What.FACTOR_FAILED,
}


@receiver(list(FACTORS))
def factor(user: User, authenticator: Authenticator, signal: Signal, **_told: Told) -> None:
    note(FACTORS[signal], user, factor=authenticator.type)
