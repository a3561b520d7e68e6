"""One claim in quote marks, marked by every hand that a person has."""

from collections.abc import Callable
from dataclasses import dataclass

from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands

SELECT_WORD = """
([x, y]) => {
  const { startContainer: words, startOffset: at } = document.caretRangeFromPoint(x, y);
  getSelection().setBaseAndExtent(words, at, words, words.data.indexOf(" ", at + 1));
}
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """The first words of a sentence, inside quote marks. `last` are two letters of its last word."""

    words: str
    quoted: str
    last: str

    @property
    def more_words(self) -> int:
        return len(self.words.split()) - 1


def drag_with_quote_marks(hands: Hands, claim: Claim) -> None:
    hands.drag(claim.quoted)


def drag_without_quote_marks(hands: Hands, claim: Claim) -> None:
    hands.drag(claim.words)


def drag_from_word_to_word(hands: Hands, claim: Claim) -> None:
    hands.drag(claim.words[1:-1])


def double_click_and_extend(hands: Hands, claim: Claim) -> None:
    hands.page.mouse.dblclick(*hands.place(claim.words).start)
    hands.settle()
    hands.press(*["Alt+Shift+ArrowRight"] * claim.more_words)


def triple_click_and_draw_back(hands: Hands, claim: Claim) -> None:
    hands.page.mouse.click(*hands.place(claim.words).start, click_count=3)
    hands.settle()
    hands.press("f", *claim.last)


def keyboard_sentence_and_letters(hands: Hands, claim: Claim) -> None:
    to_its_sentence(hands, claim)
    hands.press("f", *claim.last)


def keyboard_phrases(hands: Hands, claim: Claim) -> None:
    to_its_sentence(hands, claim)
    hands.press("ArrowRight")
    for _ in range(claim.more_words):
        if len(hands.chosen()) < len(claim.words):
            hands.press("Shift+ArrowRight")


def touch(hands: Hands, claim: Claim) -> None:
    """A long press takes a word, as the browser would say it; the bar moves its end."""
    hands.page.set_viewport_size({"width": 375, "height": 667})
    hands.page.touchscreen.tap(*hands.place(claim.words).start)
    hands.evaluate(SELECT_WORD, hands.place(claim.words).start)
    bar = hands.page.get_by_role("toolbar", name="Labels")
    for _ in range(claim.more_words):
        bar.get_by_role("button", name="End: one word to the right").tap()


def to_its_sentence(hands: Hands, claim: Claim) -> None:
    hands.press("j")
    for _ in range(100):
        if claim.words in hands.chosen():
            return
        hands.press("j")


WAYS: list[Callable[[Hands, Claim], None]] = [
    drag_with_quote_marks,
    drag_without_quote_marks,
    drag_from_word_to_word,
    double_click_and_extend,
    triple_click_and_draw_back,
    keyboard_sentence_and_letters,
    keyboard_phrases,
    touch,
]


def edges(hands: Hands, mine: AnnotationSet, claim: Claim) -> dict[str, tuple[int, int]]:
    """What each way stores; what it has marked is deleted again."""
    found = {}
    for way in WAYS:
        hands.open(mine.task)
        way(hands, claim)
        hands.press("c")
        hands.saved()
        span = mine.spans.get()
        found[way.__name__] = (span.start, span.end)
        hands.press("x")
        hands.saved()
    return found
