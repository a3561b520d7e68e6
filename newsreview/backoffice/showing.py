"""Small pieces of the screens: links to the app's own pages and to other lists, data as it is stored."""

import json
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def list_link(model: type[Model], words: object, **filters: object) -> SafeString:
    """A link to the list of a model, narrowed."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # noqa: SLF001 -- public in fact
    return format_html('<a href="{}?{}">{}</a>', url, urlencode(filters), words)


def page_link(url: str, words: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def row_link(row: Model) -> SafeString:
    """A link to a row's own page in the back office."""
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])  # noqa: SLF001
    return page_link(url, row)


def data(value: Any) -> SafeString:
    """JSON as it is stored, indented and escaped."""
    return format_html('<pre class="data">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2, default=str))


def short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
