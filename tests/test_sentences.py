"""Sentences as a reader hears them, where ICU alone would cut at titles, initials and quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.sentences import sentences

# Each | is where a sentence ends; nothing else is cut.
AS_READ = [
    "Mr. Harrigan said No. 4 is shut. |J. K. Rowe and Dr. Bell left.",
    "Prof. Lund met Gen. Ortega at 5 p.m. on Jan. 3 in St. Ives. |They spoke.",
    "“It is so. |It was 💩,” she said. |U.S. officials agreed.",
    "“Is it open?” he asked. |“No!” said the warden. |They left.",
    "Then… he left. |Nobody came.",
    "1. The first of many. |2. The second one.",
    "The gates cost £6.2m. |Repairs took 1,200 hours.",
    "He wrote (see p. 4) to the council. |It did not answer.",
    "Она ушла. |Он остался.",
    "„Das ist z. B. der Fluss.“ |Er stieg um 1,5 m.",
    "Ella dijo: «Se acabó». |Luego se fue.",
    "ירד גשם. |הגשר נסגר.",
    "下雨了。|桥关了。",
    "No stop at the end",
    "He came at 4 a.m. and left.",
    "It was over !  |Or was it ?",
]
LANGUAGES = {"Она": "ru", "„Da": "de", "Ell": "es", "ירד": "he", "下雨了": "zh"}


@pytest.mark.parametrize("marked", AS_READ)
def test_a_paragraph_is_cut_where_a_reader_would(marked: str) -> None:
    text = marked.replace("|", "")
    language = LANGUAGES.get(marked[:3], "en")

    found = [text[s.start : s.end] for s in sentences(text, 0, len(text), language)]
    assert found == [piece.strip() for piece in marked.split("|")]


def test_offsets_are_the_articles_own() -> None:
    text = "💩 First.\nA second one. And 𝒳 third.\nLast."
    found = sentences(text, 9, 35)

    assert [(s.start, text[s.start : s.end]) for s in found] == [(9, "A second one."), (23, "And 𝒳 third.")]


@pytest.mark.parametrize("language", ["", "xx", "en-GB", "no such language", "zh-Hant-TW", "@collation=x"])
def test_any_language_tag_will_do(language: str) -> None:
    assert len(sentences("One is here. Two is there.", 0, 26, language)) == 2


@given(st.text(alphabet='aB.?! \u00a0“”’"\u0301👩\u200d👧𝒳ש\t1•-', max_size=60), st.sampled_from(["", "en", "he"]))
def test_nothing_that_can_be_seen_lies_outside(text: str, language: str) -> None:
    found = sentences(text, 0, len(text), language)

    between = [0, *(edge for s in found for edge in (s.start, s.end)), len(text)]
    assert between == sorted(between)
    outside = "".join(text[a:b] for a, b in zip(between[::2], between[1::2], strict=True))
    assert outside.strip() == ""
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
