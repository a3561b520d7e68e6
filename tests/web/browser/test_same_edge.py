"""One claim has the same ends whichever hand marks it; other doors store what they are sent, or say why not."""

from collections.abc import Callable
from functools import partial

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Unacceptable, WrongQuote
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands

TEXT = "The gates\nThe fish hall was full. “We waited because they ‘had to’ ask,” she said. “Nobody else did.”"
CLAIM = "We waited because they ‘had to’ ask"


@pytest.fixture
def mine(make_task: Callable[..., Task], annotator: User) -> AnnotationSet:
    return taking.take(task=make_task(TEXT, first_line="The gates"), person=annotator)


def drag_with_quote_marks(hands: Hands) -> None:
    hands.drag(f"“{CLAIM},”")


def drag_without_quote_marks(hands: Hands) -> None:
    hands.drag(CLAIM)


def drag_from_word_to_word(hands: Hands) -> None:
    hands.drag(CLAIM[1:-1])


def double_click_and_extend(hands: Hands) -> None:
    hands.double_click("We waited"[:2])
    hands.press(*["Alt+Shift+ArrowRight"] * 6)


def triple_click_and_draw_back(hands: Hands) -> None:
    hands.page.mouse.click(*hands.place("waited because").middle, click_count=3)
    hands.settle()
    hands.press("f", "a", "s")


def keyboard_sentence_and_letters(hands: Hands) -> None:
    hands.press("j", "j", "j", "f", "a", "s")


def keyboard_phrases(hands: Hands) -> None:
    hands.press("j", "j", "j", "ArrowRight", *["Shift+ArrowRight"] * 3)


WAYS = [
    drag_with_quote_marks,
    drag_without_quote_marks,
    drag_from_word_to_word,
    double_click_and_extend,
    triple_click_and_draw_back,
    keyboard_sentence_and_letters,
    keyboard_phrases,
]


def test_every_hand_gives_a_claim_the_same_ends(hands: Hands, mine: AnnotationSet) -> None:
    hands.open(mine.task)
    found = {}
    for way in WAYS:
        hands.open(mine.task)
        way(hands)
        hands.press("c")
        hands.saved()
        span = mine.spans.get()
        found[way.__name__] = (span.start, span.end)
        hands.press("x")
        hands.saved()

    start = TEXT.index(CLAIM)
    assert found == {way.__name__: (start, start + len(CLAIM)) for way in WAYS}


def test_other_doors_store_what_they_are_sent_or_refuse(mine: AnnotationSet, annotator: User) -> None:
    start = TEXT.index("“We")
    add = partial(editing.add_span, annotation_set=mine, by=annotator, label="claim", start=start)

    add(span=uuid7(), end=start + len(CLAIM) + 3, quote=f"“{CLAIM},”")
    with pytest.raises(WrongQuote):
        add(span=uuid7(), end=start + len(CLAIM), quote=CLAIM)
    with pytest.raises(Unacceptable, match="ends at"):
        add(span=uuid7(), end=len(TEXT) + 1, quote=TEXT[start:])
    assert [span.quote for span in mine.spans.all()] == [f"“{CLAIM},”"]
