"""Setting what many articles have in common, at one go."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsreview.accounts.models import User
from newsreview.backoffice import scopes
from newsreview.backoffice.confirming import Act, Confirmed, Done, Question
from newsreview.corpus.describing import describe
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.stories import moving

MOST_ARTICLES = 20_000


class Outlets(Question):
    outlet = forms.ModelChoiceField(
        Outlet.objects.none(),
        required=False,
        label=_("Outlet"),
        help_text=_("Leave it empty to take the outlet away."),
        widget=AutocompleteSelect(Article._meta.get_field("outlet"), admin.site),  # noqa: SLF001 -- public in fact
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outlet"]
        field.queryset = scopes.outlets(self.by)


class Stories(Question):
    story = forms.ModelChoiceField(
        Story.objects.none(),
        required=False,
        label=_("Story"),
        help_text=_("Leave it empty to take the story away."),
        widget=AutocompleteSelect(Article._meta.get_field("story"), admin.site),  # noqa: SLF001 -- public in fact
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["story"]
        field.queryset = scopes.stories(self.by)


class Titles(Question):
    title = forms.CharField(
        max_length=500,
        required=False,
        strip=False,
        label=_("Title"),
        help_text=_("All of them get this title. Leave it empty to show their first line again."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class Moment(forms.DateTimeInput):
    """The browser's own way of choosing a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"step": 1}, format="%Y-%m-%dT%H:%M:%S")


class Dates(Question):
    published_at = forms.DateTimeField(
        required=False, label=_("Published"), help_text=_("Leave it empty to take the date away."), widget=Moment
    )


def act(_by: User, rows: QuerySet[Any], answers: dict[str, Any]) -> Done:
    described = describe(articles=rows, **answers)
    return Done(list(described.changed), list(described.refused))


def move(by: User, rows: QuerySet[Any], answers: dict[str, Any]) -> Done:
    articles = list(rows.defer("text", "metadata"))
    moving.tell(articles=Article.objects.filter(pk__in=[article.pk for article in articles]), by=by, **answers)
    return Done(list(articles))


def tell(field: str, empty: object) -> Any:
    """How many have a value that would be lost."""

    def told(rows: QuerySet[Any]) -> Iterable[str]:
        total = rows.count()
        have = total - rows.filter(**{field: empty}).count()
        yield ngettext("%(count)d article is chosen.", "%(count)d articles are chosen.", total) % {"count": total}
        if have:
            yield ngettext(
                "%(count)d has a value already, which is replaced.",
                "%(count)d have a value already, which is replaced.",
                have,
            ) % {"count": have}

    return told


def setting(
    name: str, description: str | Promise, question: type[Question], field: str, empty: object, act: Act = act
) -> Confirmed:
    return Confirmed(name, description, act, tell(field, empty), question, most=MOST_ARTICLES)


ACTIONS = (
    setting("set_outlet", _("Set the outlet…"), Outlets, "outlet", None),
    setting("set_story", _("Set the story…"), Stories, "story", None, move),
    setting("set_title", _("Set the title…"), Titles, "title", ""),
    setting("set_date", _("Set the date…"), Dates, "published_at", None),
)
