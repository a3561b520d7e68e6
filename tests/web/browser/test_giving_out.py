"""Work is dealt out, taken and skipped."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.projects.models import Skip, Slot, Task
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched


def holders() -> dict[str, str | None]:
    return dict(Slot.objects.order_by("task").values_list("task__article__first_line", "person__name"))


def test_an_article_is_skipped_by_key_and_goes_to_the_next_who_asks(
    open_page: Callable[..., Watched], hands: Hands, colleague: User, task: Task, make_task: Callable[..., Task]
) -> None:
    make_task("Another one.", first_line="Another one")
    page = hands.page
    page.goto(reverse("queue"))
    page.get_by_role("button", name="Next article").click()
    page.locator("#text .sent").first.wait_for()
    hands.mark("Ada Brandt", "s")
    hands.press("g", "z")
    page.get_by_label("wrong language").check()
    page.get_by_label("Note").fill("Half of it is Dutch.")
    page.get_by_role("button", name="Skip this article").click()
    page.get_by_text("“Ferry talks stall” is skipped.").wait_for()
    page.get_by_role("button", name="Next article").click()
    page.locator("#text .sent").first.wait_for()

    other = open_page(colleague).page
    other.goto(reverse("queue"))
    other.get_by_role("button", name="Next article").click()
    other.locator("#text .sent").first.wait_for()

    assert holders() == {"Ferry talks stall": "Colleague", "Another one": "Annotator"}
    assert [*Skip.objects.values_list("reason", "note")] == [("wrong_language", "Half of it is Dutch.")]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_manager_deals_out_and_takes_back(
    open_page: Callable[..., Watched],
    manager: User,
    annotator: User,
    task: Task,
    make_task: Callable[..., Task],
    scripts: bool,  # noqa: FBT001 -- pytest passes it by name
) -> None:
    make_task("Another one.", first_line="Another one")
    page = open_page(manager, java_script_enabled=scripts).page
    page.goto(reverse("project", args=["ferry"]))
    page.get_by_role("link", name="Deal out").click()
    page.get_by_label("Annotator, 0 in hand").check()
    page.get_by_label("Ferry talks stall").check()
    page.get_by_role("button", name="Deal out the chosen").click()
    page.get_by_text("1 article dealt out.").wait_for()
    assert holders() == {"Ferry talks stall": "Annotator", "Another one": None}

    page.get_by_role("link", name="Everything").click()
    expect(page.get_by_role("row", name="Ferry talks stall")).to_contain_text("Annotator draft")
    page.get_by_label("Ferry talks stall").check()
    page.get_by_role("button", name="Take back the drafts").click()
    page.get_by_text("1 draft taken back.").wait_for()
    assert set(holders().values()) == {None}
