"""Labels of files that were marked elsewhere: which there are, what each becomes here, and which are left out."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from newsreview import strict_json
from newsreview.intake.details import BadField
from newsreview.intake.marked import Answer, Entry, Marks
from newsreview.intake.records import Record, count_names
from newsreview.labels.models import Label
from newsreview.offsets import BadOffsets, Offsets, Utf16
from newsreview.projects.models import Project

Kind = Literal["span", "link", "article"]
KINDS: dict[Kind, str] = {"span": "spans", "link": "links", "article": "article_labels"}
"""By the kind of a label, what an answer calls the marks with such labels."""

Labels = Mapping[str, Label]
MAP_BYTES = 1_000_000


class LabelMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By their names in a file, the keys of labels here; null leaves out what is marked so."""

    span: dict[str, str | None] = {}
    link: dict[str, str | None] = {}
    article: dict[str, str | None] = {}

    def of(self, kind: Kind) -> dict[str, str | None]:
        named: dict[str, str | None] = getattr(self, kind)
        return named


class Tally(msgspec.Struct):
    """What is marked in a file: how many sets there are, and how many marks of each label.

    `points` and `utf16` count the quotes which stand at their offsets only if those count code points, or UTF-16 units.
    """

    sets: int = 0
    span: dict[str, int] = {}
    link: dict[str, int] = {}
    article: dict[str, int] = {}
    points: int = 0
    utf16: int = 0

    def of(self, kind: Kind) -> dict[str, int]:
        counts: dict[str, int] = getattr(self, kind)
        return counts

    def add(self, record: Record) -> None:
        units = Utf16(record.text) if record.answers else None
        for answer in record.answers:
            self.sets += 1
            for kind in KINDS:
                count_names(self.of(kind), (entry["label"] for entry in marks_of(answer, kind).entries))
            for entry in answer.spans.entries if units else ():
                self.weigh(entry, record.text, units)

    def weigh(self, entry: Entry, text: str, units: Utf16 | None) -> None:
        if units is None or not isinstance(entry["quote"], str) or units.length == len(text):
            return
        as_points = stands(entry, text, entry["start"], entry["end"])
        try:
            as_units = stands(entry, text, units.to_points(entry["start"]), units.to_points(entry["end"]))
        except BadOffsets:
            as_units = False
        self.points += as_points and not as_units
        self.utf16 += as_units and not as_points


def stands(entry: Entry, text: str, start: int, end: int) -> bool:
    try:
        return bool(Offsets(start, end).quote(text) == entry["quote"])
    except BadOffsets:
        return False


def marks_of(answer: Answer, kind: Kind) -> Marks:
    marks: Marks = getattr(answer, KINDS[kind])
    return marks


def labels_in(project: Project) -> dict[str, Label]:
    """By key, with what they ask; retired ones too."""
    found = Label.objects.with_questions().filter(version=project.label_set_version_id)
    return {label.key: label for label in found}


def nearest(name: str, kind: Kind, labels: Labels) -> str | None:
    """The key of the label of this kind that has this key or, in any case of its letters, this name."""
    fitting = [label for label in labels.values() if label.kind == kind]
    by_name = [label.key for label in fitting if label.name.casefold() == name.casefold()]
    return next((label.key for label in fitting if label.key == name), by_name[0] if len(by_name) == 1 else None)


def become(name: str, kind: Kind, labels: Labels, chosen: LabelMap) -> str | None:
    """The key here; the name itself where there is none, so that it is refused by it. None leaves it out."""
    named = chosen.of(kind)
    return named[name] if name in named else nearest(name, kind, labels) or name


def renamed(answer: Answer, labels: Labels, chosen: LabelMap) -> Answer | None:
    """With the labels of the project, without what is left out and the links that lead there. None if nothing stays."""
    spans = kept_of(answer, "span", labels, chosen)
    gone = {entry["id"] for entry in answer.spans.entries} - {entry["id"] for entry in spans.entries}
    links = once(without(kept_of(answer, "link", labels, chosen), gone))
    said = once(kept_of(answer, "article", labels, chosen))
    if any(marks_of(answer, kind).entries for kind in KINDS) and not (spans.entries or links.entries or said.entries):
        return None
    return msgspec.structs.replace(answer, spans=spans, links=links, article_labels=said)


def kept_of(answer: Answer, kind: Kind, labels: Labels, chosen: LabelMap) -> Marks:
    found, kept = marks_of(answer, kind), Marks()
    for entry, field in zip(found.entries, found.fields, strict=True):
        if (key := become(entry["label"], kind, labels, chosen)) is not None:
            kept.add(field, **entry if key == entry["label"] else entry | as_another(entry, key, labels))
    return kept


def as_another(entry: Entry, key: str, labels: Labels) -> Entry:
    """A mark under another label has no answers to what that one does not ask."""
    asked = {attribute.key for attribute in labels[key].attributes.all()} if key in labels else set()
    answers = {name: answer for name, answer in entry.get("attributes", {}).items() if name in asked}
    return {"label": key, "attributes": answers}


def without(links: Marks, gone: set[str | int]) -> Marks:
    kept = Marks()
    for entry, field in zip(links.entries, links.fields, strict=True):
        if not {entry["from"], entry["to"]} & gone:
            kept.add(field, **entry)
    return kept


def once(marks: Marks) -> Marks:
    """What is said twice, such as by two labels which become one, is said once."""
    kept, said = Marks(), set[bytes]()
    for entry, field in zip(marks.entries, marks.fields, strict=True):
        says = msgspec.json.encode({name: entry[name] for name in entry if name != "id"}, order="deterministic")
        if says not in said:
            said.add(says)
            kept.add(field, **entry)
    return kept


def check_map(chosen: LabelMap, labels: Labels) -> LabelMap:
    """Raises BadField for a key that no label of its kind has."""
    for kind in KINDS:
        for name, key in chosen.of(kind).items():
            if key is not None and (key not in labels or labels[key].kind != kind):
                reason = _("the project has no label of this kind with the key “%(key)s”.") % {"key": key[:50]}
                raise BadField(f"{kind}.{name[:100]}", reason)
    return chosen


def read_map(raw: bytes | str, project: Project) -> LabelMap:
    """From {"span": {"PER": "source", "DATE": null}, "link": {…}, "article": {…}}. Raises BadField."""
    try:
        chosen = msgspec.convert(strict_json.loads(raw), LabelMap)
    except (strict_json.BadJSON, msgspec.ValidationError) as error:
        raise BadField("labels", str(error)) from error
    return check_map(chosen, labels_in(project))


def read_map_file(path: Path, project: Project) -> LabelMap:
    """Raises BadField, and OSError."""
    with path.open("rb") as file:
        raw = file.read(MAP_BYTES + 1)
    if len(raw) > MAP_BYTES:
        raise BadField("labels", _("%(file)s is too large.") % {"file": path.name})
    return read_map(raw, project)


def in_all(tallies: Iterable[Tally]) -> Tally:
    """Of several files."""
    total = Tally()
    for tally in tallies:
        total.sets += tally.sets
        for kind in KINDS:
            for name, count in tally.of(kind).items():
                total.of(kind)[name] = total.of(kind).get(name, 0) + count
    return total
