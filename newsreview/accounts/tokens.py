"""Tokens for programs: making one, using it, revoking it.

A token is 256 random bits, so a plain SHA-256 of it tells nothing that could be guessed at: a password needs a slow
hash, this does not. The prefix lets scanners of repositories recognise one that leaked.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import Token, User

PREFIX = "nr_"
LONGEST = timedelta(days=366)
# How much later it must be for the last use to be written down again: a program asks many times a second.
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *, person: User, name: str, scopes: Iterable[str], lifetime: timedelta, token_id: UUID | None = None
) -> tuple[Token, str]:
    """The row, and what the program sends: nobody can read it again.

    Asked for again with the same id, as by a page that is loaded again, none is made: it raises ValidationError, or
    IntegrityError where both come at once.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token(person=person, name=name, scopes=sorted(set(scopes)), digest=digest_of(secret))
    token.expires_at = timezone.now() + min(lifetime, LONGEST)
    if token_id:
        token.pk = token_id
    token.full_clean()
    token.save(force_insert=True)
    note(What.TOKEN_MADE, person, token=name, scopes=token.scopes)
    return token, secret


def token_in_use(secret: str) -> Token | None:
    """The good token that this is, with its person. That it was used is written down."""
    token = Token.objects.good().select_related("person").filter(digest=digest_of(secret)).first()
    now = timezone.now()
    if token and (token.used_at is None or now - token.used_at >= NOTED_EVERY):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


@transaction.atomic
def revoke_token(*, token: Token) -> None:
    """From its next request on it opens nothing. Revoking it again changes nothing."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        note(What.TOKEN_REVOKED, token.person, token=token.name)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()
