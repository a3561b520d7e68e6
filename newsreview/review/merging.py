"""What stands in an adjudicated set: a function of what the sides have and of what was decided.

So every verb of adjudication says what was decided, and brings the set to what follows from it. A link comes when both
of its ends stand, whichever was decided last.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from newsreview.agreement.disagreeing import Disagreement, Kind
from newsreview.agreement.readings import ArticleLabel, Link, Marked, Span, T, given
from newsreview.annotation.attributes import answered_in
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import Origin
from newsreview.annotation.standing import Snapshot, Standing
from newsreview.labels.models import Label
from newsreview.review.sides import AnyMatch, Sides

# What a person remarked beside a mark stays with them: it is nothing that was compared.
WITHOUT_REMARKS: Snapshot = {"note": "", "unsure": False, "origin": Origin.OWN.value}
# What is taken for a match: from which side (None: from nobody's), and as what it stands.
Taken = list[tuple[int | None, Snapshot]]


@dataclass
class Merging:
    """Row by row. Ids follow from those of the marks that are merged, so that they are the same every time."""

    sides: Sides
    labels: Mapping[str, Label]
    decided: Mapping[UUID, Snapshot]
    accepted: Collection[str] | None
    """Ids of what all agree on and was accepted; None for everything."""
    rows: Standing = field(default_factory=dict, init=False)
    places: dict[tuple[str, int, int], str] = field(default_factory=dict, init=False)
    """The span that has this label from here to there: a label marks a stretch of text once."""
    ends: dict[tuple[int, object], str] = field(default_factory=dict, init=False)
    """What stands for a side's span, by the side's number and the span's id there."""
    leaving: set[tuple[str, str, str]] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        outcome, decisions = self.sides.outcome, list(self.decisions())
        for match in (*outcome.spans, *outcome.article_labels):
            if self.accepted is None or self.id_of(match) in self.accepted:
                self.put(match, [(0, self.row(0, given(match)[0]))])
        for question, decision in decisions:
            if not isinstance(given(question.sides)[0], Link):
                self.put(question.sides, list(self.taken_for(question, decision)))
        for links in outcome.links:
            self.put_links((reader, link, self.row(reader, link)) for reader, link in enumerate(links) if link)
        for question, decision in decisions:
            self.put_links(self.links_of(question, decision))

    def decisions(self) -> Iterator[tuple[Disagreement, Snapshot]]:
        questions = self.sides.questions.items()
        return ((question, self.decided[key]) for key, question in questions if key in self.decided)

    def id_of(self, match: AnyMatch, place: int = 0) -> str:
        first = given(match)[0]
        name = first.label if isinstance(first, ArticleLabel) else str(first.id)
        return str(uuid5(self.sides.task, f"{name} {place}" if place else name))

    def row(self, reader: int, marked: Marked) -> Snapshot:
        row = self.sides.row(reader, marked)
        return row | {name: nothing for name, nothing in WITHOUT_REMARKS.items() if name in row}

    def taken(self, match: tuple[T | None, ...], decision: Snapshot) -> Iterator[tuple[int, T]]:
        """What counts of what they have there. For a span of its own, links from everybody do."""
        for reader, (one, side) in enumerate(zip(self.sides.sets, match, strict=True)):
            if side and (decision["choice"] in {Choice.BOTH, Choice.OWN} or decision["taken"] == str(one.pk)):
                yield reader, side

    def taken_for(self, question: Disagreement, decision: Snapshot) -> Iterator[tuple[int | None, Snapshot]]:
        if decision["choice"] == Choice.OWN:
            yield None, decision["own"] | WITHOUT_REMARKS
        elif decision["choice"] == Choice.NEITHER and question.only_answers:
            kept = self.row(0, given(question.sides)[0])
            answers = {key: answer for key, answer in kept["attributes"].items() if key not in question.attributes}
            if answered_in(answers) or question.kind != Kind.ARTICLE_LABEL:  # which says nothing but its answers
                yield None, kept | {"attributes": answers}
        else:
            for reader, side in self.taken(question.sides, decision):
                yield reader, self.row(reader, side)

    def links_of(self, question: Disagreement, decision: Snapshot) -> list[tuple[int, Link, Snapshot]]:
        """What comes with a decision, each as it is to stand. Where only answers differ, everybody's link does."""
        if question.only_answers:
            answered = [row for _, row in self.taken_for(question, decision)][:1]
            coming = [(reader, side, row) for row in answered for reader, side in enumerate(question.sides)]
        else:
            coming = [
                (reader, side, self.row(reader, side))
                for match in (question.sides, *question.links)
                for reader, side in self.taken(match, decision)
            ]
        return [(reader, side, row) for reader, side, row in coming if isinstance(side, Link)]

    def put(self, match: AnyMatch, taken: Taken) -> None:
        """What stands for a match. Everybody's links go to it; where both stand, each to their own."""
        stands: dict[int | None, str] = {}
        for place, (reader, row) in enumerate(taken):
            if "start" not in row:
                self.rows["article_label", self.id_of(match)] = row
                continue
            mark = row["label"], row["start"], row["end"]
            stands[reader] = self.places.setdefault(mark, self.id_of(match, place))
            self.rows.setdefault(("span", stands[reader]), row)
        for reader, side in enumerate(match):
            if isinstance(side, Span) and stands:
                self.ends[reader, side.id] = stands.get(reader) or next(iter(stands.values()))

    def put_links(self, links: Iterable[tuple[int, Link, Snapshot]]) -> None:
        for reader, link, row in links:
            self.put_link(reader, link, row)

    def put_link(self, reader: int, link: Link, row: Snapshot) -> None:
        """Where both ends stand, the label fits them, and it allows one more from there."""
        label = self.labels[link.label]
        start, end = (self.ends.get((reader, span)) for span in (link.from_span, link.to_span))
        if start is None or end is None or start == end:
            return
        going = label.key, start, "" if label.at_most_one else end
        starts, ends = (self.rows["span", span]["label"] for span in (start, end))
        if going not in self.leaving and starts in label.from_labels and ends in label.to_labels:
            self.leaving.add(going)
            self.rows["link", self.id_of((link,))] = row | {"from": start, "to": end}
