"""The inbox: what came back is counted in the bar, read, and opened; a rule is shown as it was and as it is."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.models import LabelSetVersion
from newsreview.notices import telling
from tests.annotation.hand import Hand
from tests.web.browser.watching import Watched


def test_what_came_back_is_counted_read_and_opened(
    open_page: Callable[..., Watched],
    sign_in: Callable[[User], Client],
    draft: AnnotationSet,
    annotator: User,
    reviewer: User,
) -> None:
    hand = Hand(draft, annotator)
    hand.add("claim", "They gave us a day")
    hand.submit()
    note = {"id": str(uuid7()), "text": "Shorter, please."}
    sign_in(reviewer).post(reverse("review-return", args=[draft.pk]), note)
    version = LabelSetVersion.objects.get(pk=draft.label_set_version_id)
    telling.rules_changed(version=version, before={}, by=reviewer)

    page = open_page(annotator).page
    page.goto("/")
    page.get_by_role("link", name="Notices 2 unread").click()
    came_back = page.get_by_role("listitem").filter(has_text="Reviewer returned “Ferry talks stall”.")
    expect(came_back).to_contain_text("Shorter, please.")
    expect(page.get_by_role("definition").first).to_be_visible()
    came_back.get_by_role("button", name="Open").click()
    page.wait_for_url(f"**{reverse('task', args=[draft.task_id])}")

    page.goto("/")
    page.get_by_role("link", name="Notices 1 unread").click()
    page.get_by_role("button", name="Mark all read").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    expect(page.get_by_role("definition").first).to_be_hidden()
