# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""What people marked. All of it is to look at: marks are changed in the workbench, by the verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, ArticleLabel, Edit, Link, Span, Submission
from newsreview.backoffice import dealing, scopes
from newsreview.backoffice.counting import counted
from newsreview.backoffice.reading import InScope, Reading
from newsreview.backoffice.showing import list_link, page_link, row_link


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", _("draft")), ("submitted", _("submitted")), ("back", _("taken back"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        held = AnnotationSet.objects.by_people().held()
        match self.value():
            case "draft":
                return queryset.filter(pk__in=held.exclude(dealing.SUBMITTED).values("pk"))
            case "submitted":
                return queryset.filter(dealing.SUBMITTED)
            case "back":
                return queryset.exclude(pk__in=AnnotationSet.objects.held().values("pk"))
        return queryset


@admin.register(AnnotationSet)
class AnnotationSetScreen(Reading):
    list_display = ("headline", "project", "kind", "person", "state", "span_count", "link_count", "edit_count", "page")
    list_filter = (State, "kind", ("task__project", InScope), ("label_set_version", InScope))
    narrowed_by = ("person", "task")
    search_fields = ("task__article__title", "task__article__first_line", "person__email", "person__name")
    date_hierarchy = "created_at"
    ordering = ("-id",)
    fields = (
        "task_page", "kind", "person", "state", "label_set_version", "created_at", "span_count", "link_count",
        "article_label_count", "edit_count", "submission_count",
    )  # fmt: skip
    actions = tuple(action.action() for action in dealing.SET_ACTIONS)

    def in_scope(self, user: User) -> QuerySet[Any]:
        here = {"annotation_set": OuterRef("pk")}
        held = AnnotationSet.objects.held().filter(pk=OuterRef("pk"))
        named = dealing.with_names(scopes.annotation_sets(user)).select_related("label_set_version__label_set")
        rows: QuerySet[Any] = named.annotate(
            is_submitted=dealing.SUBMITTED,
            is_held=counted(held),
            span_number=counted(Span.objects.filter(**here)),
            link_number=counted(Link.objects.filter(**here)),
            article_label_number=counted(ArticleLabel.objects.filter(**here)),
            edit_number=counted(Edit.objects.filter(**here)),
            submission_number=counted(Submission.objects.filter(**here)),
        )
        return rows

    def view_on_site(self, annotation_set: AnnotationSet) -> str:
        return reverse("task", args=[annotation_set.task_id])

    @admin.display(description=_("article"), ordering="task__article__title")
    def headline(self, annotation_set: AnnotationSet) -> str:
        return annotation_set.task.article.headline

    @admin.display(description=_("project"), ordering="task__project__name")
    def project(self, annotation_set: AnnotationSet) -> object:
        return annotation_set.task.project

    @admin.display(description=_("task"))
    def task_page(self, annotation_set: AnnotationSet) -> SafeString:
        return row_link(annotation_set.task)

    @admin.display(description=_("state"))
    def state(self, annotation_set: Any) -> object:
        if annotation_set.is_submitted:
            return _("submitted")
        return _("draft") if annotation_set.is_held else _("taken back")

    @admin.display(description=_("spans"), ordering="span_number")
    def span_count(self, row: Any) -> SafeString:
        return list_link(Span, row.span_number, annotation_set__id__exact=row.pk)

    @admin.display(description=_("links"), ordering="link_number")
    def link_count(self, row: Any) -> SafeString:
        return list_link(Link, row.link_number, annotation_set__id__exact=row.pk)

    @admin.display(description=_("article labels"))
    def article_label_count(self, row: Any) -> SafeString:
        return list_link(ArticleLabel, row.article_label_number, annotation_set__id__exact=row.pk)

    @admin.display(description=_("edits"), ordering="edit_number")
    def edit_count(self, row: Any) -> SafeString:
        return list_link(Edit, row.edit_number, annotation_set__id__exact=row.pk)

    @admin.display(description=_("submissions"))
    def submission_count(self, row: Any) -> SafeString:
        return list_link(Submission, row.submission_number, annotation_set__id__exact=row.pk)

    @admin.display(description=_("workbench"))
    def page(self, annotation_set: AnnotationSet) -> SafeString:
        return page_link(self.view_on_site(annotation_set), _("Open"))
