"""The first step of a release: what was chosen of the project, as it stood at one moment, a line an article.

Everything after works from these lines, so the database is asked once and let go of.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from newsreview.background import refuse_when
from newsreview.corpus.copies import pairs_among
from newsreview.corpus.models import Article
from newsreview.exports import records
from newsreview.exports.article_lines import BLOCK, lines_ahead
from newsreview.exports.choosing import Choices, Chooser
from newsreview.exports.exporting import line
from newsreview.exports.heading import announce, header, versions
from newsreview.exports.records import read_article, write
from newsreview.projects.models import Project
from newsreview.splits.dealing import Member
from newsreview.splits.grouping import Grouping

COUNTED = ("articles", "annotation_sets", "spans", "links", "article_labels")
PAGE = 4096
MORE = 1024  # what was left out and why; how much there is, is never more than in the whole project
Tell = Callable[[int, int], None]
"""How many of how many articles have been looked at."""


class Chosen(NamedTuple):
    """What is kept in mind of an article of the release."""

    member: Member
    counts: tuple[int, ...]
    """In the order of COUNTED."""


@dataclass
class Gathered:
    """The file is an export that lacks its trailer: a heading, and a line an article, as they came into the project."""

    path: Path
    heading: dict[str, Any]
    chooser: Chooser
    stopped: Event
    start: int = 0
    """Of the first line in the file, in bytes; it is padded up to there."""
    end: int = 0
    grouping: Grouping = field(default_factory=Grouping)
    chosen: list[Chosen] = field(default_factory=list)
    """Only where articles are dealt out to sides: there may be more of them than are to be kept in mind."""
    totals: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    by: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in ("label", "outlet", "story", "who")}
    )

    def lines(self) -> Iterator[bytes]:
        for block in self.blocks():
            yield from block.splitlines(keepends=True)

    def blocks(self) -> Iterator[bytes]:
        """The lines, many at a time."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            while (left := self.end - file.tell()) > 0:
                refuse_when(self.stopped)
                block = file.read(min(BLOCK, left))
                yield block if block.endswith(b"\n") else block + file.readline()

    def keep(self, article: records.Article) -> None:
        counts, marks = article.counts, article.marks
        if self.chooser.choices.shares:
            self.grouping.add(story=article.story or "", url=article.url or "", text=article.text)
            member = Member(article.id, article.outlet or "", dict(sorted(marks.items())))
            self.chosen.append(Chosen(member, tuple(counts[name] for name in COUNTED)))
        for name in COUNTED:
            self.totals[name] += counts[name]
        for label, times in marks.items():
            self.by["label"][label] += times
        self.by["outlet"][article.outlet or ""] += 1
        self.by["story"][article.story or ""] += 1
        self.by["who"].update(one.who or one.kind for one in article.annotation_sets)

    def tie_copies(self, project: Project) -> None:
        """Those of the release that were found to be near-copies."""
        numbers = {UUID(one.member.id): number for number, one in enumerate(self.chosen)}
        for one, other in pairs_among(Article.objects.filter(tasks__project=project)):
            if one in numbers and other in numbers:
                self.grouping.tie_copies(numbers[one], numbers[other])


def gather(
    project: Project,
    choices: Choices,
    path: Path,
    connections: Sequence[BaseDatabaseWrapper],
    *,
    tell: Tell,
    stopped: Event,
) -> Gathered:
    """Over these connections, which see one moment of the database; the first is this thread's own."""
    announced = announce(project)
    current, others = versions(project)
    heading = header(project, announced, current, others)
    del heading["exported_at"]  # of the same content the same bytes are made, whenever that is
    gathered = Gathered(path, heading, Chooser(choices), stopped)
    with path.open("xb", buffering=BLOCK) as file:
        gathered.start = file.seek(room_for(heading))
        for seen, written in enumerate(lines_ahead(project, [current, *others], connections), start=1):
            article = read_article(written)
            sets = len(article.annotation_sets)
            if gathered.chooser.choose(article):
                gathered.keep(article)
                whole = len(article.annotation_sets) == sets and not choices.labels
                file.write((written if whole else write(article)) + b"\n")
            refuse_when(stopped)
            tell(seen, announced.counts["articles"])
        gathered.end = file.tell()
        if choices.shares:
            gathered.tie_copies(project)
        gathered.chooser.sets.update(announced.left_out)
        heading["left_out"] |= by_name(gathered.chooser.sets)
        heading["counts"] = dict(gathered.totals)
        file.seek(0)
        file.write(padded(line(heading), gathered.start))
    return gathered


def room_for(heading: dict[str, Any]) -> int:
    """Whole pages of the disk, with some for what is not known yet."""
    return -(-(len(line(heading)) + MORE) // PAGE) * PAGE


def padded(written: bytes, room: int) -> bytes:
    """Spaces between values mean nothing in JSON."""
    if len(written) > room:
        raise ValueError(f"A heading of {len(written)} bytes has no room in {room}.")
    return written.removesuffix(b"\n").ljust(room - 1) + b"\n"


def by_name(counts: Counter[str]) -> dict[str, int]:
    """What there is any of."""
    return {name: counts[name] for name in sorted(counts) if counts[name]}


def added_up(chosen: list[Chosen]) -> dict[str, int]:
    """What these articles hold together."""
    columns = zip(*(one.counts for one in chosen), strict=True) if chosen else ((0,) for _name in COUNTED)
    return dict(zip(COUNTED, map(sum, columns), strict=True))
