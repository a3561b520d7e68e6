# ruff: noqa: SLF001 -- public in fact: how Django tells of models
"""All that the installation has of one person, as JSON lines: for them to read, and to take along.

It is found through the models: whatever points to a person is in it, also what is new. What opens their account is not,
nor what others wrote.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from newsreview.accounts.models import User

SECRETS = frozenset({"password", "digest", "secret", "key", "data"})  # “data”: of second factors
BATCH = 500


def lines_about(person: User) -> Iterator[bytes]:
    """The person first, then row after row of each model, with the field that names them. In constant memory."""
    yield line("person", "", person)
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label_lower):
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User:
                rows = model._base_manager.filter(**{field.attname: person.pk}).order_by("pk")
                for row in rows.iterator(chunk_size=BATCH):
                    yield line(str(model._meta.verbose_name), field.name, row)


def line(what: str, named_as: str, row: models.Model) -> bytes:
    told: dict[str, Any] = {"what": what, "named_as": named_as}
    told |= {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields if is_told(field)}
    return json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder).encode() + b"\n"


def is_told(field: Any) -> bool:
    return field.name not in SECRETS
