"""List actions with a page in between, which says what happens to how many, asks what it must know, and waits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreview.accounts.models import User
from newsreview.backoffice.reading import Reading, signed_in

NAMED = 10  # rows, and refusals, that are told one by one


class Question(forms.Form):
    """What the page in between asks; nothing, unless a subclass does."""

    def __init__(self, *args: Any, by: User, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.rows = by, rows


@dataclass
class Done:
    """What came of it, row by row."""

    changed: list[Model] = field(default_factory=list)
    refused: list[tuple[Model, str]] = field(default_factory=list)


Act = Callable[[User, QuerySet[Any], dict[str, Any]], Done]
Tell = Callable[[QuerySet[Any]], Iterable[str]]
Action = Callable[[Reading, HttpRequest, QuerySet[Any]], HttpResponse | None]


@dataclass(frozen=True)
class Confirmed:
    """An action of a list. `tell` says the counts; `act` does it for whoever confirms."""

    name: str
    description: str | Promise
    act: Act
    tell: Tell
    question: type[Question] = Question
    most: int = 1000

    def action(self) -> Action:
        # The admin reads what an action is called off the function.
        def run(screen: Reading, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
            return self.run(screen, request, queryset)

        run.__name__ = self.name
        described: Action = admin.action(description=self.description)(run)  # type: ignore[arg-type] # stub wants ModelAdmin
        return described

    def run(self, screen: Reading, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        by, count = signed_in(request), rows.count()
        if count > self.most:
            told = _("Choose at most %(most)d at a time; %(count)d were chosen. Nothing was changed.")
            screen.message_user(request, told % {"most": self.most, "count": count}, messages.ERROR)
            return None
        answered = "confirmed" in request.POST
        form = self.question(request.POST if answered else None, by=by, rows=rows)
        same = request.POST.get("count") == str(count)
        if answered and not same:
            screen.message_user(request, _("The list has changed since. Look at the numbers again."), messages.WARNING)
        if not (answered and same and form.is_valid()):
            return self.ask(screen, request, rows, form, count)
        self.report(screen, request, self.act(by, rows, form.cleaned_data))
        return None

    def ask(
        self, screen: Reading, request: HttpRequest, rows: QuerySet[Any], form: Question, count: int
    ) -> TemplateResponse:
        context = {
            **screen.admin_site.each_context(request),
            "title": str(self.description).removesuffix("…"),
            "opts": screen.opts,
            "form": form,
            "media": form.media,
            "told": list(self.tell(rows)),
            "named": rows[:NAMED],
            "more": max(count - NAMED, 0),
            "count": count,
            "action": self.name,
            "checkbox": ACTION_CHECKBOX_NAME,
            "selected": self.selected(request),
            "back": request.get_full_path(),
            "select_across": "1" if across(request) else "0",
        }
        return TemplateResponse(request, "admin/confirm.html", context)

    def selected(self, request: HttpRequest) -> list[str]:
        """One id will do where the whole list is meant."""
        ids = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return ids[:1] if across(request) else ids

    def report(self, screen: Reading, request: HttpRequest, done: Done) -> None:
        if done.changed:
            LogEntry.objects.log_actions(
                signed_in(request).pk,
                done.changed,
                CHANGE,
                str(self.description).removesuffix("…"),
            )
            told = ngettext("Done for %(count)d.", "Done for %(count)d.", len(done.changed))
            screen.message_user(request, told % {"count": len(done.changed)}, messages.SUCCESS)
        for row, why in done.refused[:NAMED]:
            screen.message_user(request, f"{row}: {why}", messages.ERROR)
        if (unsaid := len(done.refused) - NAMED) > 0:
            screen.message_user(request, _("%(count)d more were refused.") % {"count": unsaid}, messages.ERROR)


def across(request: HttpRequest) -> bool:
    """Whether the whole list was chosen, not only rows of the page shown."""
    return request.POST.get("select_across") == "1"
