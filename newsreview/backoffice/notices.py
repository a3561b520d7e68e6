"""What people were told, and who wants it by mail. Written beside what it tells of, and to look at here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import InScope, Reading
from newsreview.backoffice.showing import data, row_link
from newsreview.notices.models import Digest, Notice


@admin.register(Notice)
class NoticeScreen(Reading):
    list_display = ("at", "person", "kind", "by", "set_page", "project", "read_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter), ("project", InScope))
    narrowed_by = ("person",)
    search_fields = ("person__email", "person__name")
    ordering = ("-id",)
    fields = ("person", "kind", "by", "at", "read_at", "mailed_at", "project", "set_page", "told")

    def in_scope(self, user: User) -> QuerySet[Any]:
        named = ("person", "annotation_set__person", "annotation_set__task__project")
        return scopes.notices(user).with_names().select_related(*named)

    def view_on_site(self, notice: Notice) -> str | None:
        return reverse("task", args=[notice.annotation_set.task_id]) if notice.annotation_set else None

    @admin.display(description=_("annotation set"))
    def set_page(self, notice: Notice) -> SafeString | None:
        return row_link(notice.annotation_set) if notice.annotation_set else None

    @admin.display(description=_("said"))
    def told(self, notice: Notice) -> SafeString:
        return data(notice.said)


@admin.register(Digest)
class DigestScreen(Reading):
    list_display = ("person", "wanted_since")
    list_filter = (("wanted_since", admin.EmptyFieldListFilter),)
    list_select_related = ("person",)
    search_fields = ("person__email", "person__name")
    ordering = ("person__email",)
    fields = ("person", "wanted_since")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.digests(user)
