# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""What the second person said. Added and never changed, and to look at here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.backoffice.journal import Entries
from newsreview.backoffice.reading import InScope
from newsreview.backoffice.showing import short
from newsreview.review.models import Acceptance, Approval, Comment, Mention, Resolution, Return, Thread


class Said(Entries):
    search_fields: ClassVar[tuple[str, ...]] = ("by__email", "by__name")
    narrowed_by: ClassVar[tuple[str, ...]] = ()

    def in_scope(self, user: User) -> QuerySet[Any]:
        rows = self.model._default_manager.all()  # noqa: SLF001 -- public in fact
        return self.named(scopes.under_projects(rows, user, f"{self.of}__task__project"))

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*self.list_filter, (f"{self.of}__task__project", InScope))


@admin.register(Approval)
class ApprovalScreen(Said):
    # As many as there are marks: sorted by the key, and never counted by day.
    date_hierarchy = None
    ordering = ("-id",)
    list_display = ("at", "by", "about", "bulk", "set_page", "project")
    list_filter = ("about", "bulk")
    fields = ("set_page", "about", "object_id", "seen", "by", "at", "bulk")


@admin.register(Thread)
class ThreadScreen(Said):
    says = ()
    date_hierarchy = None
    ordering = ("-id",)
    search_fields = ("comments__text",)
    list_display = ("what", "asks_for_change", "rule", "set_page", "project")
    list_filter = ("asks_for_change", "about")
    fields = ("set_page", "what", "object_id", "start", "end", "asks_for_change", "rule")

    @admin.display(description=_("about"))
    def what(self, thread: Thread) -> object:
        if thread.about:
            return thread.get_about_display()
        return _("the whole") if thread.start is None else _("words")


@admin.register(Comment)
class CommentScreen(Said):
    of = "thread__annotation_set"
    search_fields = (*Said.search_fields, "text")
    list_display = ("at", "by", "beginning", "set_page", "project")
    fields = ("set_page", "thread", "by", "at", "text")

    @admin.display(description=_("text"))
    def beginning(self, comment: Comment) -> str:
        return short(comment.text)


@admin.register(Mention)
class MentionScreen(Said):
    of = "comment__thread__annotation_set"
    says = ("person", "comment__by")
    date_hierarchy = None
    ordering = ("-id",)
    search_fields = ("person__email", "person__name")
    list_display = ("person", "comment", "set_page", "project")
    fields = ("set_page", "person", "comment")


@admin.register(Resolution)
class ResolutionScreen(Said):
    of = "thread__annotation_set"
    list_display = ("at", "by", "set_page", "project")
    fields = ("set_page", "thread", "by", "at")


@admin.register(Return)
class ReturnScreen(Said):
    of = "reopening__submission__annotation_set"
    search_fields = (*Said.search_fields, "note")
    list_display = ("at", "by", "note", "set_page", "project")
    fields = ("set_page", "reopening", "by", "at", "note")


@admin.register(Acceptance)
class AcceptanceScreen(Said):
    of = "submission__annotation_set"
    list_display = ("at", "by", "set_page", "project")
    fields = ("set_page", "submission", "by", "at")
