"""The second step of a release: who goes to which side, and the files of the sides."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import msgspec

from newsreview.exports.choosing import Choices
from newsreview.exports.exporting import Tally, line, trailer
from newsreview.exports.gathering import Gathered, added_up
from newsreview.exports.models import Release
from newsreview.exports.shelving import Growing, Shelf, open_file
from newsreview.splits.certifying import Certificate, Nearest
from newsreview.splits.dealing import Dealt, deal

SPLITS = "splits.jsonl"
CERTIFICATE = "certificate.jsonl"
WHOLE = "articles"  # the file, where there are no sides


class Told(msgspec.Struct):
    """What of a line tells how near two articles are."""

    id: str
    text: str


read_told = msgspec.json.Decoder(Told).decode


@dataclass
class Division:
    dealt: Dealt
    groups: list[list[int]]
    """Numbers of articles that stay together."""
    names: dict[str, str]
    """Each article's group, by the id of its first article."""
    before: Mapping[str, str]
    """Where they were in the release before."""

    def side(self, article: str) -> str:
        return self.dealt.sides[article]


def divide(gathered: Gathered, before: Mapping[str, str]) -> Division:
    choices, members = gathered.chooser.choices, [one.member for one in gathered.chosen]
    groups = gathered.grouping.groups() if choices.shares else []
    together = [[members[number] for number in group] for group in groups]
    dealt = deal(together, shares=choices.shares, seed=choices.seed, before=before)
    firsts = {member.id: min(group)[0] for group in together for member in group}
    return Division(dealt, groups, firsts, before)


def article_files(choices: Choices) -> list[str]:
    return [f"{side}.jsonl" for side in choices.sides or [WHOLE]]


def write_articles(gathered: Gathered, division: Division, shelf: Shelf) -> None:
    """A file a side, each an export of its own (docs/export-format.md): what is to be tested on can be kept away from
    what is trained on, and every reader of exports reads it as it is."""
    if not gathered.chooser.choices.shares:
        end_gathered(gathered, shelf)
        return
    with ExitStack() as files:
        native: dict[str, Native] = {}
        for side, heading in headings(gathered, division):
            native[side] = Native(files.enter_context(shelf.file(f"{side}.jsonl")), heading)
        for side, written in placed(gathered, division):
            native[side].add(written)
        for file in native.values():
            file.end()


def end_gathered(gathered: Gathered, shelf: Shelf) -> None:
    """All of it is one file, and need not be written a second time."""
    with shelf.file(f"{WHOLE}.jsonl", begun=gathered.path) as file:
        file.write(trailer(gathered.heading["counts"], file.digest.hexdigest()))
    gathered.path = shelf.folder / f"{WHOLE}.jsonl"


def headings(gathered: Gathered, division: Division) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of the file of each side."""
    for side in gathered.chooser.choices.sides:
        theirs = [one for one in gathered.chosen if division.side(one.member.id) == side]
        yield side, gathered.heading | {"counts": added_up(theirs), "split": side}


def placed(gathered: Gathered, division: Division) -> Iterator[tuple[str, bytes]]:
    """Each article's side and its line, which has side and group at its end."""
    for one, written in zip(gathered.chosen, gathered.lines(), strict=True):
        side = division.side(one.member.id)
        place = {"split": side, "group": division.names[one.member.id]}
        yield side, written.removesuffix(b"}\n") + b"," + line(place).removeprefix(b"{")


class Native:
    """A file of JSON lines with its header and its trailer."""

    def __init__(self, file: Growing, heading: dict[str, Any]) -> None:
        self._file, self._counts = file, heading["counts"]
        self.add(line(heading))

    def add(self, written: bytes) -> None:
        self._file.write(written)

    def end(self) -> None:
        self.add(trailer(self._counts, self._file.digest.hexdigest()))


def whole(gathered: Gathered, division: Division) -> Iterator[bytes]:
    """All sides as one export, each article with its own: what other formats are made from."""
    tally = Tally()
    yield tally.noted(line(gathered.heading))
    if gathered.chooser.choices.shares:
        yield from (tally.noted(written) for _side, written in placed(gathered, division))
    else:
        yield from map(tally.noted, gathered.blocks())
    yield trailer(gathered.heading["counts"], tally.digest.hexdigest())


def write_splits(gathered: Gathered, division: Division, shelf: Shelf) -> None:
    with shelf.file(SPLITS) as file:
        moved = {move["article"]: move for move in moves(gathered, division)}
        for one in gathered.chosen:
            article = one.member.id
            place = {"article": article, "split": division.side(article), "group": division.names[article]}
            file.write(line(place | moved.get(article, {})))


def moves(gathered: Gathered, division: Division) -> Iterator[dict[str, Any]]:
    """Who is on another side than in the release before, and what ties them to whom was there already."""
    ids = [one.member.id for one in gathered.chosen]
    numbers = {article: number for number, article in enumerate(ids)}
    group_of = {number: group for group in division.groups for number in group}
    for move in division.dealt.moved:
        start = numbers[move.article]
        there = [number for number in group_of[start] if division.before.get(ids[number]) == move.after]
        chain = gathered.grouping.chain(start, there)
        because = [{"tied_by": tie.by, "to": ids[tie.other]} for tie in chain]
        yield {"article": move.article, "moved_from": move.before, "because": because}


def certify(gathered: Gathered, division: Division, shelf: Shelf) -> Certificate:
    """How near each test article's nearest neighbour in training is."""
    sides = [division.side(one.member.id) for one in gathered.chosen]

    def told(side: str) -> Iterator[Told]:
        lines = zip(sides, gathered.lines(), strict=True)
        return (read_told(written) for its_side, written in lines if its_side == side)

    tested = ((article.id, article.text) for article in told("test"))
    certificate = Certificate(tested, articles=sides.count("test"))
    for article in told("train"):
        certificate.compare(article.id, article.text)
    with shelf.file(CERTIFICATE) as file:
        for nearest in certificate.lines():
            file.write(line(as_row(nearest)))
    return certificate


def as_row(nearest: Nearest) -> dict[str, Any]:
    row = {"article": nearest.article, "nearest": nearest.neighbour, "containment": nearest.containment}
    return row | {"runs": nearest.runs, "shared": nearest.shared}


def sides_of(release: Release | None) -> dict[str, str]:
    """Where each article was in an earlier release."""
    if release is None or not release.choices["shares"]:
        return {}
    with open_file(release, SPLITS) as file:
        rows = (json.loads(written) for written in file)
        return {row["article"]: row["split"] for row in rows}
