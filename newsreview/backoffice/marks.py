# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""Spans, links and article labels, as they stand; and in adjudicated sets what was decided."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import ArticleLabel, Link, Span
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import InScope, Reading, signed_in
from newsreview.backoffice.showing import data, row_link, short
from newsreview.labels.models import Label

UNREAD = ("annotation_set__task__article__text", "annotation_set__task__article__metadata")


class LabelKey(admin.SimpleListFilter):
    title = _("label")
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        kind = {Link: Label.Kind.LINK, ArticleLabel: Label.Kind.ARTICLE}.get(model_admin.model, Label.Kind.SPAN)
        keys = scopes.labels(signed_in(request)).filter(kind=kind).order_by("key").values_list("key", flat=True)
        return [(key, key) for key in keys.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(label__key=self.value()) if self.value() else queryset


class Marks(Reading):
    list_filter: ClassVar[Any] = (LabelKey, ("annotation_set__task__project", InScope))
    narrowed_by = ("annotation_set",)
    ordering = ("-id",)
    search_fields: ClassVar[Any] = ("annotation_set__task__article__title", "annotation_set__person__email")

    def named(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        sets = ("annotation_set__person", "annotation_set__task__article", "annotation_set__task__project")
        return rows.select_related("label", *sets).defer(*UNREAD)

    def view_on_site(self, mark: Any) -> str:
        return reverse("task", args=[mark.annotation_set.task_id])

    @admin.display(description=_("article"))
    def headline(self, mark: Any) -> str:
        return short(mark.annotation_set.task.article.headline)

    @admin.display(description=_("person"), ordering="annotation_set__person__email")
    def person(self, mark: Any) -> object:
        return mark.annotation_set.person or mark.annotation_set.get_kind_display()

    @admin.display(description=_("annotation set"))
    def set_page(self, mark: Any) -> SafeString:
        return row_link(mark.annotation_set)

    @admin.display(description=_("attributes"))
    def attribute_values(self, mark: Any) -> SafeString:
        return data(mark.attributes)


@admin.register(Span)
class SpanScreen(Marks):
    list_display = ("quoted", "label", "start", "end", "origin", "unsure", "person", "headline")
    list_filter = (*Marks.list_filter, "origin", "unsure")
    search_fields = ("quote", "note", *Marks.search_fields)
    fields = (
        "set_page",
        "label",
        "start",
        "end",
        "quote",
        "attribute_values",
        "given",
        "note",
        "unsure",
        "origin",
        "last_edit",
    )

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.spans(user))

    @admin.display(description=_("quote"))
    def quoted(self, span: Span) -> str:
        return short(span.quote)


@admin.register(Link)
class LinkScreen(Marks):
    list_display = ("from_quote", "label", "to_quote", "origin", "person", "headline")
    list_filter = (*Marks.list_filter, "origin")
    fields = ("set_page", "label", "from_page", "to_page", "attribute_values", "origin", "last_edit")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.links(user)).select_related("from_span__label", "to_span__label")

    @admin.display(description=_("from"))
    def from_quote(self, link: Link) -> str:
        return short(link.from_span.quote)

    @admin.display(description=_("to"))
    def to_quote(self, link: Link) -> str:
        return short(link.to_span.quote)

    @admin.display(description=_("from"))
    def from_page(self, link: Link) -> SafeString:
        return row_link(link.from_span)

    @admin.display(description=_("to"))
    def to_page(self, link: Link) -> SafeString:
        return row_link(link.to_span)


@admin.register(ArticleLabel)
class ArticleLabelScreen(Marks):
    list_display = ("headline", "label", "person")
    fields = ("set_page", "label", "attribute_values", "last_edit")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return self.named(scopes.article_labels(user))


@admin.register(Decision)
class DecisionScreen(Reading):
    list_display = ("kind", "choice", "rule", "short_note", "set_page")
    list_filter: ClassVar[Any] = ("choice", ("annotation_set__task__project", InScope))
    narrowed_by = ("annotation_set",)
    ordering = ("-last_edit",)
    search_fields: ClassVar[Any] = ("rule", "note", "annotation_set__task__article__title")
    fields = ("set_page", "kind", "choice", "taken", "told_sides", "told_own", "rule", "note", "last_edit")

    def in_scope(self, user: User) -> QuerySet[Any]:
        article = "annotation_set__task__article"
        named = scopes.decisions(user).select_related(
            article, "annotation_set__task__project", "annotation_set__person"
        )
        return named.defer(*UNREAD)

    def view_on_site(self, decision: Any) -> str:
        return reverse("task", args=[decision.annotation_set.task_id])

    @admin.display(description=_("annotation set"))
    def set_page(self, decision: Decision) -> SafeString:
        return row_link(decision.annotation_set)

    @admin.display(description=_("note"))
    def short_note(self, decision: Decision) -> str:
        return short(decision.note)

    @admin.display(description=_("sides"))
    def told_sides(self, decision: Decision) -> SafeString:
        return data(decision.sides)

    @admin.display(description=_("own span"))
    def told_own(self, decision: Decision) -> SafeString:
        return data(decision.own)
