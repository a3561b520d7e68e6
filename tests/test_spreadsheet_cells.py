import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.spreadsheet_cells import as_text, words_of


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert as_text(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("words", ["", "1-1", " =1", "'s Gravenhage", "“=1”"])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert as_text(words) == words


@given(st.text(st.sampled_from("'=x＝ ")))
def test_words_are_had_back_from_their_cell(words: str) -> None:
    assert words_of(as_text(words)) == words
