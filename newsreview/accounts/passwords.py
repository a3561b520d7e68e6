"""What a password must not be, besides what Django's validators say."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsreview.accounts.models import User

LONGEST = 1024  # characters; longer ones would only cost time
OWN_WORDS = ("newsreview", "news", "review", "password", "passwort")


class LongestValidator:
    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 -- Django passes it
        if len(password) > LONGEST:
            raise ValidationError(_("This password is too long: it may have %(n)d characters.") % {"n": LONGEST})

    def get_help_text(self) -> str:
        return _("Any characters, spaces too, up to %(n)d of them.") % {"n": LONGEST}


class ContextValidator:
    """Refuses what is little but the names of this place: that is what somebody would guess first."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 -- Django passes it
        rest = re.sub(r"[\W\d_]", "", password.casefold())
        if any(word in rest for word in context_words()):
            for word in sorted(context_words(), key=len, reverse=True):
                rest = rest.replace(word, "")
            if len(set(rest)) < FEW:
                raise ValidationError(_("This password is made of words that everybody guesses here."))

    def get_help_text(self) -> str:
        return _("It must not be made of the name of this place alone.")


FEW = 5  # different letters that are left


def context_words() -> set[str]:
    """The app's name, and the parts of the names under which it is reached."""
    hosts = {part for host in settings.ALLOWED_HOSTS for part in re.split(r"[\W\d_]+", host.casefold())}
    return {*OWN_WORDS, *(part for part in hosts if len(part) > 3)}
