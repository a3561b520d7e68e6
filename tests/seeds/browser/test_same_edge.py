"""A claim of a real article has the same ends whichever hand marks it."""

import os
from collections.abc import Callable
from pathlib import Path

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.article_text import normalise
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.same_edge import WAYS, Claim, edges
from tests.web.browser.watching import Watched

ARTICLE = Path(os.environ["NEWSREVIEW_SEEDS"]) / "000_c4051b912da9e453.txt"
START, END = 2731, 2757  # inside quote marks and a comma


def test_every_hand_gives_a_claim_the_same_ends(
    open_page: Callable[..., Watched], make_task: Callable[..., Task], annotator: User
) -> None:
    text = normalise(ARTICLE.read_bytes())
    mine = taking.take(task=make_task(text, first_line="a real one"), person=annotator)
    claim = Claim(text[START:END], quoted=text[START - 1 : END + 2], last=text[START:END].split()[-1][:2])

    found = edges(Hands(open_page(annotator, has_touch=True)), mine, claim)

    assert found == {way.__name__: (START, END) for way in WAYS}
