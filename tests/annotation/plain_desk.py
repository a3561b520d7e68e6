"""A desk without a database: what every operation should do to an annotation set, in plain dictionaries.

Written from the rules, and sharing no code with the app, so that the two can be held against each other. Spans here
know nothing of a computed form: it is worked out whenever somebody looks.
"""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from newsreview.naming_sources import Named, who_is

Answers = dict[str, Any]
Mark = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]  # kind, id, before, after

SPAN_LABELS = ("boilerplate", "heading", "source", "claim", "tip")
NO_CLAIMS_INSIDE = {"boilerplate": {"heading", "source", "claim", "tip"}}
LINK_ENDS = {
    "attributed_to": ({"claim"}, {"source", "heading"}),
    "via": ({"source"}, {"source"}),
    "echoes": ({"claim"}, {"claim", "source"}),
}
AT_MOST_ONE = {"attributed_to", "via"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "boilerplate": {"type": ("caption", "credit")},
    "heading": {"type": ("headline", "caption")},
    "source": {"who": str},  # the one text with suggestions
    "claim": {"kind": ("fact", "aim"), "form": ("direct", "mixed", "paraphrase", "narrator")},
    "tip": {},
    "attributed_to": {"carried_over": bool},
    "via": {},
    "echoes": {},
    "origin": {"kind": ("own", "agency"), "credited_to": str},
}
DEFAULTS: dict[str, Answers] = {"claim": {"kind": "fact"}, "attributed_to": {"carried_over": False}}
REQUIRED = ("heading", "type")
RETIRED = {"tip"}


class Refused(Exception):
    def __init__(self, code: str) -> None:
        self.code = code


def refuse(code: str, *, when: bool) -> None:
    if when:
        raise Refused(code)


@dataclass
class Entry:
    id: str
    by: str
    op: dict[str, Any]
    marks: list[Mark]
    targets: str | None


