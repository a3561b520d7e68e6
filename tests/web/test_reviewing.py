"""The screen of review as it comes from the server."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.notices.models import Notice
from newsreview.projects import giving_out
from newsreview.projects.models import Task
from newsreview.review import commenting, settling
from newsreview.review.models import About
from tests.annotation.hand import Hand


def test_what_reviewers_need_not_look_at_is_passed_over(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    giving_out.change_rules(project=draft.task.project, review_coverage="doubtful")
    mine = Hand(draft, annotator)
    certain = [mine.add("source", words) for words in ("Ada Brandt", "Jonas Eék")]
    mine.set(mine.add("claim", "They gave us a day", infer=False), "unsure", value=True)
    mine.submit()
    client, url = sign_in(reviewer), reverse("review", args=[draft.pk])

    page = client.get(url).text
    assert ("1 to look at" in page, "2 left out" in page) == (True, True)
    assert 'data-key="j"' not in page
    assert 'data-key="k"' not in page
    first = client.get(url, {"item": str(certain[0].pk)}).text
    assert "counts as right by rule once the article is accepted" in first

    settling.accept(annotation_set=draft.pk, by=reviewer, base=mine.version)
    assert "Nobody looked at this" in client.get(url, {"item": str(certain[0].pk)}).text


def test_the_next_mark_is_the_first_open_one_from_the_top_when_none_is_left_below(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    mine = Hand(draft, annotator)
    marks = [mine.add("source", words) for words in ("Ada Brandt", "Jonas Eék", "𝒳-Radio")]
    mine.submit()
    client = sign_in(reviewer)

    def approve(number: int) -> str:
        mark = {"about": "span", "item": str(marks[number].pk), "seen": str(marks[number].last_edit_id)}
        answer = client.post(reverse("review-approval", args=[draft.pk]), mark)
        return answer["Location"].removeprefix(reverse("review", args=[draft.pk]))

    assert [approve(2), approve(0), approve(1)] == [f"?item={marks[0].pk}", f"?item={marks[1].pk}", ""]


def test_what_was_said_of_the_article_is_read_too(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    mine = Hand(draft, annotator)
    mine.say("origin", {"kind": "agency_copy"})
    mine.submit()

    assert "<dd>agency copy</dd>" in sign_in(reviewer).get(reverse("review", args=[draft.pk])).text


def test_a_request_names_a_rule_of_the_guideline(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    mine = Hand(draft, annotator)
    mark = mine.add("source", "Ada Brandt")
    mine.submit()
    asked = {"about": "span", "item": str(mark.pk), "seen": str(mark.last_edit_id), "id": str(uuid7()), "rule": "99.9"}
    answer = sign_in(reviewer).post(reverse("review-request", args=[draft.pk]), asked)

    assert (answer.status_code, draft.threads.count()) == (422, 0)


def test_a_second_click_on_return_returns_once(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    Hand(draft, annotator).submit()
    client, url = sign_in(reviewer), reverse("review-return", args=[draft.pk])
    form = {"id": str(uuid7()), "text": "Once more."}
    answers = [client.post(url, form) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, reverse("queue"))] * 2
    assert list(draft.edits.values_list("verb", flat=True)) == ["submit", "return"]
    assert Notice.objects.filter(person=annotator).count() == 1
    late = client.post(url, form | {"id": str(uuid7())})  # of another page
    assert (late.status_code, "This annotation set is a draft already." in late.text) == (409, True)


def test_what_is_asked_for_is_not_done_while_reviewers_have_it(
    sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    mine = Hand(draft, annotator)
    mark = mine.add("source", "Ada Brandt")
    mine.submit()
    about: dict[str, Any] = {"about": About.SPAN, "object_id": mark.pk, "text": "Shorter?"}
    asked = commenting.request_change(annotation_set=draft.pk, by=reviewer, thread=uuid7(), **about)
    client, page = sign_in(annotator), f"{reverse('task', args=[draft.task_id])}?span={mark.pk}"

    def offered() -> tuple[bool, bool]:
        shown = client.get(page).text
        return "Shorter?" in shown, 'value="resolve"' in shown

    assert offered() == (True, False)
    answer = client.post(reverse("thread", args=[asked.pk]), {"step": "resolve"})
    assert (answer.status_code, "with its reviewers" in answer.text) == (409, True)
    settling.return_set(annotation_set=draft, by=reviewer)
    assert offered() == (True, True)


def test_what_waits_longest_is_offered_first(
    sign_in: Callable[[User], Client], make_task: Callable[..., Task], annotator: User, reviewer: User
) -> None:
    hands = [Hand(taking.take(task=make_task(outlet=f"Post {n}"), person=annotator), annotator) for n in range(3)]
    for number in (2, 0, 1):
        hands[number].submit()
    hands[0].reopen()
    hands[0].submit()

    page = sign_in(reviewer).get(reverse("queue")).text

    places = [page.find(reverse("review", args=[hand.annotation_set.pk])) for hand in hands]
    assert -1 < places[2] < places[1] < places[0]
