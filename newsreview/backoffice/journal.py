# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""Who did what and when. Append-only in the database, and to look at here."""

import json
from collections.abc import Iterator
from functools import reduce
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation import operations
from newsreview.annotation.models import Edit, Reopening, Submission, TakingBack
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import InScope, Reading
from newsreview.backoffice.showing import data, row_link, short

VERBS = sorted({*(verb.name for verb in operations.VERBS.values()), "hand_on", "return"})


class Entries(Reading):
    """Rows that say who and when. `of` is the way from a row to its annotation set, `says` to those whom it names."""

    of = "annotation_set"
    says: ClassVar[tuple[str, ...]] = ("by",)
    narrowed_by: ClassVar[tuple[str, ...]] = ("annotation_set",)
    date_hierarchy: ClassVar[Any] = "at"
    ordering: ClassVar[Any] = ("-at", "-id")

    def named(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        article = f"{self.of}__task__article"
        named = rows.select_related(*self.says, f"{self.of}__person", article, f"{self.of}__task__project")
        return named.defer(f"{article}__text", f"{article}__metadata")

    def annotation_set_of(self, row: Any) -> Any:
        return reduce(getattr, self.of.split("__"), row)

    def view_on_site(self, row: Any) -> str:
        return reverse("task", args=[self.annotation_set_of(row).task_id])

    @admin.display(description=_("annotation set"))
    def set_page(self, row: Any) -> SafeString:
        return row_link(self.annotation_set_of(row))

    @admin.display(description=_("project"))
    def project(self, row: Any) -> object:
        return self.annotation_set_of(row).task.project


class Verb(admin.SimpleListFilter):
    """From what is written down, not by looking through the journal."""

    title = _("verb")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name) for name in VERBS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Edit)
class EditScreen(Entries):
    list_display = ("at", "number", "verb", "by", "objects", "set_page")
    # Millions of rows: sorted by the key, which begins with the time, and never counted by day.
    date_hierarchy = None
    ordering = ("-id",)
    list_filter = (Verb, ("annotation_set__task__project", InScope))
    search_fields = ("by__email", "by__name", "annotation_set__task__article__title")
    fields = (
        "set_page",
        "number",
        "verb",
        "by",
        "at",
        "undoes",
        "redoes",
        "milliseconds",
        "told_changes",
        "told_result",
    )

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.edits(user))

    @admin.display(description=_("changed"))
    def objects(self, edit: Edit) -> str:
        kinds = [change["object"] for change in edit.changes]
        return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))

    @admin.display(description=_("changes"))
    def told_changes(self, edit: Edit) -> SafeString:
        """One line for each field that changed, from what to what."""
        lines = format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>", changed_fields(edit))
        heads = (_("What"), _("Field"), _("Before"), _("After"))
        return format_html(
            '<table class="changes"><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead>{}</table>{}',
            *heads,
            lines,
            format_html("<details><summary>{}</summary>{}</details>", _("As stored"), data(edit.changes)),
        )

    @admin.display(description=_("answer"))
    def told_result(self, edit: Edit) -> SafeString:
        return data(edit.result)


def changed_fields(edit: Edit) -> Iterator[tuple[str, str, str, str]]:
    for change in edit.changes:
        before, after = change["before"] or {}, change["after"] or {}
        names = dict.fromkeys((*before, *after))
        different = [name for name in names if before.get(name) != after.get(name)]
        for name in different:
            yield f"{change['object']} {str(change['id'])[-6:]}", name, told(before, name), told(after, name)


def told(snapshot: dict[str, Any], name: str) -> str:
    if name not in snapshot:
        return "–"
    value = snapshot[name]
    return short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 200)


@admin.register(Submission)
class SubmissionScreen(Entries):
    list_display = ("at", "by", "set_page", "project")
    list_filter = (("annotation_set__task__project", InScope),)
    search_fields = ("by__email", "by__name", "annotation_set__task__article__title")
    fields = ("set_page", "by", "at", "edit", "labels_asked")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.submissions(user)).select_related("edit")


@admin.register(Reopening)
class ReopeningScreen(Entries):
    of = "submission__annotation_set"
    narrowed_by = ("submission",)
    list_display = ("at", "by", "set_page", "project")
    list_filter = (("submission__annotation_set__task__project", InScope),)
    search_fields = ("by__email", "by__name")
    fields = ("set_page", "submission_page", "by", "at", "edit")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.reopenings(user)).select_related("edit")

    @admin.display(description=_("submission"))
    def submission_page(self, row: Reopening) -> SafeString:
        return row_link(row.submission)


@admin.register(TakingBack)
class TakingBackScreen(Entries):
    list_display = ("at", "by", "set_page", "project", "ended_at", "ended_by")
    list_filter = (("annotation_set__task__project", InScope),)
    search_fields = ("by__email", "by__name")
    fields = ("set_page", "by", "at", "ended_at", "ended_by")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.takings_back(user)).select_related("ended_by")
