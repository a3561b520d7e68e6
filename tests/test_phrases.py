"""Phrases: what could be a claim or a source, without the words that only join or report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.offsets import Offsets
from newsreview.phrases import phrases

SENTENCES = {
    "Harbour officials said Mr Okafor and Ms Lund spoke for roughly 10 minutes.": [
        "Harbour officials",
        "Mr Okafor",
        "Ms Lund spoke for roughly 10 minutes",
    ],
    "He made three points: that the gates would hold; that Kelder should wait; and that nobody was told.": [
        "He made three points",
        "the gates would hold",
        "Kelder should wait",
        "nobody was told",
    ],
    "“We looked at the bearings,” said Ines Okafor.": ["We looked at the bearings", "Ines Okafor"],
    "The deal was dropped because of the “very polarised views of some towns.”": [
        "The deal was dropped",
        "because of the",
        "very polarised views of some towns",
    ],
    "She told reporters on Thursday that the town will pay.": ["She", "the town will pay"],
    "According to the mayor, the bill, to which Kelder agreed, is £1,200.": [
        "the mayor",
        "the bill",
        "to which Kelder agreed",
        "is £1,200",
    ],
    "At that meeting he claimed that the states reports were lost – until Monday.": [
        "At that meeting he",
        "the states reports were lost",
        "until Monday",
    ],
    "It stays shut for as long as it takes, as Mr Lund explained.": [
        "It stays shut for as long as it takes",
        "as Mr Lund",
    ],
    "They met on March 2, 2023, at 19:59 (Ada Brandt/EPA).": [
        "They met on March 2, 2023",
        "at 19:59",
        "Ada Brandt/EPA",
    ],
    "That is the engineers’ view, not the “well-meant” guess of a face-to-face chat.": [
        "That is the engineers’ view",
        "not the",
        "well-meant",
        "guess of a face-to-face chat",
    ],
    "She refused to say when it began that night.": ["She refused to say", "when it began that night"],
    "The sluice, radio KLR reports.": ["The sluice", "radio KLR"],
    "EPA": ["EPA"],
    "• – •": [],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_cut_where_claims_and_sources_end(sentence: str) -> None:
    found = phrases(sentence, Offsets(0, len(sentence)), "en-GB")

    assert [sentence[p.start : p.end] for p in found] == SENTENCES[sentence]


def test_of_other_languages_punctuation_is_known() -> None:
    text = "Sie sagte, and das «Tor» sei zu: um 19:59 – nicht früher."

    found = phrases(text, Offsets(0, len(text)), "de")
    assert [text[p.start : p.end] for p in found] == [
        "Sie sagte",
        "and das",
        "Tor",
        "sei zu",
        "um 19:59",
        "nicht früher",
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                "he",
                "said",
                "that",
                "That",
                "as well as",
                "“x”",
                "’s",
                ",",
                "–",
                "👩‍👧",
                "1,2",
                "to which",
                "(",
                "\u00a0",
            ]
        )
    ),
    st.sampled_from(["", "en", "sv"]),
)
def test_phrases_are_in_order_and_hold_words(words: list[str], language: str) -> None:
    text = "A " + " ".join(words)
    found = phrases(text, Offsets(0, len(text)), language)

    edges = [edge for p in found for edge in (p.start, p.end)]
    assert edges == sorted(edges)
    assert all(any(map(str.isalnum, text[p.start : p.end])) for p in found)
