"""The cursor's ladder: sentence, phrase, word, character; each key moves one end, and the screen says which words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked

LONG = "Harbour officials said the Kelder gates stay shut, and that Mr. Lund was told on Monday."
TEXT = f"Gates stay shut\n{LONG} “Nobody asked us,” she said.\nA third line. It ends."
HEBREW = "הרשות אמרה, הגשר ייסגר ביום ראשון."


@pytest.fixture
def reading(hands: Hands, make_task: Callable[..., Task], annotator: User) -> Callable[..., AnnotationSet]:
    """Open an article at the workbench, with nothing marked."""

    def make(text: str = TEXT) -> AnnotationSet:
        mine = taking.take(task=make_task(text, first_line=text[:20]), person=annotator)
        hands.open(mine.task)
        return mine

    return make


# From the opening of the page: the keys, and the words they lead to.
LADDER = {
    ("ArrowDown",): "Gates stay shut",
    ("j", "j"): LONG,
    ("j", "j", "j"): "“Nobody asked us,” she said.",
    ("j", "j", "j", "j"): "A third line.",
    ("j", "j", "j", "k"): LONG,
    ("j", "j", "ArrowRight"): "Harbour officials",
    ("j", "j", "ArrowRight", "ArrowRight"): "the Kelder gates stay shut",
    ("j", "j", "ArrowRight", "ArrowRight", "ArrowRight"): "Mr. Lund was told on Monday",
    ("j", "j", "ArrowRight", "ArrowRight", "ArrowLeft"): "Harbour officials",
    ("j", "j", "j", "ArrowRight"): "Nobody asked us",
    ("j", "j", "j", "ArrowRight", "ArrowRight", "ArrowRight"): "A third line",
    ("j", "j", "ArrowRight", "Alt+ArrowRight"): "Harbour",
    ("j", "j", "ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight"): "officials",
    ("j", "j", "ArrowRight", "Alt+ArrowLeft"): "shut",
    ("j", "j", "ArrowRight", "Shift+ArrowRight"): "Harbour officials said the Kelder gates stay shut",
    ("j", "Shift+ArrowDown"): f"Gates stay shut\n{LONG}",
    ("j", "j", "Shift+ArrowUp"): LONG,
    ("j", "j", "ArrowRight", "Alt+Shift+ArrowRight"): "Harbour officials said",
    ("j", "j", "ArrowRight", "]"): "officials",
    ("j", "j", "ArrowRight", "ArrowRight", "["): "said the Kelder gates stay shut",
    ("j", "j", "ArrowRight", "ArrowRight", "{"): "Harbour officials said the Kelder gates stay shut",
    ("j", "j", "}"): "the Kelder gates stay shut, and that Mr. Lund was told on Monday.",
    ("j", "j", "ArrowRight", ">", "<", "<"): "Harbour official",
    ("j", "j", "ArrowRight", ")", "(", "("): "Harbour officials",
    ("j", "j", "f", "l", "u"): "Harbour officials said the Kelder gates stay shut, and that Mr. Lund",
    ("j", "j", "F", "w", "a"): "was told on Monday.",
    ("j", "j", "ArrowRight", "f", "g", "a"): "Harbour officials said the Kelder gates",
    ("j", "j", "F", "z", "z"): LONG,
    ("j", "j", "f", "Escape"): LONG,
}


def test_the_ladder_leads_where_a_reader_expects(reading: Callable[..., AnnotationSet], hands: Hands) -> None:
    mine, led = reading(), {}
    for keys in LADDER:
        hands.open(mine.task)
        hands.press(*keys)
        led[keys] = hands.chosen()

    assert led == LADDER


def test_the_words_that_come_in_are_said_alone(reading: Callable[..., AnnotationSet], hands: Hands) -> None:
    reading()
    live = hands.page.locator("#live")

    hands.press("j", "j", "ArrowRight")
    expect(live).to_have_text("Harbour officials")
    hands.press("Alt+Shift+ArrowRight")
    expect(live).to_have_text("said")
    hands.press("Alt+Shift+ArrowLeft")
    expect(live).to_have_text("Harbour officials")


def test_the_sentence_at_hand_has_the_focus_through_swaps(reading: Callable[..., AnnotationSet], hands: Hands) -> None:
    mine = reading()
    hands.press("j", "j", "ArrowRight", "s")
    hands.saved()
    assert hands.evaluate("() => document.activeElement.id") == "s-2-0"

    hands.press("ArrowRight", "c", "j", "u")
    hands.saved()
    assert hands.evaluate("() => document.activeElement.id") == "s-2-1"
    assert marked(mine) == [("source", "Harbour officials")]


def test_a_label_key_commits_at_once_and_a_comma_gives_it_again(
    reading: Callable[..., AnnotationSet], hands: Hands
) -> None:
    mine = reading()
    hands.press("j", "j", "ArrowRight", "ArrowRight", "c", "ArrowRight", ",")
    hands.saved()

    assert marked(mine) == [("claim", "the Kelder gates stay shut"), ("claim", "Mr. Lund was told on Monday")]


def test_arrows_follow_the_eye_where_text_runs_from_right_to_left(
    reading: Callable[..., AnnotationSet], hands: Hands
) -> None:
    reading(HEBREW)
    hands.press("j", "ArrowLeft")
    assert hands.chosen() == "הרשות אמרה"
    hands.press("ArrowLeft")
    assert hands.chosen() == "הגשר ייסגר ביום ראשון"
    hands.press("ArrowRight")
    assert hands.chosen() == "הרשות אמרה"


def test_a_triple_click_takes_the_sentence_across_marks(reading: Callable[..., AnnotationSet], hands: Hands) -> None:
    reading()
    hands.mark("the Kelder gates", "c")
    hands.press("Escape")
    hands.page.mouse.click(*hands.place("gates stay shut,").middle, click_count=3)
    hands.settle()

    assert hands.chosen() == LONG


def test_nothing_moves_while_letters_are_typed(reading: Callable[..., AnnotationSet], hands: Hands) -> None:
    mine = reading()
    hands.press("j", "ArrowRight", "s", "=")
    hands.page.keyboard.type("ff ,Fjk")
    hands.press("Enter")
    hands.saved()

    assert mine.spans.get().attributes == {"who": "ff ,Fjk"}
