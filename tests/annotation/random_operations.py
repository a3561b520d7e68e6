"""What two people may do next at a plain desk: mostly sensible operations, some late, some that can never be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.annotation.plain_desk import LINK_ENDS, QUESTIONS, SPAN_LABELS
from tests.annotation.plain_steps import WholeDesk

Op = dict[str, Any]

SPAN_IDS = [str(UUID(int=number)) for number in range(1, 9)]
LINK_IDS = [str(UUID(int=number)) for number in range(101, 106)]
NEVER = str(UUID(int=0))
VALUES = ["fact", "aim", "caption", "headline", "direct", "Ada Brandt", "", True, False, None]


class Choices:
    """Draws from hypothesis, so that a failing sequence is shortened and printed."""

    def __init__(self, data: st.DataObject, desk: WholeDesk) -> None:
        self.data, self.desk = data, desk

    def one(self, among: list[Any]) -> Any:
        return self.data.draw(st.sampled_from(among))

    def place(self) -> Op:
        """Mostly a stretch of the text; now and then one that no text has, or words that do not stand there."""
        text = self.desk.text
        start, end = sorted(self.data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True)))
        wrong = self.one(["nothing"] * 20 + ["empty", "beyond", "quote"])
        quote = text[start : end - 1] + "?" if wrong == "quote" else text[start:end]
        return {"start": start, "end": {"empty": start, "beyond": len(text) + 1}.get(wrong, end), "quote": quote}

    def known(self, kind: str, chosen: str = "") -> Op:
        """A span or link, mostly one that stands, and the edit that its sender has seen, mostly its last."""
        rows, ids = {"span": (self.desk.spans, SPAN_IDS), "link": (self.desk.links, LINK_IDS)}[kind]
        chosen = chosen or self.one(sorted(rows) * 6 + ids[:2])
        last = self.desk.last.get(chosen, NEVER)
        return {kind: chosen, "seen": self.one([last] * 12 + [entry.id for entry in self.desk.log[-4:]])}

    def wearing(self, labels: set[str]) -> str:
        spans = [span_id for span_id, span in self.desk.spans.items() if span["label"] in labels]
        chosen: str = self.one(spans * 8 + SPAN_IDS[:1])
        return chosen


def add_span(choose: Choices) -> Op:
    label = choose.one(["claim"] * 6 + ["source"] * 4 + [*SPAN_LABELS, "via"])
    answers: dict[str, list[Op]] = {"claim": [{"form": "mixed"}], "source": [{"who": "Ada"}]}
    attributes = choose.one([None, None, *answers.get(label, [])])
    free = [span_id for span_id in SPAN_IDS if span_id not in choose.desk.spans]
    span = choose.one(free * 4 + SPAN_IDS[:1])
    infer = choose.one([True, False])
    return {"op": "span.add", "span": span, "label": label, "attributes": attributes, "infer": infer} | choose.place()


def add_spans(choose: Choices) -> Op:
    ids = choose.data.draw(st.lists(st.sampled_from(SPAN_IDS), min_size=1, max_size=3))
    spans = [{"span": span} | choose.place() for span in ids]
    label = choose.one(["source", "source", "claim", "boilerplate"])
    attributes = choose.one([None, {"who": "Zoe\u0301 Brandt"}]) if label == "source" else None
    return {
        "op": "spans.add",
        "label": label,
        "spans": spans,
        "attributes": attributes,
        "infer": choose.one([True, False]),
    }


def move_span(choose: Choices) -> Op:
    return {"op": "span.move"} | choose.known("span") | choose.place()


def relabel_span(choose: Choices) -> Op:
    return {"op": "span.relabel", "label": choose.one(list(SPAN_LABELS))} | choose.known("span")


def set_on_span(choose: Choices) -> Op:
    known = choose.known("span")
    span = choose.desk.spans.get(known["span"])
    attr = choose.one([*(QUESTIONS[span["label"]] if span else ()), "note", "unsure", "type"])
    value = {"note": "So it is \U0001f600", "unsure": True}.get(attr) or choose.one(VALUES)
    return {"op": "span.set", "attr": attr, "value": value} | known


def remove_span(choose: Choices) -> Op:
    return {"op": "span.remove"} | choose.known("span")


def mark_paragraphs(choose: Choices) -> Op:
    ids = choose.data.draw(st.lists(st.sampled_from(SPAN_IDS[4:]), min_size=1, max_size=3))
    spans = [{"span": span} | choose.place() for span in ids]
    ends = [(span["start"], span["end"]) for span in spans]
    lying = [
        i for i, s in choose.desk.spans.items() if any(s["start"] < end and s["end"] > start for start, end in ends)
    ]
    named = choose.one([lying, lying, lying[:1], [*lying, choose.one(SPAN_IDS)]])
    under = [{"span": span, "seen": choose.desk.last.get(span, NEVER)} for span in named]
    label = choose.one(["boilerplate", "boilerplate", "heading", "claim"])
    attrs = choose.one([None, {"type": "caption"}])
    return {"op": "paragraphs.mark", "label": label, "spans": spans, "under": under, "attrs": attrs}


def add_link(choose: Choices) -> Op:
    label = choose.one(sorted(LINK_ENDS))
    starts, ends = LINK_ENDS[label]
    ends_at = {"from": choose.wearing(starts), "to": choose.wearing(ends)}
    standing = [i for i, link in choose.desk.links.items() if (link["label"], link["from"]) == (label, ends_at["from"])]
    under = [
        {"link": link, "seen": choose.known("link", link)["seen"]} for link in choose.one([standing, standing, []])
    ]
    return {"op": "link.add", "link": choose.one(LINK_IDS), "label": label, "under": under} | ends_at


def set_on_link(choose: Choices) -> Op:
    return {"op": "link.set", "attr": "carried_over", "value": choose.one([True, False, None, "fact"])} | choose.known(
        "link"
    )


def remove_link(choose: Choices) -> Op:
    return {"op": "link.remove"} | choose.known("link")


def say_of_article(choose: Choices) -> Op:
    value = choose.one(
        [{"kind": "own", "credited_to": "EPA"}, {"kind": "agency"}, {"kind": "fact"}, {"kind": None}, None]
    )
    return {"op": "label.set", "label": choose.one(["origin"] * 8 + ["claim"]), "value": value}


def undo(choose: Choices) -> Op:
    return {"op": "undo"}


def redo(choose: Choices) -> Op:
    return {"op": "redo"}


def submit(choose: Choices) -> Op:
    return {"op": "submit", "base": max(0, len(choose.desk.log) - choose.one([0, 0, 1]))}


def reopen(choose: Choices) -> Op:
    return {"op": "reopen"}


def use_an_id_twice(choose: Choices) -> Op:
    op: Op = {"op": "label.set", "label": "origin", "value": {"kind": "own", "credited_to": "-"}}
    used = [entry.id for entry in choose.desk.log]
    return op | {"id": choose.one(used)} if used else op


Act = Callable[[Choices], Op]
OFTEN: dict[Act, int] = {
    add_span: 30,
    add_spans: 4,
    move_span: 6,
    relabel_span: 6,
    set_on_span: 9,
    remove_span: 6,
    mark_paragraphs: 6,
    add_link: 18,
    set_on_link: 3,
    remove_link: 3,
    say_of_article: 4,
    undo: 14,
    redo: 8,
    submit: 1,
    use_an_id_twice: 1,
}


def next_operation(choose: Choices) -> Op:
    often = {reopen: 2, add_span: 1, undo: 1} if choose.desk.submitted else OFTEN
    act: Act = choose.one([act for act, times in often.items() for _ in range(times)])
    return act(choose)
