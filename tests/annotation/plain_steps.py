"""The rest of the plain desk: links, the article, undo and redo, handing in; and what a look at it shows."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from newsreview.offsets import paragraphs
from newsreview.sentences import sentences
from tests.annotation.plain_desk import (
    AT_MOST_ONE,
    DEFAULTS,
    LINK_ENDS,
    REQUIRED,
    Entry,
    Mark,
    PlainDesk,
    Refused,
    refuse,
)


class WholeDesk(PlainDesk):
    # Links and the article -----------------------------------------------------------------------------------------

    def link_add(self, op: dict[str, Any]) -> None:
        label = self.label(op["label"], LINK_ENDS)
        refuse("gone", when=not {op["from"], op["to"]} <= self.spans.keys())
        link = {"label": label, "from": op["from"], "to": op["to"], "origin": "own"}
        refuse("unacceptable", when=not self.fits(link) or op["from"] == op["to"])
        for named in op["under"]:
            self.unchanged(self.links, named["link"], named["seen"])
        for other_id, other in list(self.links.items()):
            inferred, elsewhere = other["origin"] == "inferred", other["to"] != op["to"]
            if (label, op["from"]) != (other["label"], other["from"]) or (label not in AT_MOST_ONE and elsewhere):
                continue
            refuse("conflict", when=elsewhere and not inferred and other_id not in {n["link"] for n in op["under"]})
            if inferred or elsewhere:
                self.put("link", other_id, None)
        link["answers"] = self.answered(label, DEFAULTS.get(label, {}) | (op.get("attributes") or {}))
        refuse("already-there", when=op["link"] in self.links)
        self.put("link", op["link"], link)

    def link_set(self, op: dict[str, Any]) -> None:
        link = self.unchanged(self.links, op["link"], op["seen"])
        others = {k: v for k, v in link["answers"].items() if k != op["attr"]}
        answer = self.answered(link["label"], {op["attr"]: op["value"]})
        origin = "edited" if link["origin"] == "inferred" else link["origin"]
        self.put("link", op["link"], link | {"answers": others | answer, "origin": origin})

    def link_remove(self, op: dict[str, Any]) -> None:
        self.unchanged(self.links, op["link"], op["seen"])
        self.put("link", op["link"], None)

    def infer(self, span_id: str) -> None:
        within, beside = self.in_the_sentence_of(span_id)
        for claim, told in within.items():
            around = [self.spans[i] for i in beside if i != claim and self.spans[i]["label"] == told["label"]]
            nested = any(o["start"] <= told["start"] and told["end"] <= o["end"] for o in around)
            ends = [i for i in within if self.joined(claim, i) and not self.in_others_words(i, claim, beside)]
            if len(ends) != 1 or span_id not in (claim, ends[0]) or nested:
                continue
            label = self.joined(claim, ends[0])
            if not any((link["label"], link["from"]) == (label, claim) for link in self.links.values()):
                link = {"label": label, "from": claim, "to": ends[0], "origin": "inferred"}
                self.put(
                    "link", str(uuid5(UUID(self.entry.id), claim)), link | {"answers": DEFAULTS.get(str(label), {})}
                )

    def in_the_sentence_of(self, span_id: str) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        """The spans within it, and all that touch it. Where sentences end is for other tests."""
        lines = [s for p in paragraphs(self.text) for s in sentences(self.text, p.start, p.end)]
        start, end = self.spans[span_id]["start"], self.spans[span_id]["end"]
        for line in lines:
            if line.start <= start and end <= line.end:
                touching = {i: s for i, s in self.spans.items() if s["start"] < line.end and line.start < s["end"]}
                inside = {i: s for i, s in touching.items() if line.start <= s["start"] and s["end"] <= line.end}
                return inside, touching
        return {}, {}

    def joined(self, start: str, end: str) -> str | None:
        worn, other = self.spans[start]["label"], self.spans[end]["label"]
        fit = (label for label, (starts, ends) in LINK_ENDS.items() if worn in starts and other in ends)
        return next(fit, None) if worn != other else None

    def in_others_words(self, source: str, claim: str, beside: Collection[str]) -> bool:
        at = self.spans[source]
        others = [self.spans[i] for i in beside if i != claim and self.joined(i, source)]
        return any(o["start"] < at["end"] and at["start"] < o["end"] for o in others)

    def label_set(self, op: dict[str, Any]) -> None:
        label = self.label(op["label"], ("origin",))
        answers = self.answered(label, op["value"] or {})
        self.put("said", label, answers or None)

    # Undo and redo -------------------------------------------------------------------------------------------------

    def undo(self, _op: dict[str, Any]) -> None:
        by = self.entry.by
        refuse("conflict", when=not self.done.get(by))
        edit = self.done[by][-1]
        back = [(kind, object_id, after, before) for kind, object_id, before, after in reversed(edit.marks)]
        self.again(edit, edit, back)
        self.undone.setdefault(by, []).append((self.done[by].pop(), self.entry))

    def redo(self, _op: dict[str, Any]) -> None:
        by = self.entry.by
        refuse("conflict", when=not self.undone.get(by))
        edit, undoing = self.undone[by][-1]
        self.again(edit, undoing, edit.marks)
        self.done[by].append(self.undone[by].pop()[0])

    def again(self, edit: Entry, since: Entry, marks: list[Mark]) -> None:
        touched = {object_id for _, object_id, _, _ in edit.marks}
        for later in self.log[self.log.index(since) + 1 :]:
            changed = {object_id for _, object_id, _, _ in later.marks}
            refuse("conflict", when=later.by != edit.by and bool(changed & touched))
        going = {object_id for _, object_id, _, after in marks if after is None}
        for link_id, link in self.links.items():
            loose = link_id not in going and bool({link["from"], link["to"]} & going)
            refuse("conflict", when=loose)
        for kind, object_id, _, after in marks:
            if kind == "link" and after:
                self.refuse_unfit(object_id, after)
            if kind == "span" and after and object_id in self.spans:
                worn = {object_id: after["label"]}
                refuse("conflict", when=any(not self.fits(link, worn) for link in self.links.values()))
            self.put(kind, object_id, after)
        try:
            for kind, object_id, _, after in marks:
                if kind == "span" and after:
                    self.refuse_excluded(after["label"], after, besides=object_id)
        except Refused:
            raise Refused("conflict") from None

    def refuse_unfit(self, link_id: str, link: dict[str, Any]) -> None:
        refuse("gone", when=not {link["from"], link["to"]} <= self.spans.keys())
        refuse("conflict", when=not self.fits(link))
        for other_id, other in self.links.items():
            same = other_id != link_id and (other["label"], other["from"]) == (link["label"], link["from"])
            refuse("conflict", when=same and link["label"] in AT_MOST_ONE)

    # Handing in ----------------------------------------------------------------------------------------------------

    def submit(self, op: dict[str, Any]) -> None:
        refuse("conflict", when=op["base"] != len(self.log))
        label, question = REQUIRED
        unanswered = [s for s in self.spans.values() if s["label"] == label and question not in s["answers"]]
        refuse("unacceptable", when=bool(unanswered))
        self.submitted = True

    def reopen(self, _op: dict[str, Any]) -> None:
        refuse("not-open", when=not self.submitted)
        self.submitted = False

    # Looking -------------------------------------------------------------------------------------------------------

    def shown(self) -> dict[tuple[str, str], tuple[dict[str, Any], str]]:
        """Everything that stands, with computed forms, and the id of its last edit."""
        everything: dict[tuple[str, str], dict[str, Any]] = {}
        for span_id, span in self.spans.items():
            form = {"form": self.form(span_id)} if span["label"] == "claim" else {}
            everything["span", span_id] = span | {"answers": form | span["answers"]}
            del everything["span", span_id]["person_said_who"]
        everything |= {("link", link_id): link for link_id, link in self.links.items()}
        everything |= {("said", label): answers for label, answers in self.said.items()}
        return {key: (row, self.last[key[1]]) for key, row in everything.items()}

    def form(self, span_id: str) -> str:
        span = self.spans[span_id]
        inside = outside = quoted = False
        for at, character in enumerate(self.text):
            quoted = character != "\n" and (character == "“" or (quoted and character != "”"))
            if span["start"] <= at < span["end"] and character.isalnum():
                inside, outside = inside or quoted, outside or not quoted
        if inside:
            return "mixed" if outside else "direct"
        links = [link["to"] for link in self.links.values() if link["from"] == span_id]
        return "paraphrase" if any(self.spans[to]["label"] != "claim" for to in links) else "narrator"
