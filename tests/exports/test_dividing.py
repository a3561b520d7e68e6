"""Splits of a release: who goes where, who stays, who moves and why, and how near a neighbour comes."""

from typing import Any

import pytest

from newsreview.corpus.models import Story
from newsreview.exports import releasing
from newsreview.exports.models import Release
from tests.exports.released import article_files, rows, sides

SUBMITTED: dict[str, Any] = {"sets": "submitted", "votes": "all", "shares": {"train": 60, "validation": 20, "test": 20}}
WIRE = "The ferry company says that the harbour stays closed until Monday, and nobody knows what comes then."


def told(number: int) -> str:
    return f"Article {number} tells of its own affairs, at some length and in words of which number {number} is one."


@pytest.fixture
def corpus(handed_in, annotator):
    """Ten articles; 0 and 1 tell one story, 2 and 3 share a paragraph, 4 and 5 an address."""
    storm = Story.objects.create(name="Storm")
    more: dict[int, dict[str, Any]] = {0: {"story": storm}, 1: {"story": storm}}
    more |= {4: {"url": "https://post.example/4"}, 5: {"url": "http://www.post.example/4/"}}
    texts = {number: told(number) + (f"\n{WIRE}" if number in {2, 3} else "") for number in range(10)}
    return [
        str(handed_in(annotator, text, **more.get(number, {})).annotation_set.task.article_id)
        for number, text in texts.items()
    ]


def test_what_belongs_together_is_on_one_side(releases, corpus):
    release = releases(**SUBMITTED)

    where = sides(release)
    assert [where[corpus[n]] for n in (0, 2, 4)] == [where[corpus[n]] for n in (1, 3, 5)]
    files = article_files(release)
    assert {article["id"]: name for name, export in files.items() for article in export.articles} == where
    assert {(article["split"], export.header["split"]) for export in files.values() for article in export.articles} == {
        (name, name) for name in ("train", "validation", "test")
    }
    assert {article["group"] for export in files.values() for article in export.articles} == {
        corpus[n] for n in (0, 2, 4, 6, 7, 8, 9)
    }
    of_manifest = release.outcome.manifest["splits"]
    assert {side: of["articles"] for side, of in of_manifest["sides"].items()} == {
        "train": 6,
        "validation": 2,
        "test": 2,
    }
    assert of_manifest["groups"] == {"count": 7, "largest": 2}


def edited(text: str) -> str:
    """One word in nine is another: no paragraph stays the same."""
    return " ".join(f"{word}ish" if number % 9 == 0 else word for number, word in enumerate(text.split()))


def test_near_copies_are_on_one_side(releases, corpus, handed_in, annotator):
    """The one that came in last has not been compared when the release is asked for."""
    news = " ".join(f"word{number}" for number in range(90))
    original = str(handed_in(annotator, news).annotation_set.task.article_id)
    first = sides(releases(**SUBMITTED))
    copy = str(handed_in(annotator, edited(news), outlet="Echo").annotation_set.task.article_id)

    second = releases(**SUBMITTED)

    where = {row["article"]: row for row in rows(second, "splits.jsonl")}
    assert where[copy]["split"] == where[original]["split"] == first[original]
    assert where[copy]["group"] == where[original]["group"] == original


def test_articles_keep_their_sides_when_others_come(releases, corpus, handed_in, annotator):
    first = sides(releases(**SUBMITTED))
    for number in range(10, 20):
        handed_in(annotator, told(number))

    second = releases(**SUBMITTED)

    where = sides(second)
    assert {article: where[article] for article in corpus} == first
    assert len(where) == 20
    assert second.outcome.manifest["moved"] == []


def test_what_its_group_forces_to_move_says_who_tied_it(releases, corpus, handed_in, annotator):
    """An article that takes from both sides: whoever was in the test joins what a model may have learned from."""
    first = sides(releases(**SUBMITTED))
    tested = next(article for article in corpus if first[article] == "test")
    trained = next(article for article in corpus if first[article] == "train")
    both = "\n".join(told(corpus.index(article)) for article in (tested, trained))
    bridge = str(handed_in(annotator, f"It says:\n{both}").annotation_set.task.article_id)

    release = releases(**SUBMITTED)

    where = sides(release)
    assert where[tested] == where[trained] == where[bridge] == "train"
    [move] = [move for move in release.outcome.manifest["moved"] if move["article"] == tested]
    assert (move["moved_from"], [tie["to"] for tie in move["because"]]) == ("test", [bridge, trained])
    assert {tie["tied_by"] for tie in move["because"]} <= {"paragraph", "copy"}  # each is true of both pairs
    [row] = [row for row in rows(release, "splits.jsonl") if row["article"] == tested]
    assert (row["split"], row["moved_from"]) == ("train", "test")


def test_sides_are_kept_from_a_release_that_was_withdrawn(releases, corpus, manager):
    """A model may have learned from it all the same."""
    first = releases(**SUBMITTED, seed=1)
    releasing.withdraw(release=first, by=manager, why="The wrong labels.")

    second = releases(**SUBMITTED, seed=2)

    assert sides(second) == sides(first)
    assert second.outcome.manifest["changes"] is None


def test_the_certificate_names_the_nearest_neighbour_in_training(releases, corpus, handed_in, annotator):
    """Seven words of a line are repeated: too little to tie the two, and not too little to be seen."""
    before: Release = releases(**SUBMITTED)
    tested = next(article for article in corpus if sides(before)[article] == "test")
    words = told(corpus.index(tested)).split()
    for number in range(40, 50):
        handed_in(annotator, f"{' '.join(words[:14])} and then {number} other things.")

    release = releases(**SUBMITTED)

    nearest = {row["article"]: row for row in rows(release, "certificate.jsonl")}
    assert nearest.keys() == {article for article, side in sides(release).items() if side == "test"}
    assert nearest[tested]["containment"] > 0.25
    assert sides(release)[nearest[tested]["nearest"]] == "train"
    certified = release.outcome.manifest["certificate"]
    assert certified["tested"] == len(nearest)
    assert certified["highest_containment"] == max(row["containment"] for row in nearest.values())
