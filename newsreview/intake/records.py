"""What a reader finds in a file: a record with its text and its whereabouts, or the reason why there is none."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from newsreview.intake import limits
from newsreview.intake.marked import Answer


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What may be known about an article besides its text; blank is not known."""

    title: str = ""
    outlet: str = ""
    url: str = ""
    published_at: datetime | None = None
    language: str = ""
    story: str = ""

    def or_else(self, other: "Details") -> "Details":
        """These, with what they leave blank taken from the other."""
        return Details(
            title=self.title or other.title,
            outlet=self.outlet or other.outlet,
            url=self.url or other.url,
            published_at=self.published_at or other.published_at,
            language=self.language or other.language,
            story=self.story or other.story,
        )


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A sound record: its normalised text, and the bytes [byte_start, byte_end) of the file which it was read from.

    `into_metadata` names what is kept in the metadata since an article has no such field. `answers` are what was marked
    elsewhere, and `line` where such a record stands, to be named if one of its marks cannot stay.
    """

    text: str
    byte_start: int
    byte_end: int
    details: Details = Details()
    metadata: dict[str, object] = {}
    into_metadata: tuple[str, ...] = ()
    answers: list[Answer] = []
    line: int | None = None


def count_names(counts: dict[str, int], names: Iterable[str]) -> None:
    """How often each was met; of names without end the first are counted."""
    for name in names:
        if name in counts or (len(counts) < limits.NAMED_FIELDS and len(name) <= limits.NAME_CHARACTERS):
            counts[name] = counts.get(name, 0) + 1


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why something could not be read; the line counts from 1 and is None when it is about the whole file.

    Where a record is refused, it stands in the bytes [byte_start, byte_end) of the raw file with this digest.
    """

    reason: str
    line: int | None = None
    file: str = ""
    byte_start: int | None = None
    byte_end: int | None = None
    raw_sha256: str = ""


class Refusals(msgspec.Struct, kw_only=True):
    """How many records were refused; the first of them are named."""

    refused: int = 0
    refusals: list[Refusal] = []

    def refuse(self, refusal: Refusal) -> None:
        self.refused += 1
        if len(self.refusals) < limits.NAMED_REFUSALS:
            self.refusals.append(refusal)
