"""What two people mark in an article of the demo story: most of it alike, and once in every way there is to differ.

The guideline is on the one's side for the pronouns (4.2), the subhead (2.1), who passes on whom (5.3) and the whole of
a claim (3.2), and on the other's where it says: in doubt fact before view (3.5).
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from uuid_utils.compat import uuid7

from newsreview.commands.demo import FOLDER
from tests.web.browser.hands import Hands

ARTICLE = "harbour-post.txt"
TEXT = (FOLDER / "articles" / ARTICLE).read_text(encoding="utf-8")


class Mark(NamedTuple):
    label: str
    words: str
    answers: dict[str, str]
    around: str = ""
    """More of the article, where the words stand in several places."""
    rests_on: str = ""
    """The name of the source that it is attributed to."""

    @property
    def name(self) -> str:
        return self.around or self.words

    def as_operation(self, span: str) -> dict[str, Any]:
        start = TEXT.index(self.name) + self.name.index(self.words)
        place = {"start": start, "end": start + len(self.words), "quote": self.words}
        what = {"span": span, "label": self.label, "attributes": self.answers}
        return {"op": "span.add", "id": str(uuid7())} | what | place


def source(words: str, kind: str, who: str, around: str = "") -> Mark:
    return Mark("source", words, {"type": kind, "who": who}, around)


def claim(words: str, rests_on: str = "", kind: str = "fact") -> Mark:
    return Mark("claim", words, {"kind": kind}, rests_on=rests_on)


# By hand ------------------------------------------------------------------------------------------------------------

HEADLINE = "Kelder Gates stood open for 31 minutes as the sea came in"
WAITED = "We waited because we were asked to wait"  # “…,” she told a packed fish hall
CARRIED = "the Belle Aurore carried 331 people"  # the official told the agency
OFFICIAL, AGENCY = "The official", "Halyard Press"

# By many operations at once -----------------------------------------------------------------------------------------

MASTER, MINISTER = "harbour master Ragnhild Osterby", "Odile Ferrand"
PRONOUNS = {
    "I heard the siren after the water was on the stairs": ("Maud Tillery", "she said. “Not before"),
    "all up here 👨‍👩‍👧‍👦 cat furious": ("Maud Tillery", "she sent her sister"),
    "He had 312 people on board and a following sea": ("Zoé Lemarand", "she said, “‘Come now"),
    "It is on the tape, the tape is in the safe, and I am sitting on the safe": ("Ragnhild Osterby", "she said, and"),
}
ALIVE = "every one of them is alive because somebody kept their head"
REQUEST = "the request to keep the gates open came from Halmar"
SUBHEAD = "Who counts the houses"

BOTH = [
    Mark("boilerplate", "Low Wharves", {"type": "navigation"}),
    Mark("boilerplate", "By Marit Sandoe and Jonas Kell", {"type": "byline"}),
    source(MASTER, "named_person", "Ragnhild Osterby"),
    claim("The storm gates that guard Skerravik stood open for 31 minutes on Wednesday morning", MASTER),
    source(OFFICIAL, "unnamed_person", "official in Torvane (senior)"),
    source(AGENCY, "media", AGENCY),
    source(MINISTER, "named_person", MINISTER),
]
ONE = [
    *BOTH,
    *(source("she", "named_person", who, around) for who, around in PRONOUNS.values()),
    *(claim(words, around) for words, (_, around) in PRONOUNS.items()),
    Mark("heading", SUBHEAD, {"type": "subhead"}),
    claim(ALIVE, OFFICIAL, kind="view"),
    claim(f"{REQUEST}, by telephone, at 02:04", MINISTER),
]
OTHER = [
    *BOTH,
    *(claim(words) for words in PRONOUNS),
    Mark("boilerplate", SUBHEAD, {"type": "navigation"}),
    claim(ALIVE, OFFICIAL),
    claim(REQUEST, MINISTER),
]

SEND = """
async (ops) => {
  const { deliver, personOf } = await import("/static/js/line.js");
  const { ops: url, set, version } = document.getElementById("text").dataset;
  const { status, done } = await deliver({ url, set, person: personOf(document), base: Number(version), ops });
  return [status, done?.length];
}
"""


def send(hands: Hands, marks: Collection[Mark]) -> None:
    """As the page that is open sends what is marked on it; then it is loaded again."""
    spans = {mark.name: str(uuid7()) for mark in marks}
    ops = [mark.as_operation(spans[mark.name]) for mark in marks]
    for mark in marks:
        if mark.rests_on:
            ends = {"from": spans[mark.name], "to": spans[mark.rests_on]}
            made = {"link": str(uuid7()), "label": "attributed_to"}
            ops.append({"op": "link.add", "id": str(uuid7())} | made | ends)
    assert hands.evaluate(SEND, ops) == [200, len(ops)]
    hands.page.reload()
    hands.page.locator("#text .sent").first.wait_for()
