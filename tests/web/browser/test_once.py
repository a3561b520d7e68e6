"""What is done twice by accident happens once."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked
from tests.web.browser.watching import Watched


def test_a_label_key_pressed_twice(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.drag("Ada Brandt")
    at_draft.press("s", "s")
    at_draft.saved()

    assert marked(draft) == [("source", "Ada Brandt")]
    assert draft.edits.count() == 1


def test_a_double_click_in_the_label_bar(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.drag("Ada Brandt")
    at_draft.page.get_by_role("toolbar", name="Labels").get_by_role("button", name="source").dblclick()
    at_draft.saved()

    assert marked(draft) == [("source", "Ada Brandt")]


def test_a_button_of_the_card_clicked_twice_before_the_answer(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.evaluate("() => { const b = document.querySelector('[data-key=\"2\"]'); b.click(); b.click(); }")
    at_draft.saved()

    assert draft.spans.get().attributes == {"type": "unnamed_person"}
    assert draft.edits.count() == 2


def test_start_clicked_twice(hands: Hands, task: Task) -> None:
    hands.page.goto("/")
    hands.page.get_by_role("button", name="Start").dblclick()
    # Looked at, not waited for: the second click ends the navigation that the first began.
    expect(hands.page).to_have_url(re.compile(reverse("task", args=[task.pk])))

    assert AnnotationSet.objects.count() == 1


def test_submit_clicked_twice(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("Ada Brandt", "s")
    at_draft.page.get_by_role("link", name="Submit").click()
    at_draft.page.get_by_role("dialog").get_by_role("button", name="Submit").dblclick()
    expect(at_draft.page.get_by_role("heading", name="Queue")).to_be_visible()

    assert Submission.objects.count() == 1


def test_a_form_sent_twice(open_page: Callable[..., Watched], annotator: User, draft: AnnotationSet) -> None:
    hands = Hands(open_page(annotator, java_script_enabled=False))
    hands.page.goto(reverse("task", args=[draft.task_id]) + "?p=2")
    hands.page.get_by_text("Mark by form").click()
    hands.page.get_by_label("Words, as they stand").fill("Ada Brandt")
    hands.page.locator("select[name=label]").select_option("source")
    hands.page.get_by_role("button", name="Mark", exact=True).dblclick()
    expect(hands.page).to_have_url(re.compile("span="))

    assert marked(draft) == [("source", "Ada Brandt")]
