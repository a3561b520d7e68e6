from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import skipping, taking
from newsreview.annotation.models import AnnotationSet, Span, TakingBack
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects.changing import change_project
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.annotation.seats import seats


@pytest.fixture(autouse=True)
def everybody_sits(db: None) -> Iterator[None]:
    yield
    seats()


def held(person: User) -> list[AnnotationSet]:
    return list(AnnotationSet.objects.of_person(person).held())


def test_taking_makes_one_set_and_gives_it_again(task: Task, annotator: User) -> None:
    first = taking.take(task=task, person=annotator)
    assert taking.take(task=task, person=annotator) == first
    assert (first.kind, first.person, first.label_set_version) == (
        "person",
        annotator,
        task.project.label_set_version,
    )
    assert AnnotationSet.objects.count() == 1


def test_a_task_that_somebody_holds_is_not_taken(task: Task, annotator: User, colleague: User) -> None:
    taking.take(task=task, person=annotator)
    with pytest.raises(Conflict, match="Somebody has this article already"):
        taking.take(task=task, person=colleague)
    assert held(colleague) == []


def test_dealing_out_asks_nobody(task: Task, annotator: User, colleague: User, manager: User) -> None:
    taking.take(task=task, person=annotator)
    dealt = taking.deal_out(task=task, person=colleague, by=manager)
    assert held(colleague) == [dealt]
    assert taking.take(task=task, person=colleague) == dealt
    assert taking.deal_out(task=task, person=colleague, by=manager) == dealt


def test_a_set_keeps_the_version_it_was_begun_with(draft: AnnotationSet, colleague: User) -> None:
    project, begun_with = draft.task.project, draft.label_set_version
    newer = publish(version=make_label_set(scheme=default_scheme()), by=None)
    change_project(project=project, slug=project.slug, name=project.name, label_set_version=newer)
    later = taking.deal_out(task=draft.task, person=colleague, by=colleague)
    draft.refresh_from_db()
    assert (draft.label_set_version, later.label_set_version) == (begun_with, newer)


def test_what_is_taken_back_stays_and_takes_no_more_changes(ours: Hand, manager: User) -> None:
    claim = ours.add("claim", "They gave us a day")
    back = taking.take_back(annotation_set=ours.annotation_set, by=manager)
    assert taking.take_back(annotation_set=ours.annotation_set, by=manager) == back
    assert (back.by, held(ours.by)) == (manager, [])
    for act in (lambda: ours.set(claim, "kind", "aim"), ours.undo, lambda: ours.submit(base=1)):
        with pytest.raises(NotOpen, match="This article was taken back"):
            act()
    assert list(Span.objects.all()) == [claim]


def test_a_task_taken_back_can_be_taken_again(ours: Hand, manager: User, colleague: User) -> None:
    taking.take_back(annotation_set=ours.annotation_set, by=manager)
    other = taking.take(task=ours.annotation_set.task, person=colleague)
    assert held(colleague) == [other]
    with pytest.raises(Conflict, match="You had this article"):
        taking.take(task=ours.annotation_set.task, person=ours.by)


def test_what_was_skipped_is_not_taken_again_until_it_is_put_back(ours: Hand, manager: User) -> None:
    task = ours.annotation_set.task
    skip = skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    with pytest.raises(Conflict, match="You had this article"):
        taking.take(task=task, person=ours.by)

    skipping.put_back(skip=skip, by=manager)
    assert taking.take(task=task, person=ours.by) == ours.annotation_set


def test_who_gets_it_again_goes_on_where_they_were(ours: Hand, manager: User) -> None:
    claim = ours.add("claim", "They gave us a day")
    taking.take_back(annotation_set=ours.annotation_set, by=manager)
    again = taking.deal_out(task=ours.annotation_set.task, person=ours.by, by=manager)
    [ended] = TakingBack.objects.all()
    assert (again, ended.ended_by) == (ours.annotation_set, manager)
    assert ended.ended_at is not None
    ours.set(claim, "kind", "aim")
    taking.take_back(annotation_set=ours.annotation_set, by=manager)
    assert TakingBack.objects.count() == 2


