"""What people said to suggestions. Added and never changed, and to look at here."""

from typing import ClassVar

from django.contrib import admin

from newsreview.backoffice.review import Said
from newsreview.suggestions.models import Answer


@admin.register(Answer)
class AnswerScreen(Said):
    list_display = ("at", "by", "says", "way", "set_page", "project")
    list_filter: ClassVar[tuple[str, ...]] = ("says", "way")
    fields = ("set_page", "suggestion", "way", "from_set", "from_span", "says", "edit", "span", "by", "at")
