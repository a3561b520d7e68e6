"""Near-copies among real articles: the seeds, and a corpus beside them, compared with all pairs of it."""

import gzip
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from newsreview.article_text import normalise
from newsreview.copies.repeating import repeated
from newsreview.copies.telling import runs_told, told
from newsreview.offsets import paragraphs
from newsreview.word_runs import runs
from tests.copies.reference import Pair, at_least, containments, judged
from tests.corpus.comparing import bring_in, find_pairs, pairs_of

SEEDS = Path(os.environ["NEWSREVIEW_SEEDS"])
CORPUS = SEEDS.parent / "data" / "corpus.jsonl.gz"

Printed = tuple[str, str]
"""An outlet's name and a text."""


@pytest.fixture(scope="module")
def printed() -> list[Printed]:
    with gzip.open(CORPUS, "rb") as lines:
        records = map(json.loads, lines)
        return [(record.get("outlet") or "", normalise(record["text"].encode())) for record in records]


@pytest.mark.django_db
def test_the_two_files_with_the_same_wire_copy_are_found():
    names = sorted(path.name for path in SEEDS.glob("*.txt"))
    articles = bring_in((None, normalise((SEEDS / name).read_bytes())) for name in names)

    assert [tuple(names[number] for number in pair) for pair in pairs_of(articles)] == [
        ("001_5625f29ce06d0056.txt", "003_aae15ccbbfaea88c.txt")
    ]


@pytest.mark.faults
@pytest.mark.django_db
def test_what_is_found_is_what_comparing_all_pairs_finds(printed):
    outlets = [outlet for outlet, _text in printed]
    wanted = containments(told_apart_from_background(printed))
    with_background = containments([runs_by_paragraph(text) for _outlet, text in printed])

    found = find_pairs(printed)

    for least in (0.5, 0.25):
        ours, theirs = at_least(least, found), at_least(least, wanted)
        across = judged(*(different_outlets(pairs, outlets) for pairs in (ours, at_least(least, with_background))))
        if least < 0.5:
            ours, theirs = (different_outlets(pairs, outlets) for pairs in (ours, theirs))
        figures = judged(ours, theirs)
        said = f"{len(printed):,} real articles, containment {least} or more"
        sys.stdout.write(f"{said}: {figures}\n{said}, of different outlets, with all that was crawled: {across}\n")
        assert figures.recall >= 0.95
        assert figures.precision >= 0.95


def different_outlets(pairs: Iterable[Pair], outlets: Sequence[str]) -> set[Pair]:
    return {(one, other) for one, other in pairs if outlets[one] != outlets[other]}


def runs_by_paragraph(text: str) -> set[int]:
    return set[int]().union(*(runs(text[start:end]) for _number, start, end in paragraphs(text)))


def told_apart_from_background(printed: list[Printed]) -> list[set[int]]:
    """With all that is known of an outlet in the end."""
    telling = [told(text) for _outlet, text in printed]
    keys = [[each.key(outlet) for each in of_one] for (outlet, _text), of_one in zip(printed, telling, strict=True)]
    carriers: dict[int, dict[int, set[int]]] = defaultdict(dict)
    for article, of_one in enumerate(keys):
        for key in of_one:
            carriers[key][article] = set(of_one)
    background = {
        key for article, of_one in enumerate(keys) for key in repeated(of_one, article=article, carriers=carriers)
    }
    return [
        runs_told([each for each, key in zip(of_one, theirs, strict=True) if key not in background])
        for of_one, theirs in zip(telling, keys, strict=True)
    ]
