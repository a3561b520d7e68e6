import pytest
from django.db import IntegrityError, transaction

from newsreview.accounts.models import User
from newsreview.annotation import dealing, skipping, taking, taking_next
from newsreview.annotation.models import AnnotationSet, Span
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.projects.models import Project, Skip
from tests.annotation.hand import Hand
from tests.annotation.seats import seats


def next_of(project: Project, person: User) -> AnnotationSet | None:
    return taking_next.take_next(project=project, person=person)


def test_who_skips_leaves_it_to_others(ours: Hand, project: Project, colleague: User) -> None:
    claim = ours.add("claim", "They gave us a day")
    skip = skipping.skip(annotation_set=ours.annotation_set, reason="not_news", note="An advert.")

    assert (skip.person, skip.get_reason_display(), skip.note) == (ours.by, "not news", "An advert.")
    assert list(Span.objects.all()) == [claim]
    with pytest.raises(NotOpen, match="This article was taken back"):
        ours.undo()
    assert next_of(project, ours.by) is None
    given = next_of(project, colleague)
    assert given
    assert seats()[0] == {(given.task_id, colleague.pk)}


def test_what_is_put_back_is_given_again(ours: Hand, project: Project, manager: User) -> None:
    skip = skipping.skip(annotation_set=ours.annotation_set, reason="unreadable")
    assert dealing.deal(project=project, tasks=[skip.task_id], people=[ours.by], by=manager) == []
    skipping.put_back(skip=skip, by=manager)
    skipping.put_back(skip=skip, by=ours.by)  # as it is

    skip.refresh_from_db()
    assert skip.ended_by == manager
    assert next_of(project, ours.by) == ours.annotation_set
    ours.add("claim", "They gave us a day")


def test_who_is_given_it_all_the_same_has_not_skipped_it_any_more(ours: Hand, manager: User) -> None:
    skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    taking.deal_out(task=ours.annotation_set.task, person=ours.by, by=manager)

    assert Skip.objects.get().ended_by == manager
    skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    assert Skip.objects.count() == 2


def test_what_is_not_skipped(ours: Hand, manager: User) -> None:
    with pytest.raises(Unacceptable, match="for one of the reasons"):
        skipping.skip(annotation_set=ours.annotation_set, reason="bored")
    ours.submit()
    with pytest.raises(Conflict, match="This set is submitted"):
        skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    ours.reopen()
    taking.take_back(annotation_set=ours.annotation_set, by=manager)
    with pytest.raises(Conflict, match="no longer yours"):
        skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    assert Skip.objects.count() == 0


def test_a_skip_stands_once(ours: Hand) -> None:
    skip = skipping.skip(annotation_set=ours.annotation_set, reason="conflict")
    with pytest.raises(IntegrityError, match="a person skips a task once at a time"), transaction.atomic():
        Skip.objects.create(task=skip.task, person=skip.person, reason="unreadable")
