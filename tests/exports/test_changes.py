"""What a release has that the one before had not, and by whose edit."""

import pytest

from newsreview.annotation import submitting
from newsreview.annotation.models import Span
from newsreview.exports.pseudonyms import pseudonym
from tests.annotation.hand import Hand
from tests.exports.released import rows
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import seed

SUBMITTED = {"sets": "submitted", "votes": "all"}


@pytest.fixture
def hand(handed_in, annotator) -> Hand:
    mine: Hand = handed_in(annotator)
    again(mine)
    for label, words in (("source", "Ada Brandt"), ("claim", "They gave us a day"), ("heading", "Leave a comment")):
        mine.add(label, words)
    mine.submit()
    return mine


def again(hand: Hand) -> None:
    submitting.reopen(annotation_set=hand.annotation_set, by=hand.by)


def span(hand: Hand, words: str) -> Span:
    return hand.annotation_set.spans.get(quote=words)


def test_marks_gained_lost_moved_relabelled_and_answered(releases, hand, project):
    releases(**SUBMITTED)
    again(hand)
    claim, source = span(hand, "They gave us a day"), span(hand, "Ada Brandt")
    hand.remove(span(hand, "Leave a comment"))
    hand.move(claim, "gave us a day")
    hand.relabel(span(hand, "Ferry"), "heading")
    hand.set(source, "who", "Ada Brandt")
    new = hand.link("attributed_to", span(hand, "gave us a day"), source)
    hand.submit()

    release = releases(**SUBMITTED)

    changed = rows(release, "changes.jsonl")
    told = {(row["what"], (row.get("after") or row["before"]).get("quote")): row["how"] for row in changed}
    assert told[("span", "Leave a comment")] == ["lost"]
    assert told[("span", "gave us a day")][0] == "moved"
    assert told[("span", "Ferry")][0] == "relabelled"
    assert told[("span", "Ada Brandt")] == ["answered"]
    assert told[("link", None)] == ["gained"]
    assert len(changed) == 5
    [link] = [row for row in changed if row["what"] == "link"]
    assert (link["after"]["id"], link["by"]["verb"]) == (str(new.pk), "link.add")
    assert {row["by"]["who"] for row in changed} == {pseudonym(project, hand.by.pk)}
    summary = release.outcome.manifest["changes"]
    assert summary["since"]["number"] == 1
    assert summary["articles"] == {"gained": 0, "lost": 0}
    assert summary["marks_by_label"]["attributed_to"] == {
        "gained": 1,
        "lost": 0,
        "moved": 0,
        "relabelled": 0,
        "answered": 0,
    }


def test_articles_and_sets_that_came_or_went_are_one_line_each(releases, handed_in, annotator, colleague):
    first = handed_in(annotator, "Ada said so.")
    second = handed_in(annotator, "Others said no.")
    releases(**SUBMITTED)
    again(first)
    handed_in(colleague, task=second.annotation_set.task)
    third = handed_in(annotator, "Nobody knows.")

    release = releases(**SUBMITTED)

    assert [(row["what"], row["how"], row["task"], row["marks"]) for row in rows(release, "changes.jsonl")] == [
        ("article", ["lost"], str(first.annotation_set.task_id), {"claim": 1}),
        ("set", ["gained"], str(second.annotation_set.task_id), {"claim": 1}),
        ("article", ["gained"], str(third.annotation_set.task_id), {"claim": 1}),
    ]
    summary = release.outcome.manifest["changes"]
    assert summary["articles"] == {"gained": 1, "lost": 1}
    assert summary["annotation_sets"] == {"gained": 1, "lost": 0}
    assert summary["marks_by_label"]["claim"] | {"moved": None} == {
        "gained": 2,
        "lost": 1,
        "moved": None,
        "relabelled": 0,
        "answered": 0,
    }


def test_what_was_decided_otherwise_names_the_decision(releases, make_task, annotator, colleague, reviewer):
    adjudicator = Adjudicator(seed(make_task, annotator, colleague), reviewer)
    adjudicator.decide_everything(annotator)
    adjudicator.finish()
    releases(sets="adjudicated")
    submitting.reopen(**adjudicator.whose)
    [boundary] = adjudicator.questions("boundary")
    adjudicator.decide(boundary, side=colleague, rule="3.1")
    adjudicator.finish()

    release = releases(sets="adjudicated")

    changed = rows(release, "changes.jsonl")
    assert changed
    reasons = [row["by"]["decisions"] for row in changed]
    assert {(why["kind"], why["choice"], why["rule"]) for decisions in reasons for why in decisions} == {
        ("boundary", "side", "3.1")
    }
