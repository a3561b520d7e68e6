"""Searches that a person gives a name to and comes back to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.corpus.search_models import SavedFilter

MOST = 100


def save_filter(*, person: User, name: str, query: str) -> SavedFilter:
    """Raises ValidationError."""
    if SavedFilter.objects.of(person).count() >= MOST:
        raise ValidationError(_("You have %(most)d saved filters. Put one away first.") % {"most": MOST})
    return store(SavedFilter(person=person, name=one_line(name), query=query))


def rename_filter(*, saved: SavedFilter, name: str) -> SavedFilter:
    """Raises ValidationError."""
    saved.name = one_line(name)
    return store(saved, update_fields=["name"])


def put_filter_away(*, saved: SavedFilter) -> None:
    """Its name is free again."""
    saved.put_away_at = timezone.now()
    saved.save(update_fields=["put_away_at"])


def store(saved: SavedFilter, **how: Any) -> SavedFilter:
    saved.clean_fields()
    try:
        with transaction.atomic():
            saved.save(**how)
    except IntegrityError as error:
        told = _("You have a saved filter “%(name)s” already. Give it another name.")
        raise ValidationError(told % {"name": saved.name}) from error
    return saved


def one_line(written: str) -> str:
    """A name as it is kept: PostgreSQL takes no NUL, and white space around or within it is a slip."""
    return " ".join(written.replace("\0", " ").split())
