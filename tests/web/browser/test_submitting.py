"""Handing in: what is listed, that nothing of it blocks, taking it back; and reading what one does not hold."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked
from tests.web.browser.watching import Watched


def test_matters_are_listed_lead_to_their_span_and_stop_nobody(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.mark("We asked for a week", "c")
    at_draft.press("M", "L")
    at_draft.saved()
    at_draft.press("Control+Enter")
    sheet = at_draft.page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    matters = sheet.locator("li").all_inner_texts()

    assert [matter.split(" ", 1)[0] for matter in matters] == ["C1", "S1", "S1", "C1"]
    assert "marked unsure" in matters[0]
    assert "stands beside a source and has no link" in matters[3]

    sheet.locator("li a").first.click()
    expect(at_draft.card.locator("blockquote")).to_have_text("We asked for a week")
    expect(sheet).to_be_hidden()
    at_draft.press("Control+Enter")
    expect(sheet).to_be_visible()
    at_draft.press("Control+Enter")
    at_draft.page.wait_for_url("/")
    expect(at_draft.page.get_by_text("is submitted")).to_be_visible()


def test_escape_goes_on_marking(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.press("Control+Enter")
    sheet = at_draft.page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    at_draft.press("Escape")
    expect(sheet).to_be_hidden()
    at_draft.mark("Ada Brandt", "s")

    assert marked(draft) == [("source", "Ada Brandt")]


def test_the_next_draft_comes_after_the_last(at_draft: Hands, annotator: User, make_task: Callable[..., Task]) -> None:
    following = make_task("Another one.", first_line="Another one.")
    taking.take(task=following, person=annotator)
    at_draft.press("Control+Enter")
    expect(at_draft.page.get_by_role("dialog")).to_be_visible()
    at_draft.press("Control+Enter")

    at_draft.page.wait_for_url(reverse("task", args=[following.pk]))


def test_changed_in_another_tab_it_is_not_handed_in_unseen(
    at_draft: Hands, open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    at_draft.watched.expect("status of 409")
    at_draft.press("Control+Enter")
    expect(at_draft.page.get_by_role("dialog")).to_be_visible()
    other = Hands(open_page(annotator))
    other.open(draft.task)
    other.mark("Ada Brandt", "s")
    at_draft.press("Control+Enter")

    expect(at_draft.page.get_by_text("This set was changed elsewhere since this page showed it")).to_be_visible()
    assert not AnnotationSet.objects.with_submitted().get(pk=draft.pk).submitted


def test_a_submitted_set_is_read_until_it_is_reopened(at_draft: Hands, draft: AnnotationSet, annotator: User) -> None:
    at_draft.mark("Ada Brandt", "s")
    submitting.submit(annotation_set=draft, by=annotator, base=1)
    at_draft.open(draft.task)
    expect(at_draft.page.get_by_text("Submitted", exact=True)).to_be_visible()
    at_draft.drag("the harbour master")
    at_draft.press("s")
    assert marked(draft) == [("source", "Ada Brandt")]

    at_draft.page.get_by_role("button", name="Reopen").click()
    at_draft.open(draft.task)
    at_draft.mark("the harbour master", "s")
    assert marked(draft) == [("source", "Ada Brandt"), ("source", "the harbour master")]


def test_submitted_in_another_tab_is_said_here(at_draft: Hands, draft: AnnotationSet, annotator: User) -> None:
    at_draft.watched.expect("status of 409")
    submitting.submit(annotation_set=draft, by=annotator, base=0)
    at_draft.drag("Ada Brandt")
    at_draft.press("s")

    expect(at_draft.alert).to_contain_text("This annotation set is submitted. Reopen it to change it.")
    assert marked(draft) == []


def test_two_tabs_merge_and_what_is_gone_is_said_to_be_gone(
    at_draft: Hands, open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    at_draft.mark("Ada Brandt", "s")
    other = Hands(open_page(annotator))
    other.open(draft.task)
    other.mark("1,200 passengers", "c")
    at_draft.mark("a week", "c")
    assert len(marked(draft)) == 3
    assert at_draft.page.locator(".f").count() == 3

    other.click("Ada Brandt")
    expect(other.card).to_be_visible()
    other.press("x")
    other.saved()
    assert len(marked(draft)) == 2

    at_draft.click("Ada Brandt")
    expect(at_draft.alert).to_contain_text("This span is not there any more: it was removed elsewhere.")
    at_draft.press("M")
    at_draft.alert.get_by_role("button", name="Load the page again").click()
    at_draft.page.wait_for_load_state()
    expect(at_draft.page.locator(".f")).to_have_count(2)


def test_a_change_to_what_was_removed_elsewhere_is_refused_in_words(
    at_draft: Hands, open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet
) -> None:
    at_draft.watched.expect("status of 409")
    at_draft.mark("Ada Brandt", "s")
    other = Hands(open_page(annotator))
    other.open(draft.task)
    other.click("Ada Brandt")
    expect(other.card).to_be_visible()
    other.press("x")
    other.saved()
    at_draft.press("M")

    expect(at_draft.alert).to_contain_text("This span is not there any more: it was removed meanwhile.")
    at_draft.saved()
    assert at_draft.page.locator(".f").count() == 0


@pytest.mark.parametrize("who", ["colleague", "reviewer"])
def test_what_nobody_holds_is_read_and_started(
    request: pytest.FixtureRequest, open_page: Callable[..., Watched], task: Task, who: str
) -> None:
    hands = Hands(open_page(request.getfixturevalue(who)))
    hands.open(task)
    hands.drag("the harbour master")
    hands.press("s")
    assert hands.page.locator(".handle").count() == 0
    assert AnnotationSet.objects.count() == 0

    hands.page.get_by_role("button", name="Start").click()
    hands.open(task)
    hands.mark("the harbour master", "s")
    assert marked(AnnotationSet.objects.get()) == [("source", "the harbour master")]


def test_what_a_colleague_holds_is_not_started(
    open_page: Callable[..., Watched], draft: AnnotationSet, reviewer: User
) -> None:
    hands = Hands(open_page(reviewer))
    hands.open(draft.task)

    assert hands.page.locator("#text .para").count() == 4
    assert hands.page.get_by_role("button", name="Start").count() == 0
