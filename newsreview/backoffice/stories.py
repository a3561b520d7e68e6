"""What people said of stories: which articles tell them, and what they are called. Added and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import Reading
from newsreview.stories.models import Answer, Renaming, StoryMove


@admin.register(StoryMove)
class StoryMoveScreen(Reading):
    list_display = ("at", "by", "article", "left", "joined")
    search_fields = ("left__name", "joined__name", "article__title", "article__first_line")
    ordering = ("-id",)
    fields = list_display

    def in_scope(self, user: User) -> QuerySet[Any]:
        named = StoryMove.objects.select_related("article", "left", "joined", "by")
        return scopes.under_articles(named.defer("article__text", "article__metadata"), user, "article")


@admin.register(Answer)
class AnswerScreen(Reading):
    list_display = ("at", "by", "article", "accepted")
    list_filter = ("accepted",)
    search_fields = ("article__title", "article__first_line")
    ordering = ("-id",)
    fields = list_display

    def in_scope(self, user: User) -> QuerySet[Any]:
        named = Answer.objects.select_related("article", "by")
        return scopes.under_articles(named.defer("article__text", "article__metadata"), user, "article")


@admin.register(Renaming)
class RenamingScreen(Reading):
    list_display = ("at", "by", "story", "was", "became")
    search_fields = ("was", "became")
    ordering = ("-id",)
    fields = list_display

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.renamings(user).select_related("story", "by")
