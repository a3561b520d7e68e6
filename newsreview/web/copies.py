"""The near-copies of an article, and which sentences it shares with one of them."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.copies.sharing import Sharing, sharing
from newsreview.corpus.copies import Copy, came_first, near_copies
from newsreview.corpus.models import Article
from newsreview.corpus.revisions import earlier_texts, texts_since
from newsreview.offsets import Offsets, paragraphs
from newsreview.sentences import sentences
from newsreview.web.requests import named, person_of

MOST = 50


class Other(NamedTuple):
    article: Article
    copy: Copy
    came_first: bool
    """Before the article whose page it is."""
    revises: bool
    """Whether one of the two took the other's place."""

    @property
    def within(self) -> int:
        """Per cent of that article which this one has."""
        return round(100 * self.copy.within)

    @property
    def around(self) -> int:
        return round(100 * self.copy.around)


class Piece(NamedTuple):
    words: str
    sharing: Sharing


class Side(NamedTuple):
    article: Article
    paragraphs: list[list[Piece]]

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences are the same, edited, and its own."""
        told = [piece.sharing for paragraph in self.paragraphs for piece in paragraph]
        return {kind.value: told.count(kind) for kind in Sharing}


@require_safe
@login_required
def copies(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    task = get_object_or_404(access.visible_tasks(person).select_related("article__outlet"), pk=task_id)
    others = seen_copies(person, task.article)
    asked = named(request, "article")
    chosen = next((other for other in others if other.article.pk == asked), others[0] if others else None)
    context = {"task": task, "others": others, "chosen": chosen}
    if chosen:
        context["sides"] = side_by_side(task.article, chosen.article)
    return render(request, "copies/page.html", context)


def seen_copies(person: User, article: Article) -> list[Other]:
    """Those that the person may see, the nearest first."""
    found = {copy.article: copy for copy in near_copies(article)}
    seen = access.visible_articles(person).filter(pk__in=found).select_related("outlet").defer("text", "metadata")
    same = set((earlier_texts(article) | texts_since(article)).values_list("pk", flat=True)) if found else set()
    others = [Other(other, found[other.pk], came_first(other, article), other.pk in same) for other in seen]
    return sorted(others, key=lambda other: (-other.copy.shared, other.article.pk))[:MOST]


def side_by_side(one: Article, other: Article) -> list[Side]:
    mine, theirs = (sentences(article.text, 0, len(article.text), article.language) for article in (one, other))
    said, heard = ([each.quote(article.text) for each in found] for article, found in ((one, mine), (other, theirs)))
    return [
        Side(one, list(lines(one.text, mine, sharing(said, heard)))),
        Side(other, list(lines(other.text, theirs, sharing(heard, said)))),
    ]


def lines(text: str, found: list[Offsets], shared: list[Sharing]) -> Iterator[list[Piece]]:
    """A paragraph after the other; no sentence goes beyond one."""
    told = iter(zip(found, shared, strict=True))
    here = next(told, None)
    for _number, _start, end in paragraphs(text):
        pieces = []
        while here and here[0].start < end:
            pieces.append(Piece(here[0].quote(text), here[1]))
            here = next(told, None)
        yield pieces
