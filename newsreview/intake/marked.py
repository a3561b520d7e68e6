"""What a reader finds in a record that was marked elsewhere beside its text: the answers to it."""

from typing import Any

import msgspec

Entry = dict[str, Any]


class Marks(msgspec.Struct):
    """Marks of one kind, as `bringing_in` takes them, and the field of the record in which each stands."""

    entries: list[Entry] = []
    fields: list[str] = []

    def add(self, field: str, **entry: Any) -> None:
        self.entries.append(entry)
        self.fields.append(field)


class Answer(msgspec.Struct, kw_only=True):
    """One set of marks. Offsets are in the file's own unit; a quote that the file does not have is None."""

    complete: bool
    field: str = "record"  # of the whole
    spans: Marks = msgspec.field(default_factory=Marks)
    links: Marks = msgspec.field(default_factory=Marks)
    article_labels: Marks = msgspec.field(default_factory=Marks)
