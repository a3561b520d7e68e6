"""What a search takes for a word, and what it makes of what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.search_words import MOST_BYTES, MOST_PLACES, Unclear, read, vector, words_of


def words(text: str) -> list[str]:
    return [each.word for each in words_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ferry talks, stalled!", ["ferry", "talks", "stalled"]),
        ("Zürich naïve Łódź Åland", ["zurich", "naive", "łodz", "aland"]),
        ("Zu\u0308rich", ["zurich"]),  # the mark by itself
        ("STRASSE Straße ΣΟΦΟΣ σοφός", ["strasse", "strasse", "σοφοσ", "σοφοσ"]),
        ("don’t o'clock", ["don", "t", "o", "clock"]),
        ("1,200 snake_case", ["1", "200", "snake", "case"]),
        ("ＡＢＣ ﬁnd", ["abc", "find"]),
        ("東京都 とカナ", ["東", "京", "都", "と", "カ", "ナ"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("שָׁלוֹם السَّلام", ["שלום", "السلام"]),
        ("👩‍👩‍👧 — … \u0301", []),
    ],
)
def test_words_are_told_without_case_and_accents(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ferry talks", "(('ferry') & ('talks'))"),
        ('"ferry talks" -bus', "(('ferry' <-> 'talks') & !('bus'))"),
        ("ferry or Bus tram", "(('ferry')) | (('bus') & ('tram'))"),
        ("OR ferry or", "(('ferry'))"),
        ("ferr*", "(('ferr':*))"),
        ('"harbour mas*"', "(('harbour' <-> 'mas':*))"),
        ('"never closed', "(('never' <-> 'closed'))"),
        ("o'neil", "(('o' <-> 'neil'))"),
        ("東京", "(('東' <-> '京'))"),
        ('-"stalled talks"', "(!('stalled' <-> 'talks'))"),
        ("ferry & !talks | (x:*) 'y' \\", "(('ferry') & ('talks') & ('x') & ('y'))"),
    ],
)
def test_what_is_typed_is_put_in_the_database_s_language(typed: str, asked: str) -> None:
    assert read(typed).in_sql() == asked


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "no word"),
        ('"" - * !', "no word"),
        ("or", "no word"),
        (" ".join(["word"] * 31), "too many words"),
        ("f*", "too short a beginning"),
    ],
)
def test_what_asks_for_nothing_says_why(typed: str, why: str) -> None:
    with pytest.raises(Unclear) as refused:
        read(typed)

    assert refused.value.why == why


def test_places_are_those_of_the_text_and_the_longest_wins() -> None:
    text = "𝒳: the Ferry talks, the FERRIES; ferry."
    asked = read('"ferry talks" or ferry or ferries -the')

    assert [text[place.start : place.end] for place in asked.places(text)] == ["Ferry talks", "FERRIES", "ferry"]


def test_a_vector_keeps_the_title_s_end_and_the_text_s_beginning_apart() -> None:
    assert vector("Ferry talks", "talks stall") == "'ferry':1 'talks':2,4 'stall':5"


def test_a_vector_keeps_within_what_the_database_takes() -> None:
    places = vector("ferry " * (MOST_PLACES + 5)).partition(":")[2]

    assert places == ",".join(map(str, range(1, MOST_PLACES + 1)))
    assert len(vector(" ".join(f"word{n}" for n in range(200_000))).encode()) < 2 * MOST_BYTES


@given(st.text(max_size=80))
def test_whatever_is_written_finds_itself(text: str) -> None:
    """As words in a row, which the places show again. Quotes and stars say something of their own."""
    if not words(text):
        return
    typed = text.replace('"', " ").replace("*", " ")
    place = next(read(f'"{typed}"').places(text)) if len(words(text)) <= 30 else None

    assert place is None or words(text[place.start : place.end])[: len(words(text))] == words(text)
