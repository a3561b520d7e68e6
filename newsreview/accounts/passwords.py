"""What a password must not be: Django's rules and ours, as one, since a page tells all of them in two sentences."""

import re

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsreview.accounts.models import User

SHORTEST = 15
LONGEST = 1024  # characters; longer ones would only cost time
OWN_WORDS = ("newsreview", "news", "review", "password", "passwort")


class Rules:
    def __init__(self) -> None:
        like_the_person = UserAttributeSimilarityValidator(("email", "name"))
        django_s = (MinimumLengthValidator(SHORTEST), CommonPasswordValidator(), like_the_person)
        self.rules = (*django_s, Longest(), Context())

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with each that it breaks."""
        broken: list[ValidationError] = []
        for rule in self.rules:
            try:
                rule.validate(password, user)
            except ValidationError as error:
                broken.append(error)
        if broken:
            raise ValidationError(broken)

    def get_help_text(self) -> str:
        told = _(
            "At least %(n)d characters, any of them, spaces too. Not a password that many people have, nor one made of "
            "your name, your address or the name of this place."
        )
        return told % {"n": SHORTEST}


class Longest:
    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 -- Django passes it
        if len(password) > LONGEST:
            raise ValidationError(_("This password is too long: it may have %(n)d characters.") % {"n": LONGEST})


class Context:
    """Refuses what is little but the names of this place: that is what somebody would guess first."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 -- Django passes it
        rest = re.sub(r"[\W\d_]", "", password.casefold())
        if any(word in rest for word in context_words()):
            for word in sorted(context_words(), key=len, reverse=True):
                rest = rest.replace(word, "")
            if len(set(rest)) < FEW:
                raise ValidationError(_("This password is made of words that everybody guesses here."))


FEW = 5  # different letters that are left


def context_words() -> set[str]:
    """The app's name, and the parts of the names under which it is reached."""
    hosts = {part for host in settings.ALLOWED_HOSTS for part in re.split(r"[\W\d_]+", host.casefold())}
    return {*OWN_WORDS, *(part for part in hosts if len(part) > 3)}
