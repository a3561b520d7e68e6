import pytest
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from tests.backoffice.screens import run_action, told


@pytest.fixture
def draft_and_submitted(make_task, annotator, submitted) -> tuple[AnnotationSet, AnnotationSet]:
    return taking.take(task=make_task("A draft.", first_line="A draft."), person=annotator), submitted


def is_active(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_active


def test_page_in_between_tells_the_drafts(draft_and_submitted, annotator, at_chief):
    answer = run_action(at_chief, "deactivate", [annotator])

    assert answer.context["told"][:2] == ["1 person is chosen.", "They hold 1 draft."]
    assert is_active(annotator)


def test_drafts_go_to_the_chosen_person(draft_and_submitted, annotator, colleague, at_chief):
    draft, submitted = draft_and_submitted

    run_action(at_chief, "deactivate", [annotator], person=colleague.pk)

    assert not is_active(annotator)
    assert AnnotationSet.objects.get(pk=draft.pk).person == colleague
    assert AnnotationSet.objects.get(pk=submitted.pk).person == annotator


def test_without_a_chosen_person_drafts_are_free_again(draft_and_submitted, annotator, colleague, at_chief):
    draft, _ = draft_and_submitted

    run_action(at_chief, "deactivate", [annotator], person="")

    assert not is_active(annotator)
    assert taking.take(task=draft.task, person=colleague).person == colleague


def test_draft_that_cannot_be_handed_on_is_told(draft_and_submitted, annotator, colleague, chief, at_chief):
    draft, _ = draft_and_submitted
    taking.deal_out(task=draft.task, person=colleague, by=chief)

    answer = run_action(at_chief, "deactivate", [annotator], person=colleague.pk)

    assert not is_active(annotator)
    assert told(answer) == [
        "Done for 1.",
        "Ferry · A draft. · Annotator: Colleague has a set of this article already.",
    ]


def test_deactivated_person_is_out_at_the_next_request(annotator, at_chief, sign_in):
    at_annotator = sign_in(annotator)
    assert at_annotator.get(reverse("project-list")).status_code == 200

    run_action(at_chief, "deactivate", [annotator], person="")

    answer = at_annotator.get(reverse("project-list"), follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_login")


def test_nobody_deactivates_themselves(administrator, at_administrator):
    answer = run_action(at_administrator, "deactivate", [administrator], person="")

    assert is_active(administrator)
    assert told(answer) == ["Administrator: Nobody deactivates themselves: ask another administrator."]


def test_chief_deactivates_nobody_with_rights_or_work_elsewhere(
    elsewhere, project, administrator, chief, at_chief, member
):
    digger = elsewhere.person
    member_too = member("double", "annotator")
    member_too.memberships.create(project=elsewhere.task.project, role="annotator")

    answer = run_action(at_chief, "deactivate", [chief, member_too], person="")
    run_action(at_chief, "deactivate", [digger, administrator], person="", count="0")

    assert [is_active(person) for person in (chief, member_too, digger, administrator)] == [True] * 4
    assert len(told(answer)) == 2


def test_person_comes_back(annotator, at_chief):
    run_action(at_chief, "deactivate", [annotator], person="")

    run_action(at_chief, "activate", [annotator], sure="yes")

    assert is_active(annotator)
