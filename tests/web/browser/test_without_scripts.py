"""The same page with scripts switched off: read, take, mark by form, answer, link, delete, submit, reopen."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked, marked
from tests.web.browser.watching import Watched


@pytest.fixture
def plain(open_page: Callable[..., Watched], annotator: User) -> Hands:
    return Hands(open_page(annotator, java_script_enabled=False))


def mark(plain: Hands, paragraph: int, words: str, label: str) -> None:
    plain.page.get_by_text("Mark by form").click()
    plain.page.get_by_label("Paragraph").fill(str(paragraph))
    plain.page.get_by_role("button", name="Show").click()
    plain.page.get_by_text("Mark by form").click()
    plain.page.get_by_label("Words, as they stand").fill(words)
    plain.page.locator("select[name=label]").select_option(label)
    plain.page.get_by_role("button", name="Mark", exact=True).click()
    plain.page.get_by_role("heading", name="Selected span").wait_for()


def test_an_article_by_forms_alone(plain: Hands, task: Task) -> None:
    page = plain.page
    page.goto("/")
    page.get_by_role("button", name="Start").click()
    mine = AnnotationSet.objects.get()
    shown = "".join(page.locator("#text .tx").all_text_contents())
    assert shown.replace("\n", "") == task.article.text.replace("\n", "")

    mark(plain, 2, "the harbour master", "source")
    mark(plain, 3, "the crossing had lost 1,200 passengers", "claim")
    mark(plain, 3, "Her deputy, Jonas Eék 👩‍👩‍👧", "source")
    page.get_by_role("button", name="unnamed person").click()
    page.locator("textarea[name=text]").fill("told twice")
    page.locator("form", has=page.locator("textarea[name=text]")).get_by_role("button", name="Keep").click()
    page.locator(".rows a", has_text="the crossing").click()
    page.get_by_role("button", name="aim").click()
    page.get_by_text("Attributed to …").click()
    page.locator(".link-choices button", has_text="Her deputy").click()
    page.get_by_role("button", name="carried over").wait_for()

    words = {span.quote: (span.attributes, span.note) for span in mine.spans.all()}
    assert words["Her deputy, Jonas Eék 👩‍👩‍👧"] == ({"type": "unnamed_person"}, "told twice")
    assert words["the crossing had lost 1,200 passengers"] == ({"kind": "aim", "form": "paraphrase"}, "")
    assert linked(mine) == {("attributed_to", "the crossing had lost 1,200 passengers", "Her deputy, Jonas Eék 👩‍👩‍👧")}


def test_delete_submit_and_reopen_by_forms(plain: Hands, draft: AnnotationSet) -> None:
    page = plain.page
    page.goto(reverse("task", args=[draft.task_id]))
    mark(plain, 2, "Ada Brandt", "source")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_load_state()
    assert marked(draft) == []

    page.get_by_role("link", name="Submit").click()
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url("/")
    page.get_by_role("link", name="Ferry talks stall").click()
    page.get_by_role("button", name="Reopen").click()
    page.get_by_role("link", name="Submit").wait_for()
    assert not AnnotationSet.objects.with_submitted().get().submitted


def test_a_form_that_cannot_be_done_says_why(plain: Hands, draft: AnnotationSet) -> None:
    plain.watched.expect("status of 422")
    page = plain.page
    page.goto(reverse("task", args=[draft.task_id]))
    page.get_by_text("Mark by form").click()
    page.get_by_label("Words, as they stand").fill("words that are not there")
    page.get_by_role("button", name="Mark", exact=True).click()

    page.get_by_text("These words do not stand in this paragraph.").wait_for()
    assert marked(draft) == []


def test_a_wrong_password_is_said(open_page: Callable[..., Watched], annotator: User) -> None:
    annotator.set_password("a kettle of northern fish")
    annotator.save()
    page = open_page(java_script_enabled=False).page
    page.goto("/")
    page.get_by_label("Email").fill("annotator@example.org")
    page.get_by_label("Password").fill("a kettle of southern fish")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".notice.error").wait_for()

    page.get_by_label("Email").fill("Annotator@example.org")
    page.get_by_label("Password").fill("a kettle of northern fish")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    page.get_by_role("heading", name="Queue").wait_for()
