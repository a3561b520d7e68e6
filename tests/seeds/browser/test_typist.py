"""A real article from its first line to its last, by the keyboard alone."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.article_text import normalise
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.typing import type_script

ARTICLE = Path(os.environ["NEWSREVIEW_SEEDS"]) / "001_5625f29ce06d0056.txt"

# Label, [start, end) in code points, the keys. Claims come to their source by themselves where a sentence names one;
# L takes away what the reporter says on their own account.
SCRIPT = [
    ("boilerplate", 0, 10, "j b 5"),
    ("heading", 12, 89, "j h 1"),
    ("claim", 12, 89, "j k c"),
    ("boilerplate", 91, 201, "j b 1"),
    ("boilerplate", 202, 227, "j b 3"),
    ("claim", 229, 449, "j c"),
    ("source", 452, 464, "j ArrowRight s 2"),
    ("claim", 470, 584, "j k } c"),
    ("claim", 616, 670, "j ArrowRight ArrowRight ] Shift+ArrowRight c"),
    ("claim", 677, 728, "j ArrowLeft ] c"),
    ("source", 731, 751, "ArrowRight s 2"),
    ("source", 757, 767, "ArrowRight f b l s 1 l l"),
    ("claim", 828, 923, "ArrowRight c 2 l l"),
    ("claim", 930, 1021, "ArrowRight c 2 l l"),
    ("claim", 1032, 1083, "ArrowRight c 2 l l"),
    ("boilerplate", 1086, 1196, "j b 1"),
    ("source", 1198, 1210, "j f o f s 2"),
    ("claim", 1211, 1256, "ArrowRight ArrowLeft ] ] c L"),
    ("claim", 1266, 1373, "k } c 3"),
    ("source", 1376, 1385, "j ArrowRight s 1"),
    ("claim", 1391, 1429, "ArrowRight ] c L"),
    ("claim", 1451, 1503, "ArrowRight c 2"),
    ("source", 1506, 1508, "j Alt+ArrowRight s 1"),
    ("claim", 1568, 1677, "j k } c 3"),
    ("source", 1681, 1683, "j ArrowRight s 1"),
    ("claim", 1689, 1751, "ArrowRight c"),
    ("claim", 1767, 1810, "ArrowRight ] ] c 3"),
    ("claim", 1814, 1850, "ArrowRight c"),
    ("claim", 1855, 1927, "ArrowRight c"),
    ("source", 1930, 1932, "ArrowRight s 1"),
    ("claim", 1940, 1988, "j c 3 l l"),
    ("source", 1992, 2045, "ArrowRight s 1"),
    ("claim", 2051, 2093, "ArrowRight c"),
    ("claim", 2096, 2140, "ArrowRight Shift+ArrowRight c"),
    ("claim", 2147, 2274, "j ArrowLeft { ] c"),
    ("claim", 2277, 2362, "j ArrowRight c"),
    ("claim", 2367, 2434, "ArrowRight Shift+ArrowRight c"),
    ("claim", 2437, 2565, "j c"),
    ("source", 2585, 2595, "j ArrowRight ArrowRight s 1"),
    ("claim", 2619, 2702, "ArrowRight ArrowRight F c o c 3"),
    ("claim", 2712, 2815, "k F s o c L"),
    ("claim", 2818, 2855, "j ArrowRight c 3"),
    ("claim", 2859, 2902, "ArrowRight ] c"),
    ("claim", 2907, 3061, "k F m r c"),
    ("claim", 3064, 3231, "j f y e c"),
    ("claim", 3237, 3277, "j ArrowLeft { c"),
    ("boilerplate", 3280, 3290, "j b 5"),
]


def test_a_whole_article_in_six_presses_a_span(hands: Hands, make_task: Callable[..., Task], annotator: User) -> None:
    text = normalise(ARTICLE.read_bytes())
    mine = taking.take(task=make_task(text, first_line="a real one"), person=annotator)
    hands.open(mine.task)

    cost = type_script(hands, [keys for *_, keys in SCRIPT])

    rows = {(span.label.key, span.start, span.end) for span in mine.spans.select_related("label")}
    assert rows == {(label, start, end) for label, start, end, _ in SCRIPT}
    counts = Counter(label for label, *_ in SCRIPT)
    assert counts == {"claim": 31, "source": 10, "boilerplate": 5, "heading": 1}
    assert Counter(mine.links.values_list("label__key", flat=True)) == {"attributed_to": 14, "via": 1}
    assert (len(SCRIPT), cost) == (47, 201)
