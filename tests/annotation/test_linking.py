from typing import Any

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import linking, taking
from newsreview.annotation.models import Link, Span
from newsreview.annotation.refusals import AlreadyThere, Conflict, Gone, Unacceptable
from newsreview.projects.models import Task
from tests.annotation.hand import Hand, seen


@pytest.fixture
def told(ours: Hand) -> Span:
    return ours.add("claim", "the crossing had lost 1,200 passengers")


@pytest.fixture
def jonas(ours: Hand) -> Span:
    return ours.add("source", "Jonas Eék 👩‍👩‍👧")


@pytest.fixture
def radio(ours: Hand) -> Span:
    return ours.add("source", "𝒳-Radio")


def test_a_link_makes_a_claim_a_paraphrase_in_the_same_edit(ours: Hand, told: Span, jonas: Span) -> None:
    before = ours.version
    link = ours.link("attributed_to", told, jonas)
    edit = ours.annotation_set.edits.last()
    assert edit is not None
    assert (link.label.key, link.from_span, link.to_span) == ("attributed_to", told, jonas)
    assert (link.attributes, link.origin, link.last_edit) == ({"carried_over": False}, "own", edit)
    added, formed = edit.changes
    assert added == {
        "object": "link",
        "id": str(link.pk),
        "before": None,
        "after": {
            "label": "attributed_to",
            "from": str(told.pk),
            "to": str(jonas.pk),
            "attributes": {"carried_over": False},
            "origin": "own",
        },
    }
    assert (formed["id"], formed["computed"], formed["after"]["attributes"]["form"]) == (
        str(told.pk),
        True,
        "paraphrase",
    )
    assert edit.result == {"link": str(link.pk), "links_removed": []}
    assert ours.version == before + 1


def test_a_computed_form_is_no_later_change_of_the_claim(ours: Hand, told: Span, jonas: Span) -> None:
    first = seen(told)
    ours.link("attributed_to", told, jonas)
    ours.set(told, "kind", "view", **first)  # queued before the link's answer came


def test_a_link_to_the_rest_of_a_claim_names_no_source(ours: Hand, told: Span) -> None:
    ours.link("continues", told, ours.add("claim", "since May"))
    told.refresh_from_db()
    assert told.attributes["form"] == "narrator"


def test_where_one_is_allowed_the_earlier_link_makes_way(ours: Hand, told: Span, jonas: Span, radio: Span) -> None:
    first = ours.link("attributed_to", told, jonas, attributes={"carried_over": True})
    second = ours.link("attributed_to", told, radio)
    assert list(Link.objects.all()) == [second]
    edit = ours.annotation_set.edits.last()
    assert edit is not None
    assert edit.result == {"link": str(second.pk), "links_removed": [str(first.pk)]}
    ours.undo()
    [back] = Link.objects.all()
    assert (back.pk, back.to_span, back.attributes) == (first.pk, jonas, {"carried_over": True})


def test_an_earlier_link_that_was_not_seen_as_it_stands_is_a_conflict(
    ours: Hand, theirs: Hand, told: Span, jonas: Span, radio: Span
) -> None:
    first = theirs.link("attributed_to", told, jonas)
    stale = [{"link": first.pk} | seen(first)]
    with pytest.raises(Conflict, match="Another “attributed to” goes from this span since"):
        ours.link("attributed_to", told, radio, under=[])
    theirs.set_link(first, "carried_over", value=True)
    with pytest.raises(Conflict, match="This link was changed meanwhile"):
        ours.link("attributed_to", told, radio, under=stale)
    theirs.remove_link(first)
    with pytest.raises(Gone, match="This link is not there any more"):
        ours.link("attributed_to", told, radio, under=stale)
    ours.link("attributed_to", told, radio, under=[])


def test_where_many_are_allowed_all_stay(ours: Hand, told: Span) -> None:
    for words in ("since May", "They gave us a day"):
        ours.link("continues", told, ours.add("claim", words))
    assert Link.objects.count() == 2


@pytest.mark.parametrize("label", ["attributed_to", "via"])
def test_the_same_link_again_is_there_already(ours: Hand, told: Span, jonas: Span, radio: Span, label: str) -> None:
    start = told if label == "attributed_to" else jonas
    first = ours.link(label, start, radio)
    with pytest.raises(AlreadyThere, match="a link label joins two spans once"):
        ours.link(label, start, radio)
    assert list(Link.objects.all()) == [first]


