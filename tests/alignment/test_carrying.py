"""Where marked words are in a text that was made from theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.alignment.aligning import Alignment, Matcher, Patience, align, tokenised
from newsreview.alignment.carrying import Carried, Fate, carried
from newsreview.offsets import Offsets
from newsreview.sentences import sentences

EARLIER = (
    "The old ferry ran late on Monday. “We are sorry,” the harbour office said.\n"
    "Repairs take ten days. Tickets stay valid."
)


def aligned(old: str, new: str) -> Alignment:
    return align(*(tokenised(text, sentences(text, 0, len(text))) for text in (old, new)))


def carry(words: str, old: str, new: str, nth: int = 0) -> tuple[str, str | None]:
    start = -1
    for _ in range(nth + 1):
        start = old.index(words, start + 1)
    fate, place = carried(Offsets(start, start + len(words)), aligned(old, new))
    return fate.value, place.quote(new) if place else None


def test_what_nobody_touched_is_kept() -> None:
    assert carry("Repairs take ten days", EARLIER, EARLIER) == ("kept", "Repairs take ten days")


def test_a_sentence_put_before_it_leaves_it_where_it_was() -> None:
    assert carry("the harbour office", EARLIER, f"Update. {EARLIER}") == ("kept", "the harbour office")


def test_a_sentence_is_found_where_it_was_put() -> None:
    said = "“We are sorry,” the harbour office said."
    later = f"Repairs take ten days. The old ferry ran late on Monday. Tickets stay valid. {said}"
    assert carry(said, EARLIER, later) == ("moved", said)


@pytest.mark.parametrize(
    ("words", "edit", "found"),
    [
        ("Repairs take ten days", ("ten", "twelve"), ("changed", "Repairs take twelve days")),
        ("The old ferry", ("The old", "A very old"), ("changed", "A very old ferry")),
        ("late on Monday", ("Monday", "Friday night"), ("changed", "late on Friday night")),
        ("late on Monday", ("Monday", "Monday night"), ("kept", "late on Monday")),
    ],
)
def test_an_edit_within_it_changes_it(words: str, edit: tuple[str, str], found: tuple[str, str]) -> None:
    assert carry(words, EARLIER, EARLIER.replace(*edit)) == found


def test_an_edit_beside_it_leaves_its_words() -> None:
    later = EARLIER.replace("Repairs take", "He added that repairs will take")
    assert carry("ten days", EARLIER, later) == ("kept", "ten days")


def test_straight_quotes_are_curly_ones() -> None:
    later = EARLIER.replace("“", '"').replace("”", '"')
    assert carry("“We are sorry,”", EARLIER, later) == ("kept", '"We are sorry,"')


def test_a_part_of_a_word_stays_that_part() -> None:
    assert carry("ferr", EARLIER, f"Update. {EARLIER}") == ("kept", "ferr")
    assert carry("erry ran l", EARLIER, f"Update. {EARLIER}") == ("kept", "erry ran l")


def test_what_was_taken_out_is_lost() -> None:
    assert carry("Repairs take ten days", EARLIER, EARLIER.replace("Repairs take ten days. ", "")) == ("lost", None)


def test_another_sentence_in_its_place_is_not_it() -> None:
    later = EARLIER.replace("Repairs take ten days.", "Nobody knows when it sails.")
    assert carry("Repairs take ten days", EARLIER, later) == ("lost", None)


def test_of_two_that_look_alike_none_is_guessed() -> None:
    old = "It began. Read more here. Read more here. It ended."
    assert carry("Read more", old, "It began. Read more here. It ended.") == ("lost", None)
    assert carry("Read more", old, "It began. Read more here. It ended.", nth=1) == ("lost", None)


def test_the_same_sentence_twice_is_known_by_its_neighbours() -> None:
    old = "One came. Read more here. Two came. Read more here. Three came."
    new = "Two came. Read more here. Three came."
    assert carry("Read more", old, new) == ("lost", None)
    alignment = aligned(old, new)
    second = old.rindex("Read more")
    assert carried(Offsets(second, second + 9), alignment) == Carried(Fate.KEPT, Offsets(10, 19))


def test_the_same_words_twice_in_a_sentence_that_changed_are_not_guessed() -> None:
    old, new = "The mayor said that the boat was late.", "The mayor said yesterday that the mayor was late."
    assert carry("The mayor", old, new) == ("lost", None)


@pytest.mark.parametrize(
    ("words", "said", "becomes"),
    [
        ("ten days", "Repairs take ten days.", "The thief was jailed for ten days."),
        ("Ada Brandt", "“It is safe,” said Ada Brandt.", "Thieves stole a statue of Ada Brandt last night."),
    ],
)
def test_the_same_words_in_another_sentence_are_not_them(words: str, said: str, becomes: str) -> None:
    assert carry(words, f"It rained. {said} It ended.", f"It rained. {becomes} It ended.") == ("lost", None)


def test_words_stay_the_same_where_their_sentence_is_cut_or_joined() -> None:
    whole, parts = (
        "The yard works late, and the ferry sails on Friday.",
        "The yard works late. And the ferry sails on Friday.",
    )
    assert carry("the ferry sails on Friday", whole, parts) == ("kept", "the ferry sails on Friday")
    assert carry("the ferry sails on Friday", parts, whole) == ("kept", "the ferry sails on Friday")


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("cafe", "cafe\u0301"),
        ("\N{THUMBS UP SIGN}", "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"),
        ("हिन्द", "हिन्दी"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧\u200d👦"),
        ("🇩🇪", "🇪🇺"),
    ],
)
def test_a_character_is_not_cut_in_two(said: str, becomes: str) -> None:
    assert carry(said, f"She saw {said} on Monday.", f"She saw {becomes} on Monday.") == ("lost", None)
    assert carry(said, f"She saw {said} on Monday.", f"He fell. She saw {said} on Monday.") == ("kept", said)


def test_white_space_that_was_marked_with_words_stays_with_them() -> None:
    assert carry("Subscribe. ", "One.\nSubscribe. \nTwo.", "One.\nSubscribe. \nTwo.") == ("kept", "Subscribe. ")
    assert carry("Subscribe. ", "One.\nSubscribe. \nTwo.", "One.\nSubscribe.\nTwo.") == ("kept", "Subscribe.")


def test_patience_with_words_that_come_again_and_again_ends_with_the_longest_run_found() -> None:
    old = "yes it is the end of it " + " ".join(f"it a{n}" for n in range(40))
    new = " ".join(f"it b{n}" for n in range(40)) + " this is the end of it"
    found = [Matcher(old.split(), new.split(), Patience(steps)).get_matching_blocks() for steps in (100, 1_850, 9_000)]
    assert [[size for *_, size in blocks] for blocks in found] == [[0], [5, 0], [1, 5, 0]]


def test_white_space_is_nothing_to_be_carried() -> None:
    assert carry(" ", "One  two.", "One  two. Three.") == ("lost", None)


SENTENCES = st.lists(
    st.sampled_from(["Read more.", "The boat sank.", "Nobody came.", "It rained.", "“No,” she said.", "He left 🚢."]),
    max_size=8,
)


@given(SENTENCES, SENTENCES, st.data())
def test_words_are_never_said_to_be_the_same_where_they_are_not(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    earlier, later = " ".join(old), "\n".join(new)
    if not earlier:
        return
    start = data.draw(st.integers(0, len(earlier) - 1))
    span = Offsets(start, data.draw(st.integers(start + 1, len(earlier))))
    fate, place = carried(span, aligned(earlier, later))
    if fate in {Fate.KEPT, Fate.MOVED}:
        assert place is not None
        assert place.quote(later).split() == span.quote(earlier).split()


@given(SENTENCES)
def test_a_text_that_did_not_change_keeps_everything_where_it_was(said: list[str]) -> None:
    text = " ".join(said)
    alignment = aligned(text, text)
    assert [carried(token, alignment) for token in alignment.old.tokens] == [
        Carried(Fate.KEPT, token) for token in alignment.old.tokens
    ]
