"""How many near-copies are found, and how many of those found are some, beside an exact comparison of all pairs."""

import sys

import pytest

from newsreview.word_runs import runs
from tests.copies.planting import Press
from tests.copies.reference import at_least, containments, judged
from tests.corpus.comparing import find_pairs


@pytest.mark.django_db
@pytest.mark.parametrize("articles", [2_000, pytest.param(20_000, marks=pytest.mark.faults)])
def test_planted_copies_are_found_and_background_is_none(articles):
    printed = list(Press(seed=articles, outlets=60).printed(articles))
    wanted = containments([set().union(*map(runs, article.own)) for article in printed])

    found = find_pairs((article.outlet, article.text) for article in printed)

    for least in (0.5, 0.25):
        figures = judged(at_least(least, found), at_least(least, wanted))
        sys.stdout.write(f"{articles:,} made-up articles, containment {least} or more: {figures}\n")
        assert figures.wanted > articles / 10
        assert figures.recall >= 0.95
        assert figures.precision >= 0.95
