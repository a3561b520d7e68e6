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
from tests.web.browser.watching import Watched


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
    editor.get_by_label("green dashes").check()
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
