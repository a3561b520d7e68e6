"""The words around what was found: pieces of the text itself, in its order, with nothing added but where it is cut."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from newsreview.search_words import read
from newsreview.web.excerpts import LONGEST, excerpt, with_found


def shown(text: str, typed: str) -> str:
    return "".join(f"[{piece.words}]" if piece.found else piece.words for piece in excerpt(text, read(typed)))


def test_what_is_found_stands_apart_from_what_is_around_it() -> None:
    assert shown("Ferry talks stall; the ferry waits.", "ferry") == "[Ferry] talks stall; the [ferry] waits."
    assert shown("Talks on the ferry. Ferry talks.", '"ferry talks"') == "Talks on the ferry. [Ferry talks]."
    assert shown("Talks on the ferry.", "bus or ferr*") == "Talks on the [ferry]."


def test_a_text_is_cut_between_words_before_what_is_found_and_after_so_many_characters() -> None:
    found = shown("before " * 50 + "ferry" + " after" * 100, "ferry")

    assert found.startswith("… before before")
    assert "before [ferry] after" in found
    assert found.endswith(" …")
    assert len(found) < LONGEST + 10


def test_what_is_found_in_the_title_shows_how_the_text_begins() -> None:
    assert shown("Nothing of boats here.", "ferry") == "Nothing of boats here."
    assert shown("", "ferry") == ""
    assert [tuple(piece) for piece in with_found("Ferry talks", read("talks"))] == [("Ferry ", False), ("talks", True)]
    assert [tuple(piece) for piece in with_found("Ferry talks", None)] == [("Ferry talks", False)]


def test_a_long_text_is_read_as_far_as_it_is_shown() -> None:
    text = "的一是不了人我在有他" * 5_000
    asked = read(" or ".join("的一是不了人我在有他这中大来上个国到说们为子和你地出道也时"))
    began = process_time()

    shown = [excerpt(text, asked) for _row in range(25)]

    assert process_time() - began < 3
    assert [len([piece for piece in pieces if piece.found]) for pieces in shown] == [LONGEST] * 25


@given(st.lists(st.sampled_from(["ferry", "𝒳", "é", "Ferry talks", "\n", "   ", "<b>", "x" * 90, "京"]), max_size=60))
def test_pieces_are_of_the_text(words: list[str]) -> None:
    text = " ".join(words)
    pieces = excerpt(text, read('ferry "京"'))
    kept = "".join(piece.words for piece in pieces).removeprefix("… ").removesuffix(" …")

    assert kept in text
    assert {piece.words.casefold() for piece in pieces if piece.found} <= {"ferry", "京"}
    assert any(piece.found for piece in pieces) == any(word in {"ferry", "Ferry talks", "京"} for word in words)
