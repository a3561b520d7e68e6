"""Links as the workbench shows them: those that a span has, and those that it may get."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from newsreview.annotation.models import Origin
from newsreview.labels.models import Attribute, Label
from newsreview.offsets import Offsets
from newsreview.web.asking import Answer, Question, operation, questions
from newsreview.web.rows import Mark, ShownLink, start_of

if TYPE_CHECKING:
    from newsreview.web.desk import Desk

# As many ends are offered of a label as there are letters to choose them by.
MAX_CHOICES = 26

# A template takes several times as long for fifty of these, and each answer to a key brings them.
CHOICE = '<button name="do" value="{}" data-link-to="{}"><b>{}</b> <bdi class="quote">{}</bdi></button>'


@dataclass
class Tie:
    """A link of a span, seen from there: `out` where it begins there."""

    desk: "Desk"
    link: ShownLink
    out: bool
    digits: Iterator[str] = field(default_factory=lambda: iter(()))
    removed_by: str = ""

    @property
    def other(self) -> Mark | None:
        return self.desk.mark(self.link.to_span_id if self.out else self.link.from_span_id)

    @property
    def inferred(self) -> bool:
        return self.link.origin == Origin.INFERRED

    @property
    def arrow(self) -> str:
        """Dashed while it is only the app's word."""
        return ("⇢" if self.inferred else "→") if self.out else ("⇠" if self.inferred else "←")

    @property
    def words(self) -> str:
        """What the arrow means."""
        name = self.link.label.name
        return _("%(link)s, inferred") % {"link": name} if self.inferred else name

    def do(self, op: str, **fields: Any) -> str:
        return operation(op, link=self.link.id, seen=self.link.last_edit_id, **fields)

    @property
    def remove(self) -> str:
        return self.do("link.remove")

    @cached_property
    def questions(self) -> list[Question]:
        def do(key: str, value: object) -> str:
            return self.do("link.set", attr=key, value=value)

        return questions(self.link.label, self.link.attributes, do, digits=self.digits)

    @cached_property
    def answers(self) -> list[Answer]:
        """Where it begins: one button for what is yes or no, a button a value for the rest."""
        found = []
        for question in self.questions if self.out else ():
            if question.attribute.kind == Attribute.Kind.FLAG:
                no, yes = question.answers
                found.append(Answer(question.attribute.name, no.key, yes.chosen, no.do if yes.chosen else yes.do))
            else:
                found += question.answers
        return found


def choices(desk: "Desk", me: Mark) -> list[tuple[Label, SafeString]]:
    """For each link label that may start here, then for each that may only end here: a button an end, nearest first."""
    links = [label for label in desk.labels if label.kind == Label.Kind.LINK]
    out = [label for label in links if me.label.key in label.from_labels]
    into = [label for label in links if me.label.key in label.to_labels and label not in out]
    return [(label, offered(desk, me, label, label.to_labels, out=True)) for label in out] + [
        (label, offered(desk, me, label, label.from_labels, out=False)) for label in into
    ]


def offered(desk: "Desk", me: Mark, label: Label, ends: Iterable[str], *, out: bool) -> SafeString:
    others = [mark for mark in desk.marks if mark.label.key in ends and mark is not me]
    nearest = nearest_first(me, others, desk.sentence_at(me.start))
    links = (link_between(desk, label, *((me, other) if out else (other, me))) for other in nearest)
    return format_html_join("", CHOICE, ((link, o.id, o.name, o.quote) for link, o in zip(links, nearest, strict=True)))


def nearest_first(me: Mark, others: Sequence[Mark], sentence: Offsets) -> list[Mark]:
    """Those in the same sentence, then those before it, then those after; of each the nearest first, as many as fit.

    The others are in the order of the text: of a long article's thousands only the nearest are looked at.
    """
    begin, end = (bisect_left(others, place, key=start_of) for place in (sentence.start, sentence.end))
    beside = sorted(others[begin:end], key=lambda other: abs(other.start - me.start))
    before = reversed(others[max(0, begin - MAX_CHOICES) : begin])
    return list(islice(chain(beside, before, others[end : end + MAX_CHOICES]), MAX_CHOICES))


def link_between(desk: "Desk", label: Label, start: Mark, end: Mark) -> str:
    """The link that it takes the place of, where there may be one only, is named with what was seen of it."""
    standing = [link for link in desk.links_out[start.id] if label.at_most_one and link.label is label]
    under = [{"link": link.id, "seen": link.last_edit_id} for link in standing]
    ends = {"from": start.id, "to": end.id}
    return operation("link.add", link=str(uuid7()), label=label.key, under=under, **ends)
