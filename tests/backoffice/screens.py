from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

SCREENS: list[Any] = sorted(admin.site._registry.values(), key=lambda screen: screen.opts.label)


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
