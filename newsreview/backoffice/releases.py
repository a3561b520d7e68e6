"""What was frozen for those who train on it. Asked for and withdrawn on the project's pages, and to look at here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import InScope, Reading
from newsreview.backoffice.showing import data
from newsreview.exports.models import Outcome, Release, Withdrawal


@admin.register(Release)
class ReleaseScreen(Reading):
    list_display = ("name", "number", "project", "requested_by", "requested_at")
    list_filter = (("project", InScope),)
    search_fields = ("name", "notes")
    ordering = ("-requested_at", "-id")
    fields = ("project", "number", "name", "notes", "requested_by", "requested_at", "chosen")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.releases(user).select_related("project", "requested_by")

    @admin.display(description=_("choices"))
    def chosen(self, release: Release) -> SafeString:
        return data(release.choices)


@admin.register(Outcome)
class OutcomeScreen(Reading):
    list_display = ("release", "at", "why")
    list_filter = (("why", admin.EmptyFieldListFilter), ("release__project", InScope))
    ordering = ("-at", "-release")
    fields = ("release", "at", "why", "told")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.outcomes(user).select_related("release__project")

    @admin.display(description=_("manifest"))
    def told(self, outcome: Outcome) -> SafeString:
        return data(outcome.manifest)


@admin.register(Withdrawal)
class WithdrawalScreen(Reading):
    list_display = ("release", "by", "at", "why")
    list_filter = (("release__project", InScope),)
    search_fields = ("why",)
    ordering = ("-at", "-release")
    fields = ("release", "by", "at", "why")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.withdrawals(user).select_related("release__project", "by")
