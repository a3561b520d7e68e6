"""Who else has an article, and going on with one that went back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.annotation import leasing, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects import giving_out
from newsreview.projects.models import Slot
from tests.annotation.seats import seats


@pytest.fixture
def shared(draft: AnnotationSet, colleague: User, manager: User) -> AnnotationSet:
    """The annotator's draft, of an article which the colleague has submitted."""
    theirs = taking.deal_out(task=draft.task, person=colleague, by=manager)
    submitting.submit(annotation_set=theirs, by=colleague, base=0)
    return draft


def said_at(client: Client, mine: AnnotationSet) -> list[str]:
    page = client.get(reverse("task", args=[mine.task_id])).text
    return [words for words in ("being edited by Annotator", "submitted by Colleague") if words in page]


def test_reviewers_and_managers_see_who_is_at_work(
    shared: AnnotationSet, reviewer: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    everybody = ["being edited by Annotator", "submitted by Colleague"]
    assert [said_at(sign_in(person), shared) for person in (reviewer, manager)] == [everybody, everybody]


@pytest.mark.parametrize("blind", [True, False])
def test_annotators_do_where_it_is_not_blind(
    shared: AnnotationSet,
    annotator: User,
    colleague: User,
    sign_in: Callable[[User], Client],
    blind: bool,  # noqa: FBT001 -- pytest passes it by name
) -> None:
    giving_out.change_rules(project=shared.task.project, blind=blind)
    told = [said_at(sign_in(person), shared) for person in (annotator, colleague)]
    assert told == ([[], []] if blind else [["submitted by Colleague"], ["being edited by Annotator"]])


def test_who_fell_silent_goes_on_where_they_were(
    draft: AnnotationSet, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    leasing.end_lease(Slot.objects.in_hand().get(), unless_since=timezone.now())
    assert seats()[0] == set()
    client, page = sign_in(annotator), reverse("task", args=[draft.task_id])
    assert ">Start</button>" in client.get(page).text

    client.post(reverse("task-set-take", args=[draft.task_id]))
    assert seats()[1] == {(draft.task_id, annotator.pk)}
    assert AnnotationSet.objects.get() == draft
