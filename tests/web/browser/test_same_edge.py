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
from tests.web.browser.same_edge import WAYS, Claim, edges
from tests.web.browser.watching import Watched

TEXT = "The gates\nThe fish hall was full. “We waited because they ‘had to’ ask,” she said. “Nobody else did.”"
CLAIM = "We waited because they ‘had to’ ask"


@pytest.fixture
def mine(make_task: Callable[..., Task], annotator: User) -> AnnotationSet:
    return taking.take(task=make_task(TEXT, first_line="The gates"), person=annotator)


def test_every_hand_gives_a_claim_the_same_ends(
    open_page: Callable[..., Watched], annotator: User, mine: AnnotationSet
) -> None:
    claim = Claim(CLAIM, quoted=f"“{CLAIM},”", last="as")
    found = edges(Hands(open_page(annotator, has_touch=True)), mine, claim)

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
