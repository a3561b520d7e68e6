"""What the library for signing in asks the app."""

from datetime import timedelta
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreview.accounts import throttling
from newsreview.accounts.models import User
from newsreview.web import second_factor
from newsreview.web.coming_from import address_of


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Nobody signs up: people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the same for every request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "unknown"

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> Any:
        second_factor.advise(request, user)
        return super().post_login(request, user, **told)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Try a password, at the sign-in page or where somebody proves once more who they are."""
        account = credentials.get("email", "")
        try:
            with throttling.attempt(account):
                person: User | None = super().authenticate(request, **credentials)
                if person is None:
                    throttling.failed(account)
        except throttling.HeldUp as held_up:
            raise told_to_wait(held_up) from held_up
        return person


def told_to_wait(held_up: throttling.HeldUp) -> ValidationError:
    told = _("Too many wrong tries. Wait %(wait)s, then try again.")
    return ValidationError(told % {"wait": in_words(held_up.wait)})


def in_words(wait: timedelta) -> str:
    """At least as long as it takes."""
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = ceil(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