def test_finished_work_is_not_taken_back(ours: Hand, manager: User) -> None:
    ours.submit()
    with pytest.raises(Conflict, match="This set is submitted: it is finished work"):
        taking.take_back(annotation_set=ours.annotation_set, by=manager)


def test_handing_on_a_draft(ours: Hand, manager: User, colleague: User) -> None:
    claim = ours.add("claim", "They gave us a day")
    outcome = taking.hand_on(annotation_set=ours.annotation_set, by=manager, to=colleague.pk)
    assert (held(ours.by), held(colleague)) == ([], [ours.annotation_set])
    [change] = outcome.edit.changes
    assert (change["before"], change["after"]) == ({"person": str(ours.by.pk)}, {"person": str(colleague.pk)})
    assert (outcome.edit.number, outcome.edit.by, outcome.edit.result) == (2, manager, {"person": str(colleague.pk)})
    ours.annotation_set.refresh_from_db()
    heir = Hand(ours.annotation_set, colleague)
    heir.set(claim, "kind", "aim")
    heir.undo()
    with pytest.raises(Conflict, match="There is nothing of yours to undo"):
        heir.undo()  # who did what stays as it was


def test_handing_on_what_was_taken_back_ends_that(ours: Hand, manager: User, colleague: User) -> None:
    taking.take_back(annotation_set=ours.annotation_set, by=manager)
    taking.hand_on(annotation_set=ours.annotation_set, by=manager, to=colleague.pk)
    assert held(colleague) == [ours.annotation_set]
    ours.annotation_set.refresh_from_db()
    Hand(ours.annotation_set, colleague).add("claim", "They gave us a day")


def test_what_was_on_its_way_when_a_draft_was_handed_on_does_not_arrive(
    ours: Hand, manager: User, colleague: User
) -> None:
    """C11: whether they may was asked of the set as it was before."""
    taking.hand_on(annotation_set=ours.annotation_set.pk, by=manager, to=colleague.pk)
    with pytest.raises(NotOpen, match="handed on"):
        ours.add("claim", "They gave us a day")
    assert ours.annotation_set.spans.count() == 0


def test_refused_heirs(ours: Hand, manager: User, colleague: User, reviewer: User) -> None:
    taking.deal_out(task=ours.annotation_set.task, person=reviewer, by=manager)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for heir in (ours.by, reviewer):
        with pytest.raises(Conflict, match="has a set of this article already"):
            taking.hand_on(annotation_set=ours.annotation_set, by=manager, to=heir.pk)
    for nobody in (colleague.pk, uuid7()):
        with pytest.raises(Unacceptable, match="There is no active person with this id"):
            taking.hand_on(annotation_set=ours.annotation_set, by=manager, to=nobody)
    assert (held(ours.by), ours.version) == ([ours.annotation_set], 0)


def test_only_a_persons_set_is_handed_on(ours: Hand, colleague: User) -> None:
    machines = AnnotationSet.objects.create(
        task=ours.annotation_set.task, kind="model", label_set_version=ours.annotation_set.label_set_version
    )
    with pytest.raises(Unacceptable, match="Only a person's annotation set is handed on"):
        taking.hand_on(annotation_set=machines, by=colleague, to=colleague.pk)


def test_a_task_has_one_set_for_each_person(draft: AnnotationSet) -> None:
    same = {"task": draft.task, "person": draft.person, "label_set_version": draft.label_set_version}
    with pytest.raises(IntegrityError, match="one annotation set per task and person"), transaction.atomic():
        AnnotationSet.objects.create(**same)
    AnnotationSet.objects.create(**same, kind="adjudicated")
    with pytest.raises(IntegrityError, match="a set of kind person has a person"), transaction.atomic():
        AnnotationSet.objects.create(**(same | {"person": None}))
