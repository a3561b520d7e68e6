"""The library's forms for second factors: what is tried is counted, and a code works once, in all processes."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError

from newsreview.accounts import factors, throttling
from newsreview.web.accounts import told_to_wait

# What the libraries raise at JSON that is no answer of a passkey, besides what they catch.
NOT_AN_ANSWER = (AttributeError, KeyError, TypeError, ValueError)


class Counted:
    """For forms that take a code."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        wrong = None
        try:
            with throttling.attempt_of_factor(self.user):
                try:
                    code: str = super().clean_code()  # type: ignore[misc] # of the library's form beside this class
                    if self.authenticator.type == Authenticator.Type.TOTP and not factors.use_up(self.authenticator):
                        raise get_adapter().validation_error("incorrect_code")
                except ValidationError as error:  # what was written down of it is to be kept
                    wrong = error
        except throttling.HeldUp as held_up:
            raise told_to_wait(held_up) from held_up
        if wrong:
            raise wrong
        return code


class Code(Counted, AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """At signing in."""


class CodeAgain(Counted, ReauthenticateForm):  # type: ignore[misc]
    """Where somebody proves once more who they are."""


class NewApp(ActivateTOTPForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        code: str = super().clean_code()
        factors.shown_at_setting_up(context.request, self.user)
        return code


class NewKey(AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        try:
            cleaned = super().clean()
        except NOT_AN_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error
        if cleaned.get("credential"):
            factors.shown_at_setting_up(context.request, self.user)
        return cleaned


class Answered:
    """For forms that take the answer of a passkey: it may be any JSON."""

    def clean_credential(self) -> Authenticator:
        try:
            answered: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except NOT_AN_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return answered


class Key(Answered, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """At signing in, after the password."""


class KeyAlone(Answered, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a password: the device has asked for a finger or a PIN, so that it is two factors."""


class KeyAgain(Answered, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Where somebody proves once more who they are."""
