import pytest

from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, TakingBack
from newsreview.projects.models import Task
from tests.backoffice.screens import run_action, told


@pytest.fixture
def tasks(make_task) -> list[Task]:
    return [make_task(f"Text {number}", first_line=f"Text {number}") for number in range(2)]


def holders() -> list[tuple[str, str]]:
    held = AnnotationSet.objects.by_people().held().order_by("task", "person__name")
    return list(held.values_list("task__article__first_line", "person__name"))


def test_tasks_are_dealt_out(tasks, annotator, at_chief):
    answer = run_action(at_chief, "deal_out", tasks, person=annotator.pk)

    assert holders() == [("Text 0", "Annotator"), ("Text 1", "Annotator")]
    assert told(answer) == ["Done for 2."]


def test_page_in_between_tells_who_has_drafts(tasks, annotator, at_chief):
    taking.take(task=tasks[0], person=annotator)

    answer = run_action(at_chief, "take_back", tasks)

    assert answer.context["told"] == ["2 tasks are chosen.", "People hold 1 draft of them."]


def test_only_the_team_can_be_chosen(tasks, annotator, stranger, elsewhere, at_chief):
    answer = run_action(at_chief, "deal_out", tasks)

    choices = {person.name for person in answer.context["form"].fields["person"].queryset}
    assert choices == {"Annotator", "Chief"}

    refused = run_action(at_chief, "deal_out", tasks, person=stranger.pk)
    assert list(refused.context["form"].errors) == ["person"]
    assert holders() == []


def test_person_who_does_not_annotate_gets_nothing(tasks, ml_client, at_chief):
    answer = run_action(at_chief, "deal_out", tasks[:1], person=ml_client.pk)

    assert told(answer) == ["Ferry · Text 0: Mlclient does not annotate in Ferry. Give them a role there first."]
    assert holders() == []


def test_tasks_are_taken_back(tasks, annotator, chief, at_chief):
    for task in tasks:
        taking.take(task=task, person=annotator)

    run_action(at_chief, "take_back", tasks, sure="yes")

    assert holders() == []
    assert set(TakingBack.objects.values_list("by", flat=True)) == {chief.pk}


def test_drafts_are_handed_on_and_what_cannot_be_is_told(tasks, annotator, colleague, at_chief):
    for task in tasks:
        taking.take(task=task, person=annotator)
    taking.deal_out(task=tasks[0], person=colleague, by=colleague)

    answer = run_action(at_chief, "hand_on", tasks, person=colleague.pk)

    assert holders() == [("Text 0", "Annotator"), ("Text 0", "Colleague"), ("Text 1", "Colleague")]
    assert told(answer) == [
        "Done for 1.",
        "Ferry · Text 0 · Annotator: Colleague has a set of this article already.",
        "Ferry · Text 0 · Colleague: Colleague has a set of this article already.",
    ]


def test_submitted_set_stays_with_its_person(annotator, colleague, submitted, at_chief):
    taken, handed = (
        run_action(at_chief, "take_back", [submitted], sure="yes"),
        run_action(at_chief, "hand_on", [submitted], person=colleague.pk),
    )

    assert AnnotationSet.objects.held().get(pk=submitted.pk).person == annotator
    assert len(told(taken)) == len(told(handed)) == 1


def test_set_is_handed_on_from_its_own_list(tasks, annotator, colleague, at_chief):
    mine = taking.take(task=tasks[0], person=annotator)

    run_action(at_chief, "hand_on", [mine], person=colleague.pk)

    assert holders() == [("Text 0", "Colleague")]
