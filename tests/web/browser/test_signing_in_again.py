"""A session that ends in the middle of the work, and one ended on purpose: nothing is lost, or saved as another."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Dialog, Locator, expect

from newsreview.accounts.models import User
from newsreview.accounts.security_models import Session
from newsreview.annotation.models import AnnotationSet
from tests.web.browser.conftest import sign_in
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked

PASSWORD = "a kettle of northern fish"
OPS = "**/ops/**"


@pytest.fixture(autouse=True)
def _nobody_has_tried(db: None) -> None:
    cache.clear()  # where attempts to sign in are counted


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_out_elsewhere(hands: Hands) -> Locator:
    """The session ends; the next mark brings the dialog."""
    hands.watched.expect("status of 401")
    Session.objects.all().delete()
    hands.mark_unsaved("Ada Brandt", "s")
    dialog = hands.page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    return dialog


def fill_in(dialog: Locator, person: User, password: str = PASSWORD) -> None:
    dialog.get_by_label("Email").fill(person.email)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in", exact=True).click()


def test_signed_in_again_where_one_stands_the_queue_goes_on(
    at_draft: Hands, draft: AnnotationSet, annotator: User
) -> None:
    """C17. A wrong password and a server that does not answer are said; what is marked meanwhile waits as well."""
    dialog = sign_out_elsewhere(at_draft)
    expect(dialog).to_contain_text("1 change waits here")
    expect(at_draft.pill).to_have_text("Not saved: 1")
    dialog.get_by_role("button", name="Later").click()
    at_draft.mark_unsaved("a week", "c")
    expect(at_draft.pill).to_have_text("Not saved: 2")
    expect(at_draft.page.get_by_role("link", name="Submit")).to_have_attribute("aria-disabled", "true")

    at_draft.alert.get_by_role("button", name="Sign in").click()
    with_password(annotator)
    fill_in(dialog, annotator, "a kettle of southern fish")
    expect(dialog.get_by_role("alert").first).to_contain_text("are not correct")
    at_draft.watched.expect("ERR_FAILED")
    at_draft.page.route("**/login/**", lambda route: route.abort(), times=1)
    fill_in(dialog, annotator)
    expect(dialog.get_by_role("alert").first).to_contain_text("The server does not answer.")
    fill_in(dialog, annotator)
    expect(dialog).to_be_hidden()
    at_draft.saved()

    assert marked(draft) == [("claim", "a week"), ("source", "Ada Brandt")]
    assert {edit.by for edit in draft.edits.select_related("by")} == {annotator}
    expect(at_draft.alert).to_be_empty()


def test_a_form_older_than_a_sign_in_elsewhere_is_no_dead_end(
    at_draft: Hands, draft: AnnotationSet, annotator: User, server: str
) -> None:
    """Signing in gives the browser a new token, which the form in the other tab does not know."""
    dialog = sign_out_elsewhere(at_draft)
    with_password(annotator)
    sign_in(at_draft.page.context, annotator, server)
    token = {"name": settings.CSRF_COOKIE_NAME, "value": "n" * 32, "url": server}
    at_draft.page.context.add_cookies([token])  # type: ignore[list-item]

    at_draft.watched.expect("status of 403")
    fill_in(dialog, annotator)
    expect(dialog).to_be_hidden()
    at_draft.saved()
    assert marked(draft) == [("source", "Ada Brandt")]


def test_a_session_that_ends_once_more_meanwhile_is_asked_for_again(at_draft: Hands, draft: AnnotationSet) -> None:
    """The sign-in page finds its person signed in, and the next request does not: it is sent again by itself."""
    at_draft.watched.expect("status of 401")
    signed_out = {"status": 401, "body": "signed out", "content_type": "text/plain"}
    at_draft.page.route(OPS, lambda route: route.fulfill(**signed_out), times=2)
    at_draft.mark_unsaved("Ada Brandt", "s")
    expect(at_draft.pill).to_have_text("1 change waiting")
    at_draft.saved()

    assert marked(draft) == [("source", "Ada Brandt")]


def test_too_many_wrong_passwords_are_said_in_place(at_draft: Hands, draft: AnnotationSet, annotator: User) -> None:
    dialog = sign_out_elsewhere(at_draft)
    for _ in range(6):
        with at_draft.page.expect_response("**/login/**"):
            fill_in(dialog, annotator, "a kettle of southern fish")
        expect(dialog.get_by_label("Password")).to_have_value("")  # the form is a new one
    expect(dialog.get_by_role("alert").first).to_contain_text("Too many wrong tries")
    assert at_draft.stored() == ["span.add"]


def test_nothing_is_saved_under_another_persons_name(
    at_draft: Hands, draft: AnnotationSet, annotator: User, reviewer: User, server: str
) -> None:
    dialog = sign_out_elsewhere(at_draft)
    dialog.get_by_role("button", name="Later").click()
    sign_in(at_draft.page.context, reviewer, server)
    at_draft.alert.get_by_role("button", name="Sign in").click()
    expect(dialog).to_contain_text("Reviewer is signed in in this browser now.")
    expect(at_draft.pill).to_have_text("Not saved: 1")
    at_draft.page.on("dialog", lambda leaving: leaving.accept())
    at_draft.page.goto(reverse("task", args=[draft.task_id]))
    assert at_draft.stored() == ["span.add"]
    assert marked(draft) == []

    sign_in(at_draft.page.context, annotator, server)
    at_draft.open(draft.task)
    at_draft.page.wait_for_function("() => document.querySelector('#text .f')")
    at_draft.saved()
    assert [(edit.verb, edit.by) for edit in draft.edits.select_related("by")] == [("span.add", annotator)]


def test_signed_in_again_in_another_tab(at_draft: Hands, draft: AnnotationSet, annotator: User, server: str) -> None:
    dialog = sign_out_elsewhere(at_draft)
    sign_in(at_draft.page.context, annotator, server)
    dialog.get_by_role("button", name="I have signed in elsewhere").click()
    expect(dialog).to_be_hidden()
    at_draft.saved()

    assert marked(draft) == [("source", "Ada Brandt")]


def wait_without_a_line(hands: Hands) -> None:
    hands.watched.expect("ERR_FAILED")
    hands.page.context.route(OPS, lambda route: route.abort())
    hands.mark_unsaved("Ada Brandt", "s")
    expect(hands.pill).to_have_text("1 change waiting")


def sign_out(hands: Hands) -> None:
    hands.page.locator("details.settings:not([open]) summary").click()
    hands.page.get_by_role("button", name="Sign out").click()


def test_signing_out_sends_what_waits_and_asks_nothing_then(at_draft: Hands, draft: AnnotationSet) -> None:
    wait_without_a_line(at_draft)
    at_draft.page.context.unroute(OPS)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    at_draft.page.on("dialog", leave)
    sign_out(at_draft)
    at_draft.page.wait_for_url("**/accounts/login/")

    assert asked == []
    assert marked(draft) == [("source", "Ada Brandt")]
    assert at_draft.stored() == []


def test_signing_out_asks_before_it_gives_up_what_cannot_be_sent(at_draft: Hands, draft: AnnotationSet) -> None:
    wait_without_a_line(at_draft)
    at_draft.page.on("dialog", lambda leaving: leaving.accept())
    at_draft.page.goto("/")
    sign_out(at_draft)
    dialog = at_draft.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 change is not saved.")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert at_draft.stored() == ["span.add"]

    sign_out(at_draft)
    dialog.get_by_role("button", name="Sign out and discard").click()
    at_draft.page.wait_for_url("**/accounts/login/")
    assert at_draft.stored() == []
    assert marked(draft) == []
