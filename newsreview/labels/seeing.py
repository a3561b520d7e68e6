"""What somebody saw when they began to change it: told with the change, so that nobody overwrites another unseen."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from newsreview.labels.growing import IDENTITY
from newsreview.labels.models import Attribute, Label, LabelSetVersion


class Overtaken(ValueError):
    """Somebody else was quicker; the message says what to do."""


def seen(row: Label | LabelSetVersion) -> str:
    """The same for a label in two versions that say the same of it."""
    told: Any = row.guideline if isinstance(row, LabelSetVersion) else [said(row), *map(said, row.attributes.all())]
    return hashlib.sha256(json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def said(row: Label | Attribute) -> dict[str, Any]:
    fields = row._meta.fields  # noqa: SLF001 -- Django's documented way to a model's fields
    return {field.name: getattr(row, field.attname) for field in fields if field.name not in IDENTITY}


def refuse_unseen(row: Label | LabelSetVersion, known: str) -> None:
    """With nothing known, nothing is refused: some doors show no page."""
    if known and known != seen(row):
        raise Overtaken(
            _("Somebody else has changed this since. Look at it in another window; keeping again puts yours there.")
        )
