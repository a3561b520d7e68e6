"""An article by the keyboard alone, in few presses: docs/keyboard.md compares them with other tools."""

import json
from collections.abc import Callable
from pathlib import Path

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked
from tests.web.browser.typing import type_script

ARTICLE = Path(__file__).parents[3] / "fixtures" / "demo" / "articles" / "strait-online.txt"
CARPET = "‘somebody with the right to ask’ kept the storm gates open"
GATES = "the Kelder Gates closed some 40 minutes late so that the passenger ferry Belle Aurore could reach harbour"
HOMES = "The sea flooded about 900 homes in the low-lying Low Wharves district"
MUST = "the gates must close when the gauge at Anvil Rock shows 2.4\N{NO-BREAK SPACE}metres"
OFFICIAL = "A senior official at Halmar’s Water Ministry"

# Label, words, the answer it is given or has by default, the keys.
SCRIPT = [
    ("heading", "Ferry row deepens as Skerravik counts its wet houses", "headline", "j h 1"),
    ("source", "Harbour master", "named_person", "j ArrowRight s 1"),
    ("claim", CARPET, "fact", "ArrowRight Shift+ArrowRight ( c"),
    ("source", "the ministry", "organisation", "j ArrowLeft ArrowLeft ] s 3"),
    ("claim", "no call was made", "fact", "ArrowRight c l l"),
    ("source", "Port officials", "organisation", "j j ArrowRight s 3"),
    ("claim", GATES, "fact", "ArrowRight Shift+ArrowRight c"),
    ("claim", HOMES, "fact", "j ArrowRight c"),
    ("source", "residents", "unnamed_person", "ArrowRight s 2"),
    ("source", OFFICIAL, "unnamed_person", "ArrowRight ArrowRight s 2"),
    ("claim", MUST, "aim", "ArrowRight ArrowRight Shift+ArrowRight c 2"),
    ("boilerplate", "(Halyard Press)", "credit", "j j b 2"),
]
LINKS = {(CARPET, "Harbour master"), ("no call was made", "the ministry"), (GATES, "Port officials")}
LINKS |= {(HOMES, "residents"), (MUST, OFFICIAL)}


def test_twelve_spans_with_answers_and_links_in_few_presses(
    hands: Hands, make_task: Callable[..., Task], annotator: User
) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    mine = taking.take(task=make_task(text, first_line=text.splitlines()[0]), person=annotator)
    hands.open(mine.task)

    cost = type_script(hands, [keys for *_, keys in SCRIPT])

    spans = mine.spans.select_related("label")
    assert [
        (span.label.key, span.quote, span.attributes.get("type", span.attributes.get("kind"))) for span in spans
    ] == [(label, words, answer) for label, words, answer, _ in SCRIPT]
    assert linked(mine) == {("attributed_to", claim, source) for claim, source in LINKS}
    assert json.loads(hands.page.locator("#labels").inner_text())  # no other hand was needed
    assert (len(SCRIPT), cost) == (12, 52)
