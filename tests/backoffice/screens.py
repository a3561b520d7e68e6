from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.forms import BoundField, ModelMultipleChoiceField
from django.test import Client
from django.urls import reverse

SCREENS: list[Any] = sorted(admin.site._registry.values(), key=lambda screen: screen.opts.label)


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


LISTS = [address(screen.model, "changelist") for screen in SCREENS]


def run_action(client: Client, action: str, rows: Iterable[Model], **answers: object) -> Any:
    """Choose rows of a list and an action; with answers, confirm the page in between too."""
    chosen = list(rows)
    fields = {"action": action, ACTION_CHECKBOX_NAME: [str(row.pk) for row in chosen], "select_across": "0"}
    confirmed = {"confirmed": "1", "count": str(len(chosen))} | answers if answers else {}
    return client.post(address(type(chosen[0]), "changelist"), fields | confirmed, follow=True)


def told(answer: Any) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in answer.context["messages"]]


def fields_of(answer: Any) -> dict[str, Any]:
    """What a browser would send back when nothing is touched on a page with a form."""
    forms = [answer.context["adminform"].form]
    for table in answer.context["inline_admin_formsets"]:
        forms += [table.formset.management_form, *table.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            sent |= shown(bound)
    return sent


def shown(bound: BoundField) -> dict[str, Any]:
    value = bound.value()
    if isinstance(value, datetime):
        return {bound.html_name: f"{value:%Y-%m-%dT%H:%M:%S}"}
    if value is None or value is False:
        return {}
    if isinstance(value, list) and not isinstance(bound.field, ModelMultipleChoiceField):
        return {bound.html_name: ",".join(map(str, value))}
    return {bound.html_name: "on" if value is True else value}