def test_refused_links(ours: Hand, told: Span, jonas: Span, radio: Span) -> None:
    for label, start, end, says in (
        ("attributed_to", jonas, radio, "“attributed to” goes from claim to source; not from source to source."),
        ("attributed_to", told, told, "“attributed to” goes from claim to source; not from claim to claim."),
        ("continues", told, told, "A link joins two different spans."),
        ("claim", told, jonas, "There is no link label “claim” in News marks v1."),
    ):
        with pytest.raises(Unacceptable) as refused:
            ours.link(label, start, end)
        assert str(refused.value) == says
    with pytest.raises(Unacceptable, match="has no attribute “mood”"):
        ours.link("attributed_to", told, jonas, attributes={"mood": "dark"})
    assert (Link.objects.count(), ours.version) == (0, 3)


def test_a_retired_link_label_is_not_given(ours: Hand, told: Span, jonas: Span) -> None:
    ours.annotation_set.label_set_version.labels.filter(key="attributed_to").update(retired=True)
    with pytest.raises(Unacceptable, match="The label “attributed_to” is retired"):
        ours.link("attributed_to", told, jonas)


def test_an_end_that_is_gone_or_of_another_set_is_gone(
    ours: Hand, told: Span, jonas: Span, task: Task, colleague: User
) -> None:
    other = Hand(taking.deal_out(task=task, person=colleague, by=colleague), colleague)
    for end in (other.add("source", "Jonas"), jonas):
        if end == jonas:
            ours.remove(jonas)
        with pytest.raises(Gone, match="One end of this link is not there any more"):
            ours.link("attributed_to", told, end)


def test_setting_an_answer_of_a_link(ours: Hand, told: Span, jonas: Span) -> None:
    link = ours.link("attributed_to", told, jonas)
    outcome = ours.set_link(link, "carried_over", value=True)
    assert outcome.edit.result == {"link": str(link.pk), "attr": "carried_over"}
    assert Link.objects.get().attributes == {"carried_over": True}
    ours.set_link(link, "carried_over", None)
    assert Link.objects.get().attributes == {}


@pytest.mark.parametrize(("attr", "value"), [("carried_over", "yes"), ("mood", True), ("note", "x")])
def test_refused_answers_of_a_link(ours: Hand, told: Span, jonas: Span, attr: str, value: Any) -> None:
    link = ours.link("attributed_to", told, jonas)
    with pytest.raises(Unacceptable):
        ours.set_link(link, attr, value)
    assert Link.objects.get().attributes == {"carried_over": False}


def test_removing_a_link(ours: Hand, told: Span, jonas: Span) -> None:
    link = ours.link("attributed_to", told, jonas)
    outcome = ours.remove_link(link)
    assert outcome.edit.result == {"link": str(link.pk)}
    told.refresh_from_db()
    assert (Link.objects.count(), told.attributes["form"]) == (0, "narrator")


def test_a_link_changed_or_removed_meanwhile(ours: Hand, theirs: Hand, told: Span, jonas: Span) -> None:
    link = ours.link("attributed_to", told, jonas)
    stale = seen(link)
    theirs.set_link(link, "carried_over", value=True)
    for act in (lambda: ours.set_link(link, "carried_over", None, **stale), lambda: ours.remove_link(link, **stale)):
        with pytest.raises(Conflict, match="This link was changed meanwhile"):
            act()
    theirs.remove_link(link)
    for act in (lambda: ours.set_link(link, "carried_over", None, **stale), lambda: ours.remove_link(link, **stale)):
        with pytest.raises(Gone, match="This link is not there any more"):
            act()


def test_a_link_id_stands_for_one_link(ours: Hand, told: Span, jonas: Span, radio: Span) -> None:
    link = ours.link("attributed_to", told, jonas)
    with pytest.raises(AlreadyThere, match="This mark's id stands for another mark already"):
        linking.add_link(**ours.whose, link=link.pk, label="via", from_span=jonas.pk, to_span=radio.pk)


def test_a_link_can_follow_its_span_before_the_first_answer(ours: Hand, told: Span) -> None:
    with pytest.raises(Gone):
        linking.add_link(**ours.whose, link=uuid7(), label="attributed_to", from_span=told.pk, to_span=uuid7())
