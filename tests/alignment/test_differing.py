"""What an outlet changed, read from beginning to end."""

from hypothesis import example, given
from hypothesis import strategies as st

from newsreview.alignment.aligning import align, tokenised
from newsreview.alignment.differing import Change, differences
from newsreview.sentences import sentences

WORDS = st.text(alphabet="ab “”-.\nA🚢", max_size=40)


def changes(old: str, new: str) -> list[tuple[str, str]]:
    alignment = align(*(tokenised(text, sentences(text, 0, len(text))) for text in (old, new)))
    return [(passage.change.value, passage.words) for passage in differences(alignment)]


def test_a_changed_word_stands_beside_what_it_was() -> None:
    assert changes("It took ten minutes.", "It took twelve minutes.") == [
        ("same", "It took "),
        ("taken out", "ten"),
        ("added", "twelve"),
        ("same", " minutes."),
    ]


def test_sentences_come_and_go() -> None:
    assert changes("One came. Two went.", "Two went.\nThree stayed.") == [
        ("taken out", "One came. "),
        ("same", "Two went."),
        ("added", "\nThree stayed."),
    ]


def test_capital_letters_and_quote_marks_are_changes_too() -> None:
    assert changes("the Ferry sank", "The ferry sank") == [
        ("taken out", "the"),
        ("added", "The"),
        ("same", " "),
        ("taken out", "Ferry"),
        ("added", "ferry"),
        ("same", " sank"),
    ]


def test_a_sentence_in_the_place_of_another_is_no_edit_of_it() -> None:
    old = "Repairs begin. The work is to cost four million crowns, according to the board. It is late."
    new = "Repairs begin. Fishermen protested in front of the town hall, and left. It is late."
    assert [change for change, _ in changes(old, new)] == ["same", "taken out", "added", "same"]


@given(WORDS, WORDS)
@example("a b \n.", "a a \n.")
def test_without_what_was_taken_out_it_is_the_later_text(old: str, new: str) -> None:
    assert "".join(words for change, words in changes(old, new) if change != Change.TAKEN_OUT) == new


@given(WORDS)
def test_nothing_is_a_change_where_nothing_changed(text: str) -> None:
    assert changes(text, text) == ([("same", text)] if text else [])
