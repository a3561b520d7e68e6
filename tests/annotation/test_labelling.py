from typing import Any

import pytest

from newsreview.annotation.models import ArticleLabel
from newsreview.annotation.refusals import Unacceptable
from tests.annotation.hand import Hand


def test_saying_something_of_the_article(ours: Hand) -> None:
    outcome = ours.say("origin", {"kind": "agency_copy", "credited_to": "EPA"})
    said = ArticleLabel.objects.get()
    assert (said.label.key, said.attributes) == ("origin", {"kind": "agency_copy", "credited_to": "EPA"})
    assert outcome.edit.result == {"label": "origin"}
    [change] = outcome.edit.changes
    assert (change["object"], change["id"], change["before"]) == ("article_label", str(said.pk), None)


def test_the_last_word_counts(ours: Hand, theirs: Hand) -> None:
    ours.say("origin", {"kind": "agency_copy", "credited_to": "EPA"})
    theirs.say("origin", {"kind": "own_report"})
    assert ArticleLabel.objects.get().attributes == {"kind": "own_report"}


@pytest.mark.parametrize("nothing", [None, {}, {"kind": None}])
def test_nothing_takes_it_back(ours: Hand, nothing: dict[str, Any] | None) -> None:
    ours.say("origin", {"kind": "own_report"})
    ours.say("origin", nothing)
    assert ArticleLabel.objects.count() == 0
    assert ours.say("origin", nothing).edit.changes == []


def test_undo_and_redo_speak_of_the_same_row(ours: Hand) -> None:
    ours.say("origin", {"kind": "own_report"})
    [row] = ArticleLabel.objects.values_list("pk", "attributes")
    ours.undo()
    assert ArticleLabel.objects.count() == 0
    ours.redo()
    assert list(ArticleLabel.objects.values_list("pk", "attributes")) == [row]


@pytest.mark.parametrize(
    ("label", "value", "says"),
    [
        ("claim", {"kind": "fact"}, "There is no article label “claim” in News marks v1."),
        ("origin", {"mood": "dark"}, "The label “origin” has no attribute “mood”."),
        ("origin", {"credited_to": " "}, "“origin.credited_to” is a text of 1 to 500 characters."),
        (
            "origin",
            {"kind": "gossip"},
            "“origin.kind” is one of own_report, agency_copy, re_post, translation, unclear; not 'gossip'.",
        ),
    ],
)
def test_refused_article_labels(ours: Hand, label: str, value: dict[str, Any], says: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        ours.say(label, value)
    assert (str(refused.value), ours.version) == (says, 0)


def test_a_retired_article_label_can_only_be_taken_back(ours: Hand) -> None:
    ours.say("origin", {"kind": "own_report"})
    ours.annotation_set.label_set_version.labels.filter(key="origin").update(retired=True)
    with pytest.raises(Unacceptable, match="The label “origin” is retired"):
        ours.say("origin", {"kind": "unclear"})
    ours.say("origin", None)
    assert ArticleLabel.objects.count() == 0
