"""Who a source is, filled in from what was said of the same words, and left alone once a person has said something."""

import pytest

from newsreview.annotation import marking_many
from newsreview.annotation.models import Span
from newsreview.annotation.refusals import AlreadyThere, Unacceptable
from tests.annotation.hand import Hand

ADA = {"attributes": {"who": "Ada Brandt"}}


def test_the_same_last_word_is_the_same_person(ours: Hand) -> None:
    ours.add("source", "Ada Brandt", **ADA)
    brandt = ours.add("source", "Brandt", infer=True)
    assert (brandt.attributes, brandt.given) == ({"who": "Ada Brandt"}, [])
    assert ours.add("source", "Jonas", infer=True).attributes == {}


def test_a_pronoun_is_the_source_before_it(ours: Hand) -> None:
    ours.add("source", "Ada Brandt", **ADA)
    assert ours.add("source", "They", infer=True).attributes == {"who": "Ada Brandt"}


def test_it_is_not_filled_in_unasked(ours: Hand) -> None:
    ours.add("source", "Ada Brandt", **ADA)
    assert ours.add("source", "Brandt").attributes == {}


def test_an_answer_is_a_persons_also_when_it_is_taken_back(ours: Hand) -> None:
    first = ours.add("source", "Ada Brandt", **ADA)
    assert first.given == ["who"]
    brandt = ours.add("source", "Brandt", infer=True)
    for value, stands in (("Ada Brandt", {"who": "Ada Brandt"}), (None, {}), ("Ilo Brandt", {"who": "Ilo Brandt"})):
        ours.set(brandt, "who", value)
        brandt.refresh_from_db()
        assert (brandt.attributes, brandt.given) == (stands, ["who"])


def test_taking_back_what_nobody_said_changes_nothing(ours: Hand) -> None:
    ada = ours.add("source", "Ada Brandt")
    made = ada.last_edit_id
    ours.set(ada, "who", None)
    ada.refresh_from_db()
    assert (ada.given, ada.last_edit_id) == ([], made)


def test_many_places_get_one_label_in_one_edit(ours: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    places = [{"span": span.pk} | ours.at(words) for span, words in ((Span(), "Ada"), (Span(), "Jonas"))]
    given = {"type": "named_person"}
    outcome = marking_many.add_spans(**ours.whose, label="source", spans=places, attributes=given, infer=True)
    assert outcome.edit.result == {"spans": [str(place["span"]) for place in places], "links_added": []}
    sources = Span.objects.exclude(pk=claim.pk)
    assert [(span.quote, span.origin, span.attributes) for span in sources] == [
        ("Ada", "own", {"type": "named_person"}),
        ("Jonas", "own", {"type": "named_person"}),
    ]
    ours.undo()
    assert list(Span.objects.all()) == [claim]


def test_many_places_or_none(ours: Hand) -> None:
    ours.mark("boilerplate", "Leave a comment")
    ours.add("source", "Ada")
    good = {"span": Span().pk} | ours.at("Jonas")
    for bad, refused in (
        ({"span": Span().pk} | ours.at("Leave"), Unacceptable),
        ({"span": good["span"]} | ours.at("Eék"), Unacceptable),
        ({"span": Span().pk} | ours.at("Ada"), AlreadyThere),
    ):
        with pytest.raises(refused):
            marking_many.add_spans(**ours.whose, label="source", spans=[good, bad])
    with pytest.raises(Unacceptable, match="Name at least one place to mark"):
        marking_many.add_spans(**ours.whose, label="source", spans=[])
    assert Span.objects.count() == 2
