"""The screen of review: a colleague's marks one by one, what was said of each, and the end of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.annotation.models import AnnotationSet
from newsreview.review import reviewing
from newsreview.review.covering import left_out
from newsreview.review.looking_again import changed_since_looked_at
from newsreview.review.models import About, Acceptance, Thread
from newsreview.web.cards import Card
from newsreview.web.desk import Desk
from newsreview.web.differences import Difference, differences
from newsreview.web.requests import named, person_of
from newsreview.web.rows import Mark
from newsreview.web.talks import talks_of
from newsreview.web.ties import Tie


@dataclass
class Item:
    """A span or a link as the reviewer meets it."""

    about: About
    mark: Mark
    tie: Tie | None
    state: Literal["open", "asked", "approved", "left out"]
    by_rule: bool = False
    """Whether nobody has to look at it, or had to."""
    changed: bool = False
    """Whether it is otherwise than when it was looked at."""

    @cached_property
    def id(self) -> UUID:
        return UUID(self.tie.link.id if self.tie else self.mark.id)

    @cached_property
    def seen(self) -> UUID:
        return UUID(self.tie.link.last_edit_id if self.tie else self.mark.last_edit_id)

    @property
    def due(self) -> bool:
        """Whether there is something to look at; also what was asked may have been done."""
        return self.state == "open" or (self.state == "asked" and self.changed)

    @property
    def spans(self) -> str:
        """The spans that it is about, as the text names them."""
        ends = [self.mark.id, *([self.tie.other.id] if self.tie and self.tie.other else [])]
        return " ".join(ends)


@dataclass
class Review:
    """A set that was handed in, and what was said of it so far."""

    desk: Desk
    annotation_set: AnnotationSet

    @cached_property
    def threads(self) -> dict[UUID, list[Thread]]:
        """Open ones, by the mark that they are about."""
        found: dict[UUID, list[Thread]] = {}
        asked = Thread.objects.open().filter(annotation_set=self.annotation_set, object_id__isnull=False)
        for thread in asked.prefetch_related("comments__by").order_by("pk"):
            found.setdefault(thread.object_id, []).append(thread)  # type: ignore[arg-type]  # those without are left out
        return found

    @cached_property
    def items(self) -> list[Item]:
        """Each span with the links that begin in it, in the order of the text."""
        return list(self.walk())

    def walk(self) -> Iterator[Item]:
        approved, by_rule = reviewing.approved(self.annotation_set), left_out(self.annotation_set)

        def item(about: About, mark: Mark, tie: Tie | None = None) -> Item:
            met = Item(about, mark, tie, "open")
            met.changed = str(met.id) in self.since
            if any(thread.asks_for_change for thread in self.threads.get(met.id, ())):
                met.state = "asked"
            elif (met.id, met.seen) in approved:
                met.state, met.by_rule = "approved", approved[met.id, met.seen] is None
            elif met.id in by_rule:
                met.state, met.by_rule = "left out", True
            return met

        for mark in self.desk.marks:
            yield item(About.SPAN, mark)
            for link in self.desk.links_out[mark.id]:
                yield item(About.LINK, mark, Tie(self.desk, link, out=True))

    @property
    def left(self) -> int:
        return sum(item.due for item in self.items)

    @property
    def left_out(self) -> int:
        return sum(item.state == "left out" for item in self.items)

    @property
    def asked(self) -> int:
        return sum(item.state == "asked" for item in self.items)

    @cached_property
    def accepted(self) -> Acceptance | None:
        return reviewing.acceptance_of(self.annotation_set)

    @cached_property
    def since(self) -> dict[str, Difference]:
        """What is otherwise than when it was looked at, by the mark."""
        changes = changed_since_looked_at(self.annotation_set)
        return {found.mark: found for found in differences(self.annotation_set, changes)}

    @property
    def gone(self) -> list[Difference]:
        """What was looked at, and has been removed since."""
        return [found for found in self.since.values() if found.after is None]

    def at(self, item_id: UUID | None) -> Item | None:
        """The item asked for, else the first that nobody has looked at."""
        named = next((item for item in self.items if item.id == item_id), None)
        return named or self.next_open() or next(iter(self.items), None)

    def next_open(self, after: UUID | None = None) -> Item | None:
        """The next that nobody has looked at: after this one, then from the top."""
        at = next((i for i, item in enumerate(self.items, start=1) if item.id == after), 0)
        return next((item for item in self.items[at:] + self.items[:at] if item.due), None)

    def beside(self, item: Item) -> list[tuple[str, Item | None]]:
        """What comes before and after it, by the keys that lead there. They pass over what nobody has to look at."""
        walked = [other for other in self.items if other is item or other.state != "left out"]
        at = walked.index(item)
        return [("k", walked[at - 1] if at else None), ("j", next(iter(walked[at + 1 :]), None))]

    def rules_for(self, item: Item) -> list[dict[str, Any]]:
        """What the guideline says of its label: the reasons that can be given."""
        label = item.tie.link.label if item.tie else item.mark.label
        sections = self.annotation_set.label_set_version.guideline.get("sections", [])
        return [rule for section in sections if section.get("label") == label.key for rule in section.get("rules", [])]


def handed_in(request: HttpRequest, set_id: UUID) -> AnnotationSet:
    found = access.reviewed_sets(person_of(request)).with_version()
    named = found.select_related("task__article__outlet", "task__article__story", "task__project", "person")
    return get_object_or_404(named.select_related("task__article__revision", "label_set_version"), pk=set_id)


def review_of(request: HttpRequest, set_id: UUID) -> Review:
    found = handed_in(request, set_id)
    return Review(Desk(found.task, found, editable=False), found)


@gzip_page
@require_safe
@login_required
def review(request: HttpRequest, set_id: UUID) -> HttpResponse:
    reviewed = review_of(request, set_id)
    item = reviewed.at(named(request, "item"))
    context = {
        "review": reviewed,
        "desk": reviewed.desk,
        "item": item,
        "card": Card(reviewed.desk, item.mark) if item else None,
        "rules": reviewed.rules_for(item) if item else [],
        "neighbours": reviewed.beside(item) if item else [],
        "threads": reviewed.threads.get(item.id, []) if item else [],
        "difference": reviewed.since.get(str(item.id)) if item and item.state != "approved" else None,
        "talks": talks_of(reviewed.annotation_set, reviewed.desk.text, resolved="resolved" in request.GET),
        "resolved": "resolved" in request.GET,
        "new_id": uuid7(),
        "talk_id": uuid7(),
        "return_id": uuid7(),
    }
    return render(request, "review/page.html", context)
