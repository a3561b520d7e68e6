# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""What happened with people's accounts. Append-only in the database, and to look at here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.backoffice.reading import Reading
from newsreview.backoffice.showing import data


@admin.register(SecurityEvent)
class SecurityEventScreen(Reading):
    administrators_only = True
    list_display = ("at", "person", "what", "by", "address")
    list_select_related = ("person", "by")
    list_filter = ("what",)
    narrowed_by = ("person",)
    search_fields = ("person__email", "person__name", "by__email", "by__name")
    date_hierarchy = "at"
    ordering = ("-id",)
    fields = ("at", "person", "what", "by", "address", "told")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return SecurityEvent.objects.all()

    @admin.display(description=_("detail"))
    def told(self, event: SecurityEvent) -> SafeString:
        return data(event.detail)