@dataclass
class PlainDesk:
    text: str
    person: str
    spans: dict[str, dict[str, Any]] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: dict[str, Answers] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    done: dict[str, list[Entry]] = field(default_factory=dict)
    undone: dict[str, list[tuple[Entry, Entry]]] = field(default_factory=dict)
    submitted: bool = False
    entry: "Entry" = field(init=False)

    # Running -------------------------------------------------------------------------------------------------------

    def run(self, by: str, op: dict[str, Any]) -> None:
        """Carry the operation out, or raise Refused and leave everything as it was."""
        made = next((entry for entry in self.log if entry.id == op["id"]), None)
        if made:
            refuse("other-request", when=(made.by, made.op) != (by, op))
            return
        # What was handed in takes marks from those who review it: not from its person.
        closed = by == self.person or op["op"] == "submit"
        refuse("not-open", when=self.submitted and closed and op["op"] != "reopen")
        kept = deepcopy((self.spans, self.links, self.said))
        self.entry = entry = Entry(op["id"], by, op, [], op.get("span") or op.get("link"))
        try:
            getattr(self, op["op"].replace(".", "_"))(op)
        except Refused:
            self.spans, self.links, self.said = kept
            raise
        self.log.append(entry)
        self.last |= {object_id: op["id"] for _, object_id, _, _ in entry.marks}
        if op["op"] not in {"undo", "redo", "submit", "reopen"} and entry.marks:
            self.done.setdefault(by, []).append(entry)
            self.undone[by] = []

    def put(self, kind: str, object_id: str, after: dict[str, Any] | None) -> None:
        rows = {"span": self.spans, "link": self.links, "said": self.said}[kind]
        before = rows.get(object_id)
        if before == after:
            return
        if after is None:
            del rows[object_id]
        else:
            self.refuse_twice(kind, object_id, after)
            rows[object_id] = after
        self.entry.marks.append((kind, object_id, deepcopy(before), deepcopy(after)))

    def refuse_twice(self, kind: str, object_id: str, after: dict[str, Any]) -> None:
        same = {"span": ("label", "start", "end"), "link": ("label", "from", "to"), "said": ()}[kind]
        for other_id, other in {"span": self.spans, "link": self.links, "said": {}}[kind].items():
            refuse("already-there", when=other_id != object_id and all(other[name] == after[name] for name in same))

    # What is asked of every span -----------------------------------------------------------------------------------

    def place(self, op: dict[str, Any]) -> dict[str, Any]:
        start, end, quote = op["start"], op["end"], op["quote"]
        refuse("unacceptable", when=not 0 <= start < end <= len(self.text))
        refuse("wrong-quote", when=self.text[start:end] != quote)
        return {"start": start, "end": end, "quote": quote}

    def refuse_excluded(self, label: str, place: dict[str, Any], besides: str | None = None) -> None:
        for other_id, other in self.spans.items():
            apart = other["start"] >= place["end"] or other["end"] <= place["start"] or other_id == besides
            refuse("conflict", when=not apart and other["label"] in NO_CLAIMS_INSIDE.get(label, ()))
            refuse("unacceptable", when=not apart and label in NO_CLAIMS_INSIDE.get(other["label"], ()))

    def unchanged(self, rows: dict[str, dict[str, Any]], object_id: str, seen: str) -> dict[str, Any]:
        refuse("gone", when=object_id not in rows)
        numbers = {entry.id: number for number, entry in enumerate(self.log)}
        last = numbers[self.last[object_id]]
        knows = seen == self.last[object_id] or (
            numbers.get(seen, -1) > last and self.log[numbers[seen]].targets == object_id
        )
        refuse("conflict", when=not knows)
        return deepcopy(rows[object_id])

    def answered(self, label: str, answers: Answers) -> Answers:
        for key, value in answers.items():
            refuse("unacceptable", when=key not in QUESTIONS[label])
            asked = QUESTIONS[label][key]
            if value is None:
                continue
            fits = value in asked if isinstance(asked, tuple) else isinstance(value, asked)
            refuse("unacceptable", when=not fits or value == "")
        return {key: value for key, value in answers.items() if value is not None}

    def label(self, key: str, among: Collection[str]) -> str:
        refuse("unacceptable", when=key not in among or key in RETIRED)
        return key

    def fits(self, link: dict[str, Any], labels: dict[str, str] | None = None) -> bool:
        """Whether the link's label joins its ends, some of which may be about to wear the labels given."""
        worn = {span_id: span["label"] for span_id, span in self.spans.items()} | (labels or {})
        starts, ends = LINK_ENDS[link["label"]]
        return worn[link["from"]] in starts and worn[link["to"]] in ends

    # Spans ---------------------------------------------------------------------------------------------------------

    def span_add(self, op: dict[str, Any]) -> None:
        label = self.label(op["label"], SPAN_LABELS)
        place = self.place(op)
        self.refuse_excluded(label, place)
        answers = self.answered(label, DEFAULTS.get(label, {}) | (op.get("attributes") or {}))
        self.put_new(op["span"], label, place, answers, infer=op["infer"])
        if op["infer"]:
            self.infer(op["span"])

    def spans_add(self, op: dict[str, Any]) -> None:
        label = self.label(op["label"], SPAN_LABELS)
        refuse("unacceptable", when=len({item["span"] for item in op["spans"]}) < len(op["spans"]))
        places = [self.place(item) for item in op["spans"]]
        for place in places:
            self.refuse_excluded(label, place)
        answers = self.answered(label, DEFAULTS.get(label, {}) | (op["attributes"] or {}))
        for item, place in zip(op["spans"], places, strict=True):
            self.put_new(item["span"], label, place, answers, infer=op["infer"])
        for item in op["spans"] if op["infer"] else ():
            self.infer(item["span"])

    def put_new(self, span_id: str, label: str, place: dict[str, Any], answers: Answers, *, infer: bool) -> None:
        refuse("already-there", when=span_id in self.spans)
        who = self.who(place) if infer and "who" in QUESTIONS[label] and "who" not in answers else None
        plain = {"note": "", "unsure": False, "run": None, "person_said_who": "who" in answers}
        named = {"who": who} if who else {}
        self.put("span", span_id, {"label": label, **place, "answers": answers | named, **plain})

    def who(self, place: dict[str, Any]) -> str | None:
        """What the last word was said to name; which words are alike is for other tests."""
        told = [s for s in self.spans.values() if s["label"] == "source" and "who" in s["answers"]]
        known = [Named(s["start"], s["quote"], s["answers"]["who"]) for s in told]
        return who_is(place["quote"], place["start"], known)

    def infer(self, span_id: str) -> None:
        """What follows from the span in its sentence."""
        raise NotImplementedError

    def span_move(self, op: dict[str, Any]) -> None:
        span = self.unchanged(self.spans, op["span"], op["seen"])
        place = self.place(op)
        self.refuse_excluded(span["label"], place, besides=op["span"])
        self.put("span", op["span"], span | place | {"run": None})

    def span_relabel(self, op: dict[str, Any]) -> None:
        span = self.unchanged(self.spans, op["span"], op["seen"])
        if op["label"] == span["label"]:
            return
        label = self.label(op["label"], SPAN_LABELS)
        self.refuse_excluded(label, span, besides=op["span"])
        kept = {k: v for k, v in span["answers"].items() if v in QUESTIONS[label].get(k, ())}
        for link_id in [i for i, link in self.links.items() if not self.fits(link, {op["span"]: label})]:
            self.put("link", link_id, None)
        said = {"person_said_who": span["person_said_who"] and "who" in kept}
        self.put(
            "span", op["span"], span | {"label": label, "answers": DEFAULTS.get(label, {}) | kept, "run": None} | said
        )

    def span_set(self, op: dict[str, Any]) -> None:
        span = self.unchanged(self.spans, op["span"], op["seen"])
        if op["attr"] in {"note", "unsure"}:
            self.put("span", op["span"], span | {op["attr"]: op["value"]})
            return
        others = {k: v for k, v in span["answers"].items() if k != op["attr"]}
        answer = self.answered(span["label"], {op["attr"]: op["value"]})
        said = span["person_said_who"] or (op["attr"] == "who" and bool(answer or len(others) < len(span["answers"])))
        self.put("span", op["span"], span | {"answers": others | answer, "person_said_who": said})

    def span_remove(self, op: dict[str, Any]) -> None:
        self.unchanged(self.spans, op["span"], op["seen"])
        self.fell([op["span"]])

    def fell(self, spans: list[str]) -> None:
        for link_id in [i for i, link in self.links.items() if {link["from"], link["to"]} & set(spans)]:
            self.put("link", link_id, None)
        for span_id in spans:
            self.put("span", span_id, None)

    def paragraphs_mark(self, op: dict[str, Any]) -> None:
        label = self.label(op["label"], SPAN_LABELS)
        refuse("unacceptable", when=len({item["span"] for item in op["spans"]}) < len(op["spans"]))
        places = [self.place(item) for item in op["spans"]]
        for item in op["under"]:
            self.unchanged(self.spans, item["span"], item["seen"])
        under = sorted({item["span"] for item in op["under"]})
        for span in [self.spans[span_id] for span_id in under]:
            apart = all(span["start"] >= p["end"] or span["end"] <= p["start"] for p in places)
            refuse("unacceptable", when=apart)
        self.fell(under)
        for place in places:
            self.refuse_excluded(label, place)
        answers = self.answered(label, DEFAULTS.get(label, {}) | (op.get("attrs") or {}))
        run = {"run": op["id"] if len(places) > 1 else None}
        for item, place in zip(op["spans"], places, strict=True):
            refuse("already-there", when=item["span"] in self.spans)
            span = {"label": label, **place, "answers": dict(answers), "note": "", "unsure": False, **run}
            span["person_said_who"] = "who" in answers
            self.put("span", item["span"], span)
