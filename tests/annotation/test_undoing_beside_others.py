"""Undo and redo where somebody else works on the same set: what they did stays, and nothing is made impossible."""

import pytest

from newsreview.annotation.models import Link, Span
from newsreview.annotation.refusals import AlreadyThere, Conflict
from tests.annotation.hand import Hand


def labels() -> list[str]:
    return [span.label.key for span in Span.objects.select_related("label")]


def test_each_undoes_their_own(ours: Hand, theirs: Hand) -> None:
    mine, other = ours.add("claim", "They gave us a day"), theirs.add("source", "Ada Brandt")
    ours.undo()
    assert list(Span.objects.all()) == [other]
    theirs.undo()
    ours.redo()
    assert list(Span.objects.all()) == [mine]


def test_what_somebody_else_has_changed_since_is_not_undone(ours: Hand, theirs: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    ours.set(claim, "note", "Sure?")
    theirs.set(claim, "kind", "view")
    with pytest.raises(Conflict, match="Somebody else has changed this since") as refused:
        ours.undo()
    assert refused.value.status == 409
    claim.refresh_from_db()
    assert (claim.note, claim.attributes["kind"]) == ("Sure?", "view")


def test_what_somebody_else_changed_and_changed_back_counts_as_changed(ours: Hand, theirs: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    theirs.set(claim, "kind", "view")
    theirs.undo()
    with pytest.raises(Conflict, match="Somebody else has changed this since"):
        ours.undo()


def test_what_somebody_else_has_changed_since_is_not_redone(ours: Hand, theirs: Hand) -> None:
    claim = ours.add("claim", "They gave us a day")
    ours.set(claim, "kind", "aim")
    ours.undo()
    theirs.set(claim, "kind", "view")
    with pytest.raises(Conflict, match="Somebody else has changed this since"):
        ours.redo()


def test_a_span_that_somebody_linked_since_stays(ours: Hand, theirs: Hand) -> None:
    source = ours.add("source", "Ada Brandt")
    claim = theirs.add("claim", "They gave us a day")
    theirs.link("attributed_to", claim, source)
    with pytest.raises(Conflict, match="A link rests on this span since"):
        ours.undo()
    assert Link.objects.count() == 1


def test_a_relabelled_span_that_somebody_linked_since_keeps_its_label(ours: Hand, theirs: Hand) -> None:
    span = ours.add("claim", "Ada Brandt")
    ours.relabel(span, "source")
    theirs.link("attributed_to", theirs.add("claim", "They gave us a day"), span)
    with pytest.raises(Conflict, match="its earlier label does not allow it"):
        ours.undo()
    assert Span.objects.get(pk=span.pk).label.key == "source"


def test_a_link_does_not_come_back_to_a_span_that_is_gone(ours: Hand, theirs: Hand) -> None:
    claim, source = ours.add("claim", "They gave us a day"), ours.add("source", "Ada Brandt")
    ours.remove_link(ours.link("attributed_to", claim, source))
    theirs.remove(source)
    with pytest.raises(Conflict, match="One end of this link is not there any more"):
        ours.undo()


def test_a_link_does_not_come_back_to_a_span_of_another_label(ours: Hand, theirs: Hand) -> None:
    claim, source = ours.add("claim", "They gave us a day"), ours.add("source", "Ada Brandt")
    ours.remove_link(ours.link("attributed_to", claim, source))
    theirs.relabel(source, "heading")
    with pytest.raises(Conflict, match="The ends of this link have other labels now"):
        ours.undo()


def test_a_link_does_not_come_back_beside_the_one_that_took_its_place(ours: Hand, theirs: Hand) -> None:
    claim, source = ours.add("claim", "They gave us a day"), ours.add("source", "Ada Brandt")
    ours.remove_link(ours.link("attributed_to", claim, source))
    link = theirs.link("attributed_to", claim, theirs.add("source", "the harbour master"))
    with pytest.raises(Conflict, match="Another “attributed to” goes from this span since"):
        ours.undo()
    assert list(Link.objects.all()) == [link]


def test_a_span_does_not_come_back_under_boilerplate(ours: Hand, theirs: Hand) -> None:
    ours.remove(ours.add("claim", "a comment"))
    theirs.add("boilerplate", "Leave a comment")
    with pytest.raises(Conflict, match="This lies inside boilerplate"):
        ours.undo()
    assert labels() == ["boilerplate"]


def test_boilerplate_does_not_come_back_over_marks(ours: Hand, theirs: Hand) -> None:
    ours.add("boilerplate", "Leave a comment")
    ours.undo()
    theirs.add("claim", "a comment")
    with pytest.raises(Conflict, match="A claim lies here"):
        ours.redo()
    assert labels() == ["claim"]


def test_a_span_does_not_come_back_onto_its_like(ours: Hand, theirs: Hand) -> None:
    ours.remove(ours.add("claim", "They gave us a day"))
    theirs.add("claim", "They gave us a day")
    with pytest.raises(AlreadyThere, match="This stands there already"):
        ours.undo()


def test_a_form_computed_for_somebody_elses_link_is_no_change_of_the_claim(ours: Hand, theirs: Hand) -> None:
    claim = ours.add("claim", "the crossing had lost")
    ours.set(claim, "kind", "view")
    theirs.link("attributed_to", claim, theirs.add("source", "Jonas"))
    ours.undo()
    claim.refresh_from_db()
    assert claim.attributes == {"kind": "fact", "form": "paraphrase"}  # of the link as it stands, not as it stood
    ours.redo()
    claim.refresh_from_db()
    assert claim.attributes == {"kind": "view", "form": "paraphrase"}


def test_a_claim_comes_back_with_the_form_of_today(ours: Hand, theirs: Hand) -> None:
    claim, source = ours.add("claim", "the crossing had lost"), ours.add("source", "Jonas")
    link = ours.link("attributed_to", claim, source)
    ours.set(claim, "unsure", value=True)
    theirs.remove_link(link)
    ours.undo()
    claim.refresh_from_db()
    assert (claim.unsure, claim.attributes["form"]) == (False, "narrator")


def test_undo_counts_only_in_its_own_set(ours: Hand, theirs: Hand) -> None:
    theirs.add("source", "Ada Brandt")
    for act in (ours.undo, ours.redo):
        with pytest.raises(Conflict, match="There is nothing of yours to"):
            act()
