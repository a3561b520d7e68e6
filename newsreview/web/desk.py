"""What the workbench shows: a task, an annotation set, its marks and links."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from uuid_utils.compat import uuid7

from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import Offsets, Paragraph, paragraphs, whole_lines
from newsreview.projects.models import Task
from newsreview.sentences import sentences
from newsreview.web import rows
from newsreview.web.asking import Question, operation, questions
from newsreview.web.cards import Card, Row
from newsreview.web.marking import MarkedParagraph, blank_text, marked_paragraphs
from newsreview.web.rows import Mark, ShownLink, letter_of
from newsreview.web.ties import Tie

Item = TypeVar("Item")
# Code points from which a browser lays out only what is on the screen. Shorter articles hold still while it scrolls.
LONG = 30_000
SUGGESTION = Attribute.Kind.SUGGESTION


@dataclass
class Desk:
    task: Task
    annotation_set: AnnotationSet | None
    editable: bool
    as_reviewer: bool = False
    """Whether the marks are a colleague's, whom the person corrects."""

    @cached_property
    def address(self) -> str:
        """Of the page of these marks. Its panel and its forms have theirs below it."""
        if self.as_reviewer and self.annotation_set:
            return reverse("review-edit", args=[self.annotation_set.pk])
        return reverse("task", args=[self.task.pk])

    @property
    def own(self) -> bool:
        """Whether the person marks here, and answers what is asked of the marks."""
        return self.editable and not self.as_reviewer

    @property
    def text(self) -> str:
        return self.task.article.text

    @property
    def revised(self) -> bool:
        """Whether the text took the place of another; needs the article's revision beside it."""
        return hasattr(self.task.article, "revision")

    @cached_property
    def lines(self) -> list[Paragraph]:
        """The bare paragraphs."""
        return paragraphs(self.text)

    @property
    def long(self) -> bool:
        return len(self.text) >= LONG

    @property
    def version(self) -> int:
        return getattr(self.annotation_set, "version", 0)

    @property
    def practice(self) -> bool:
        return self.task.project.is_practice

    @property
    def submitted(self) -> bool:
        return getattr(self.annotation_set, "submitted", False)

    @cached_property
    def all_labels(self) -> dict[UUID, Label]:
        """Retired ones too: they stay where they stand. Fetched once, and not again with every mark."""
        if self.annotation_set:
            return self.annotation_set.labels
        return Label.objects.with_questions().filter(version=self.task.project.label_set_version_id).in_bulk()

    @property
    def labels(self) -> list[Label]:
        return [label for label in self.all_labels.values() if not label.retired]

    @property
    def span_labels(self) -> list[Label]:
        return [label for label in self.labels if label.kind == Label.Kind.SPAN]

    @cached_property
    def marks(self) -> list[Mark]:
        return self.labelled(rows.marks_in)

    @cached_property
    def marks_by_id(self) -> dict[str, Mark]:
        return {mark.id: mark for mark in self.marks}

    @cached_property
    def links(self) -> list[ShownLink]:
        return self.labelled(rows.links_in)

    def labelled(self, read: Callable[[AnnotationSet, rows.Labels], list[Item]]) -> list[Item]:
        """What stands in the set, with its labels: newer ones, where it has moved to those since they were read."""
        if self.annotation_set is None:
            return []
        try:
            return read(self.annotation_set, self.all_labels)
        except KeyError:
            self.annotation_set.refresh_from_db(fields=["label_set_version"])
            del self.annotation_set.labels, self.all_labels
            return read(self.annotation_set, self.all_labels)

    @cached_property
    def links_out(self) -> dict[str, list[ShownLink]]:
        """By the span in which they begin."""
        return grouped((link.from_span_id, link) for link in self.links)

    @cached_property
    def links_in(self) -> dict[str, list[ShownLink]]:
        return grouped((link.to_span_id, link) for link in self.links)

    @property
    def article_links(self) -> list[tuple[Mark, Tie]]:
        """Every link with the span in which it begins, in the order of the text."""
        return [(mark, Tie(self, link, out=True)) for mark in self.marks for link in self.links_out[mark.id]]

    @property
    def speakers(self) -> list[tuple[str, list[Mark]]]:
        """The spans that are asked for a name (who), by the name that was given; those without one last."""
        names: dict[str, list[Mark]] = {}
        asked = {label.key: a.key for label in self.labels for a in label.attributes.all() if a.kind == SUGGESTION}
        for mark in self.marks:
            if key := asked.get(mark.label.key):
                names.setdefault(mark.attributes.get(key, ""), []).append(mark)
        return sorted(names.items(), key=lambda named: (not named[0], named[1][0].start))

    def tied_to(self, span_id: str) -> list[str]:
        """The other ends of a span's links."""
        out = [link.to_span_id for link in self.links_out.get(span_id, ())]
        return out + [link.from_span_id for link in self.links_in.get(span_id, ())]

    def sentence_at(self, point: int) -> Offsets:
        """The sentence that begins at or last before a place, within its paragraph."""
        line = whole_lines(self.text, Offsets(point, point + 1))
        cut = sentences(self.text, line.start, line.end, self.task.article.language)
        return next((sentence for sentence in reversed(cut) if sentence.start <= point), line)

    def paragraphs(self, only: set[int] | None = None) -> Iterator[MarkedParagraph]:
        return marked_paragraphs(
            self.text,
            self.marks,
            language=self.task.article.language,
            version=self.version,
            tied_to=self.tied_to,
            only=only,
        )

    @property
    def new_id(self) -> str:
        """For a form: two clicks on its button are one edit."""
        return str(uuid7())

    @property
    def leading_blank(self) -> SafeString:
        return blank_text(self.text, 0, self.lines[0].start if self.lines else len(self.text))

    @property
    def label_facts(self) -> list[dict[str, Any]]:
        """What the gestures need to know of the labels."""
        return [
            {
                "key": label.key,
                "kind": label.kind,
                "name": label.name,
                "shortcut": label.shortcut,
                "unit": label.unit,
                "edge": label.channel == Label.Channel.EDGE,
                "letter": letter_of(label),
                "excludes": label.excludes,
                "from": label.from_labels,
                "to": label.to_labels,
                "ask": asked_of_many(label),
            }
            for label in self.labels
        ]

    @property
    def counts(self) -> list[tuple[str, int]]:
        by_label = Counter(mark.label.key for mark in self.marks)
        return [(label.name, by_label[label.key]) for label in self.span_labels if by_label[label.key]]

    def mark(self, span_id: str) -> Mark | None:
        return self.marks_by_id.get(span_id)

    def card(self, span_id: str) -> "Card | None":
        mark = self.mark(span_id)
        return Card(self, mark) if mark else None

    def paragraph_marks(self, number: int) -> list["Row"]:
        here = next((p for p in self.lines if p.number == number), None)
        touching = (mark for mark in self.marks if here and mark.start < here.end and mark.end > here.start)
        return [Row(self, mark) for mark in touching]

    def stale_since(self, base: int, edits: Sequence[Edit]) -> dict[int, set[UUID]]:
        """The paragraphs whose marks have changed since version `base`, by `edits` and whatever else; and by whom."""
        if self.annotation_set is None or base >= self.version:
            return {}
        later = [edit for edit in edits if edit.number > base]
        if len({edit.number for edit in later}) < self.version - base:
            later = list(self.annotation_set.edits.filter(number__gt=base).only("by_id", "changes"))
        touched: list[tuple[int, int, UUID]] = []
        for edit in later:
            sides = [side for c in edit.changes if c["object"] == "span" for side in (c["before"], c["after"]) if side]
            touched += [(side["start"], side["end"], edit.by_id) for side in sides]
            ties = [side for c in edit.changes if c["object"] == "link" for side in (c["before"], c["after"]) if side]
            ends = {end for tie in ties for end in (tie["from"], tie["to"])}
            tied = [mark for mark in self.marks if mark.id in ends] if ends else []
            touched += [(mark.start, mark.end, edit.by_id) for mark in tied]
        who = {p.number: {by for a, b, by in touched if a < p.end and b > p.start} for p in self.lines}
        return {number: people for number, people in who.items() if people}

    @cached_property
    def article_questions(self) -> list[tuple[Label, list[Question]]]:
        """The article labels, each with its questions; one form per label."""
        given: dict[str, dict[str, Any]] = {}
        if self.annotation_set:
            given = dict(self.annotation_set.article_labels.values_list("label__key", "attributes"))
        asked = [label for label in self.labels if label.kind == Label.Kind.ARTICLE]
        return [(label, article_questions(label, given.get(label.key, {}))) for label in asked]


def grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    groups = defaultdict[str, list[Item]](list)
    for key, item in pairs:
        groups[key].append(item)
    return groups


def article_questions(label: Label, given: dict[str, Any]) -> list[Question]:
    def do(key: str, value: object) -> str:
        others = {name: said for name, said in given.items() if name != key}
        return operation("label.set", label=label.key, value=others | {key: value})

    return questions(label, given, do)


def asked_of_many(label: Label) -> dict[str, Any] | None:
    """The question to ask once when many paragraphs get this label together: its first with values."""
    if label.unit != Label.Unit.PARAGRAPH:
        return None
    attribute = next((a for a in label.attributes.all() if a.kind == Attribute.Kind.CHOICE), None)
    return {"key": attribute.key, "name": attribute.name, "values": attribute.values} if attribute else None


def set_of(task: Task, *, person_id: UUID | None) -> AnnotationSet | None:
    """The person's held set of a task, with its version and state."""
    held = AnnotationSet.objects.by_people().held().with_submitted().with_version()
    return held.filter(task=task, person=person_id).first()
