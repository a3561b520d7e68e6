from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.annotation import dealing, leasing, taking, taking_next
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.models import AnnotationSet, TakingBack
from newsreview.annotation.refusals import NotOpen
from newsreview.labels.drafting import begin_next_version
from newsreview.labels.publishing import publish
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Slot, Task
from tests.annotation.hand import Hand
from tests.annotation.seats import seats

DAY = timedelta(hours=24)


@pytest.fixture
def leased(project: Project) -> Project:
    return giving_out.change_rules(project=project, lease_hours=24)


def silent_for(time: timedelta) -> None:
    """Whoever has a task was last heard from so long ago."""
    Slot.objects.in_hand().update(heard_at=timezone.now() - time)


def ask(project: Project, person: User) -> AnnotationSet | None:
    return taking_next.take_next(project=project, person=person)


def test_who_falls_silent_leaves_the_task_to_who_asks(
    leased: Project, draft: AnnotationSet, annotator: User, colleague: User
) -> None:
    silent_for(DAY + timedelta(minutes=1))
    given = ask(leased, colleague)

    assert given
    assert seats()[0] == {(draft.task_id, colleague.pk)}
    [back] = TakingBack.objects.all()
    assert (back.annotation_set, back.by) == (draft, None)
    with pytest.raises(NotOpen, match="This article was taken back"):
        Hand(draft, annotator).add("claim", "They gave us a day")


@pytest.mark.parametrize(("hours", "silent"), [(24, DAY - timedelta(minutes=1)), (None, 100 * DAY)])
def test_until_then_they_keep_it(
    project: Project, draft: AnnotationSet, colleague: User, hours: int | None, silent: timedelta
) -> None:
    giving_out.change_rules(project=project, lease_hours=hours)
    silent_for(silent)
    assert ask(project, colleague) is None
    assert seats()[0] == {(draft.task_id, draft.person_id)}


def test_labels_that_move_on_are_no_sign_of_life(leased: Project, ours: Hand, manager: User, colleague: User) -> None:
    silent_for(3 * DAY)
    newer = publish(version=begin_next_version(label_set=leased.label_set_version.label_set), by=manager)
    carry_over(annotation_set=ours.annotation_set, by=manager, version=newer.pk, becomes={}, stay=[])

    assert ask(leased, colleague) is not None


def test_a_change_is_heard(leased: Project, ours: Hand, colleague: User) -> None:
    silent_for(3 * DAY)
    ours.add("claim", "They gave us a day")
    assert ask(leased, colleague) is None

    [slot] = leasing.with_last_change(Slot.objects.in_hand())
    assert (slot.person, slot.heard_at) == (ours.by, ours.annotation_set.edits.get().at)


def test_what_the_silent_had_is_dealt_to_others(
    leased: Project, draft: AnnotationSet, colleague: User, manager: User
) -> None:
    silent_for(3 * DAY)
    [dealt] = dealing.deal_next(project=leased, people=[colleague], many=5, by=manager)
    assert seats()[0] == {(draft.task_id, colleague.pk)} == {(dealt.task_id, dealt.person_id)}


def test_who_comes_back_goes_on_while_it_is_open(
    leased: Project, ours: Hand, colleague: User, make_task: Callable[..., Task]
) -> None:
    claim = ours.add("claim", "They gave us a day")
    other = make_task("Another one.")
    giving_out.schedule(project=leased, tasks=[other.pk], priority=2, due_on=None)
    Slot.objects.in_hand().update(heard_at=timezone.now() - 3 * DAY)
    leasing.end_lease(Slot.objects.in_hand().get(), unless_since=timezone.now())
    assert ask(leased, colleague) != ours.annotation_set

    assert taking.take(task=ours.annotation_set.task, person=ours.by) == ours.annotation_set
    ours.set(claim, "kind", "aim")
    assert TakingBack.objects.get().ended_by == ours.by


def test_who_asks_is_not_silent(leased: Project, draft: AnnotationSet, annotator: User) -> None:
    silent_for(3 * DAY)
    assert ask(leased, annotator) is None
    assert seats()[1] == {(draft.task_id, annotator.pk)}


def test_finished_work_has_no_lease(leased: Project, ours: Hand, colleague: User) -> None:
    ours.submit()
    silent_for(3 * DAY)
    assert ask(leased, colleague) is None
    ours.reopen()
    assert ask(leased, colleague) is None
    assert seats()[1] == {(ours.annotation_set.task_id, ours.by.pk)}
