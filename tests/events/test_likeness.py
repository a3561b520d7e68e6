import pytest

from newsreview.events.likeness import COPY, ENOUGH, ENOUGH_WITHOUT_DAYS, MOST_DAYS, Direction, closeness, direction
from newsreview.events.looking_up import LEAST_SHARED, keys_of, looked_for
from newsreview.events.telling import EventWords


def article(*words: int, day: int | None = 10) -> Direction:
    return Direction(dict.fromkeys(words, 1.0), len(words) ** 0.5, day)


def test_closeness_is_the_cosine_in_units_of_what_is_enough():
    one, other = article(1, 2, 3, 4), article(3, 4, 5, 6)

    assert closeness(one, other) == pytest.approx(0.5 / ENOUGH)
    assert closeness(one, one._replace(day=None)) == pytest.approx(1 / ENOUGH_WITHOUT_DAYS)
    assert closeness(one, article(7, 8)) == 0
    assert closeness(one, article()) == 0


def test_a_near_copy_is_close_whatever_its_words_are():
    assert closeness(article(1), article(2), are_copies=True) == COPY


def test_articles_of_other_days_tell_of_other_events():
    one = article(1, 2)

    assert closeness(one, article(1, 2, day=10 + MOST_DAYS)) > 1
    assert closeness(one, article(1, 2, day=11 + MOST_DAYS)) == 0
    assert closeness(one, article(1, 2, day=11 + MOST_DAYS), are_copies=True) == 0


def test_a_name_weighs_more_than_a_word_and_what_is_everywhere_next_to_nothing():
    told = EventWords(frozenset({1, 2, 3, 4}), frozenset({1, 3}), frozenset({4}))

    few = direction(told, 10, counts={1: 1, 2: 1, 3: 4, 4: 1}, articles=5).weights
    many = direction(told, 10, counts={1: 2, 2: 2, 3: 90_000, 4: 2}, articles=100_000).weights

    assert few[1] > few[3] > 10 * few[4] > 10 * few[2]
    assert many[1] > many[4] > many[2] > 10 * many[3]


def test_what_is_close_is_found_by_its_keys():
    """Of the same days or the days beside; and whoever does not know the day, of any."""
    one = article(*range(100))

    def shared(day: int | None, there: int | None) -> int:
        return len({*looked_for(one._replace(day=day))} & {*keys_of(one._replace(day=there))})

    for day, there in ((10, 10), (10, 10 + MOST_DAYS), (10, 10 - MOST_DAYS), (10, None), (None, 10), (None, None)):
        assert shared(day, there) >= LEAST_SHARED, (day, there)
    assert shared(10, 30) == 0
