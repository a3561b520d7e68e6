"""What people practise on is no business of the back office, nor does it change whose business they are."""

from typing import Any

from newsreview.annotation import practising
from newsreview.annotation.models import TakingBack
from newsreview.backoffice import leaving, scopes
from tests.annotation.hand import Hand

OF_WORK: tuple[Any, ...] = (
    scopes.projects,
    scopes.memberships,
    scopes.tasks,
    scopes.annotation_sets,
    scopes.edits,
    scopes.spans,
    scopes.submissions,
    scopes.reopenings,
)


def test_administrators_meet_the_same_rows_as_before(everything, annotator, administrator):
    before = [set(scope(administrator)) for scope in OF_WORK]
    hand = Hand(practising.practise(person=annotator), annotator)
    hand.add("source", "the harbour board")
    hand.submit()
    hand.reopen()

    assert [set(scope(administrator)) for scope in OF_WORK] == before


def test_who_has_practised_still_belongs_to_their_chief(everything, chief, annotator, stranger):
    asked: tuple[Any, ...] = (scopes.people, scopes.changeable_people, scopes.label_sets)
    before = [set(scope(chief)) for scope in asked]
    for person in (annotator, stranger):
        practising.practise(person=person)

    assert [set(scope(chief)) for scope in asked] == before


def test_who_leaves_hands_on_their_work_only(draft, annotator, colleague, chief):
    practice = practising.practise(person=annotator)

    assert leaving.let_go(annotator, colleague, chief) == []

    practice.refresh_from_db()
    draft.refresh_from_db()
    assert (practice.person, draft.person) == (annotator, colleague)
    assert TakingBack.objects.count() == 0
