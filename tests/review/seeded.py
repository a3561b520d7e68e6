"""Two people at one article who differ in every way there is, and once in the same way five times."""

from collections.abc import Callable

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.projects.models import Task
from tests.annotation.hand import Hand

TEXT = """Council to close the old bridge

Ada Brandt, the harbour master, said on Monday that the bridge would close in June.
1she said repairs would cost six million. 2she said the money was there. 3she said work begins at once.
4she said that nobody would lose a job. 5she said the ferry would run for free.
The deputy mayor warned that traffic had fallen to 11,400 vehicles a day before the closure, down from 19,000.
Police expect longer queues. The ministry wants the bridge open by May.
"""
PRONOUNS = [f"{n}she" for n in range(1, 6)]
LONG = "traffic had fallen to 11,400 vehicles a day before the closure, down from 19,000"
SHORT = "traffic had fallen to 11,400 vehicles a day before the closure"
# In the order of the text.
KINDS = ["link", *["missing"] * 5, "boundary", "label", "attribute", "article label"]
AGREED = 4  # rows: three spans, and a link


def seed(make_task: Callable[..., Task], one: User, other: User) -> Task:
    """What `one` and `other` have handed in."""
    task = make_task(TEXT, first_line="Council to close the old bridge")
    mine, theirs = (Hand(taking.deal_out(task=task, person=person, by=person), person) for person in (one, other))
    say_the_same(mine, "Ada Brandt")
    say_the_same(theirs, "the harbour master")
    for pronoun in PRONOUNS:
        mine.add("source", pronoun, attributes={"who": "Ada Brandt"})
    mine.add("claim", LONG)
    theirs.add("claim", SHORT)
    mine.add("source", "Police")
    theirs.add("claim", "Police")
    mine.add("claim", "the bridge open by May", attributes={"kind": "aim"})
    theirs.add("claim", "the bridge open by May", attributes={"kind": "view"})
    mine.say("origin", {"kind": "own_report"})
    theirs.say("origin", {"kind": "agency_copy"})
    mine.submit()
    theirs.submit()
    return task


def say_the_same(hand: Hand, to: str) -> None:
    """But for the source that the claim is attributed to."""
    sources = {words: hand.add("source", words) for words in ("Ada Brandt", "the harbour master")}
    claim = hand.add("claim", "the bridge would close in June")
    hand.link("via", sources["Ada Brandt"], sources["the harbour master"])
    hand.link("attributed_to", claim, sources[to])
