"""A published label set grows under the hands of somebody who has a draft open: the draft lives, and its keys work."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked
from tests.web.browser.watching import Watched, sent_in
from tests.working import carry_out_jobs_beside_a_browser


def test_a_value_and_a_label_come_while_a_draft_is_open(
    at_draft: Hands, draft: AnnotationSet, open_page: Callable[..., Watched], manager: User, project: Project
) -> None:
    at_draft.mark("the harbour master", "s")
    watched = open_page(manager)
    watched.expect("status of 422")  # a reserved key
    editor = watched.page
    editor.goto(reverse("project-labels", args=[project.slug]))
    editor.get_by_role("link", name="Boilerplate").click()
    editor.get_by_label("Values").first.press("Control+End")
    editor.keyboard.type("\npodcast")
    editor.get_by_role("button", name="Keep").click()
    expect(editor.get_by_role("status").first).to_contain_text("Boilerplate is kept in News marks v1.")

    at_draft.mark("Leave a comment", "b")
    at_draft.card.get_by_role("button", name="podcast").click()
    at_draft.saved()

    editor.get_by_role("link", name="Add a label").first.click()
    editor.get_by_label("Name", exact=True).first.fill("Key figure")
    editor.get_by_label("Keyboard key").fill("l")
    with editor.expect_request(lambda request: "dress=" in request.url) as asked:
        editor.get_by_label("green dashes").check()
    assert sent_in(asked.value.url) == ["of", "name", "key", "shortcut", "unit", "dress"]
    expect(editor.locator("#label-preview .green0.dashed0").first).to_be_visible()
    editor.get_by_role("button", name="Keep").click()
    expect(editor.get_by_text("The key “l” is reserved: choose another.")).to_be_visible()
    editor.get_by_label("Keyboard key").fill("y")
    editor.get_by_role("button", name="Keep").click()
    expect(editor.get_by_role("status").first).to_contain_text("Key figure is kept in News marks v1.")

    at_draft.mark("We asked for a week", "c")  # on the page as it was
    at_draft.page.reload()
    at_draft.mark("1,200 passengers", "y")
    assert marked(draft) == [
        ("claim", "We asked for a week"),
        ("source", "the harbour master"),
        ("key_figure", "1,200 passengers"),
        ("boilerplate", "Leave a comment"),
    ]
    assert draft.spans.get(label__key="boilerplate").attributes == {"type": "podcast"}
    assert contradictions_in(draft.pk) == []


def test_a_label_retires_while_somebody_annotates(
    at_draft: Hands, draft: AnnotationSet, open_page: Callable[..., Watched], manager: User, project: Project
) -> None:
    """C22."""
    at_draft.watched.expect("status of 422")
    at_draft.mark("Ferry talks stall", "h")
    at_draft.mark("We asked for a week", "c")
    editor = open_page(manager).page
    editor.goto(reverse("project-labels", args=[project.slug]))
    editor.get_by_role("button", name="Begin the next version").click()
    editor.get_by_role("link", name="Heading").click()
    editor.get_by_label("Retired").check()
    editor.get_by_role("button", name="Keep").click()
    editor.get_by_role("link", name="Publish…").click()
    editor.get_by_label("1 mark uses “heading”").select_option(label="leave it where it stands, and offer it no more")
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_text("News marks v2 is published.")).to_be_visible()
    expect(editor.get_by_label("0 of 1 draft has moved; the others are on their way.")).to_be_visible()
    carry_out_jobs_beside_a_browser()
    expect(editor.get_by_text("1 draft has moved to this version.")).to_be_visible()

    at_draft.mark_unsaved("Leave a comment", "h")  # the page still offers it
    expect(at_draft.alert).to_contain_text("The label “heading” is retired: it is not given any more.")
    at_draft.saved()
    waiting = at_draft.page.get_by_role("button", name="1 not done")
    expect(waiting).to_be_visible()
    at_draft.mark("They gave us a day", "c")
    at_draft.press("1")
    at_draft.saved()
    at_draft.page.reload()
    waiting.click()
    expect(at_draft.page.get_by_role("dialog")).to_contain_text("mark: “Leave a comment”")
    at_draft.page.get_by_role("button", name="Close").click()
    assert marked(draft) == [
        ("heading", "Ferry talks stall"),
        ("claim", "We asked for a week"),
        ("claim", "They gave us a day"),
    ]
    draft.refresh_from_db()
    assert (draft.label_set_version.number, contradictions_in(draft.pk)) == (2, [])
