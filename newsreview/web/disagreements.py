"""Disagreements in words: what one of two people has in a place, and what the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.agreement.readings import ArticleLabel, Link, Reading, Span
from newsreview.offsets import paragraphs
from newsreview.projects.models import Project, Task
from newsreview.review.passages import Passage
from newsreview.web.naming_labels import Names

KINDS: dict[Kind, str | Promise] = {
    Kind.LABEL: gettext_lazy("label"),
    Kind.MISSING: gettext_lazy("missing"),
    Kind.BOUNDARY: gettext_lazy("boundary"),
    Kind.ATTRIBUTE: gettext_lazy("attribute"),
    Kind.LINK: gettext_lazy("link"),
    Kind.ARTICLE_LABEL: gettext_lazy("article label"),
}


class Side(NamedTuple):
    person: str
    annotation_set: UUID
    label: str
    """Empty where this person has nothing there."""
    quotes: list[str]
    """The words of the span; of a link, those of both its ends."""
    answers: list[str]


class Row(NamedTuple):
    task: Task
    paragraph: int | None
    kind: str | Promise
    sides: list[Side]


def as_rows(project: Project, passages: Sequence[Passage]) -> list[Row]:
    names = Names.of_version(project.label_set_version_id)
    named = User.objects.filter(pk__in={person for passage in passages for person in passage.people})
    people = {person.pk: str(person) for person in named}
    tasks = Task.objects.select_related("article__outlet").in_bulk({passage.task for passage in passages})
    return [
        Row(
            tasks[passage.task],
            paragraph_of(passage, tasks[passage.task].article.text),
            KINDS[passage.disagreement.kind],
            sides_of(passage, people, names),
        )
        for passage in passages
    ]


def paragraph_of(passage: Passage, text: str) -> int | None:
    """The number of the paragraph where the first of both begins."""
    starts = [
        span.start
        for marked, reading in zip(passage.disagreement.sides, passage.readings, strict=True)
        for span in spans_of(marked, reading)[:1]
    ]
    if not starts:
        return None
    # None for a mark on nothing but the line feed at the end.
    return next((line.number for line in paragraphs(text) if min(starts) < line.end), None)


def spans_of(marked: Span | Link | ArticleLabel | None, reading: Reading) -> list[Span]:
    if isinstance(marked, Span):
        return [marked]
    if isinstance(marked, Link):
        by_id = {span.id: span for span in reading.spans}
        return [by_id[marked.from_span], by_id[marked.to_span]]
    return []


def sides_of(passage: Passage, people: Mapping[UUID, str], names: Names) -> list[Side]:
    asked = passage.disagreement.attributes
    sides = zip(passage.people, passage.sets, passage.disagreement.sides, passage.readings, strict=True)
    return [
        Side(
            people[person],
            annotation_set,
            names.label(marked.label) if marked else "",
            [span.quote for span in spans_of(marked, reading)],
            list(answers_to(asked, marked, names)) if marked else [],
        )
        for person, annotation_set, marked, reading in sides
    ]


def answers_to(asked: Iterable[str], marked: Span | Link | ArticleLabel, names: Names) -> Iterator[str]:
    for key in marked.attributes if isinstance(marked, ArticleLabel) else asked:
        answer = names.answer(marked.label, key, marked.attributes.get(key))
        yield _("%(question)s: %(answer)s") % {"question": names.attribute(marked.label, key), "answer": answer}
