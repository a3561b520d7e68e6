"""What marks were and what they are: two moments of an annotation set side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import Change, Snapshot
from newsreview.web.naming_labels import Names
from newsreview.web.telling import ends_of, quotes_of


class Side(NamedTuple):
    """A mark at one moment."""

    label: str
    quotes: list[str]
    """The words of a span; those of both ends of a link."""
    answers: list[str]
    """Those that are otherwise at the other moment."""


class Difference(NamedTuple):
    mark: str
    place: int | None
    """Where a span begins."""
    kinds: list[str]
    before: Side | None
    after: Side | None


@dataclass(frozen=True)
class Comparing:
    names: Names
    quotes: Mapping[str, str]

    def difference(self, change: Change) -> Difference:
        before, after = change["before"], change["after"]
        place = (after or before or {}).get("start")
        sides = self.side(before, after or {}), self.side(after, before or {})
        return Difference(change["id"], place, list(kinds(before, after)), *sides)

    def side(self, snapshot: Snapshot | None, other: Snapshot) -> Side | None:
        if snapshot is None:
            return None
        ends = [self.quotes.get(snapshot[end], "…") for end in ("from", "to") if end in snapshot]
        words = [snapshot["quote"]] if "quote" in snapshot else ends
        return Side(self.names.label(snapshot["label"]), words, list(self.answers(snapshot, other)))

    def answers(self, snapshot: Snapshot, other: Snapshot) -> Iterator[str]:
        label, given, instead = snapshot["label"], snapshot["attributes"], other.get("attributes", {})
        for key in given | instead:
            if given.get(key) != instead.get(key) and (key in given or other.get("label") == label):
                yield f"{self.names.attribute(label, key)}: {self.names.answer(label, key, given.get(key))}"
        if snapshot.get("note", "") != other.get("note", ""):
            yield _("note: %(note)s") % {"note": snapshot.get("note") or _("none")}
        if snapshot.get("unsure", False) != other.get("unsure", False):
            yield _("unsure") if snapshot.get("unsure") else _("not unsure")


def kinds(before: Snapshot | None, after: Snapshot | None) -> Iterator[str]:
    """In what way it is otherwise. Where a label changes, other things are asked."""
    if before is None or after is None:
        yield _("new") if before is None else _("gone")
        return
    if before["label"] != after["label"]:
        yield _("relabelled")
    if any(before.get(edge) != after.get(edge) for edge in ("start", "end", "from", "to")):
        yield _("moved")
    if before["label"] == after["label"] and any(
        before.get(said) != after.get(said) for said in ("attributes", "note", "unsure")
    ):
        yield _("answered otherwise")


def differences(annotation_set: AnnotationSet, changes: Sequence[Change]) -> list[Difference]:
    """Spans in the order of the text, then links, then what concerns the article; without what no screen shows."""
    if not changes:
        return []
    quotes = quotes_of(annotation_set, ends_of(changes))
    comparing = Comparing(Names.of_version(annotation_set.label_set_version_id), quotes)
    order = ("span", "link", "article_label")
    in_order = sorted(changes, key=lambda change: order.index(change["object"]))
    told = [found for change in in_order if (found := comparing.difference(change)).kinds]
    return sorted(told, key=lambda found: (found.place is None, found.place or 0))
