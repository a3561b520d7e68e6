"""Nothing leaks, and nothing moves without need, in any corpus."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.splits.corpora import SHARES, Story, corpora, dealt, grouped, pairs_that_leak, tied

IN_THE_SUITE = settings(max_examples=40, deadline=None)
AT_LENGTH = settings(max_examples=1000, deadline=None)


def nothing_leaks(corpus: list[Story]) -> None:
    assert pairs_that_leak(corpus, dealt(corpus).sides) == []


def the_planted_pair_is_on_one_side(corpus: list[Story], by: str) -> None:
    """A near-copy: one paragraph of its own and one of the other's; or the same story and nothing else in common."""
    model, outsider = corpus[0], corpus[-1]
    text = f"{model.text}\nA line of its own." if by == "text" else "Elsewhere."
    corpus.append(Story("planted", "" if by == "text" else "landslide", "", "Daily", text))
    corpus[0] = Story(model.id, model.story if by == "text" else "landslide", model.url, model.outlet, model.text)
    sides = dealt(corpus).sides

    assert sides["planted"] == sides[model.id]
    assert outsider.id in sides


def nothing_moves_but_what_must(corpus: list[Story], then: int) -> None:
    """The first so many are dealt out; then the others come."""
    earlier = dealt(corpus[:then])
    later = dealt(corpus, earlier.sides)
    moved = {move.article for move in later.moved}

    assert pairs_that_leak(corpus, later.sides) == []
    assert moved == {story.id for story in corpus[:then] if later.sides[story.id] != earlier.sides[story.id]}
    for group in grouped(corpus):
        were = [earlier.sides[member.id] for member in group if member.id in earlier.sides]
        assert len(set(were)) > 1 or not moved & {member.id for member in group}
        assert "train" not in were or {later.sides[member.id] for member in group} == {"train"}


@IN_THE_SUITE
@given(corpora())
def test_what_is_tied_is_on_one_side(corpus: list[Story]) -> None:
    nothing_leaks(corpus)


@IN_THE_SUITE
@given(corpora(), st.sampled_from(["text", "story"]))
def test_a_planted_pair_is_on_one_side(corpus: list[Story], by: str) -> None:
    the_planted_pair_is_on_one_side(corpus, by)


@IN_THE_SUITE
@given(corpora(), st.integers(1, 20))
def test_who_has_a_side_keeps_it_when_others_come(corpus: list[Story], then: int) -> None:
    nothing_moves_but_what_must(corpus, then)


@IN_THE_SUITE
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_is_nothing(corpus: list[Story], chance: object) -> None:
    other_way = sorted(corpus, key=lambda story: story.id)

    assert dealt(corpus).sides == dealt(other_way).sides


@IN_THE_SUITE
@given(corpora())
def test_groups_are_no_larger_than_the_ties_make_them(corpus: list[Story]) -> None:
    """Whoever is with others is tied to one of them."""
    by_id = {story.id: story for story in corpus}
    for group in grouped(corpus):
        for member in group:
            others = [by_id[other.id] for other in group if other is not member]
            assert not others or any(tied(by_id[member.id], other) for other in others)


@IN_THE_SUITE
@given(corpora())
def test_no_side_is_empty_while_there_are_groups_to_go_round(corpus: list[Story]) -> None:
    groups = grouped(corpus)

    assert len(set(dealt(corpus).sides.values())) == min(len(groups), len(SHARES))


@pytest.mark.faults
@AT_LENGTH
@given(corpora(), st.sampled_from(["text", "story"]), st.integers(1, 20))
def test_a_thousand_corpora(corpus: list[Story], by: str, then: int) -> None:
    nothing_leaks(corpus)
    nothing_moves_but_what_must(corpus, then)
    the_planted_pair_is_on_one_side(corpus, by)
