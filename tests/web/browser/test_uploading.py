"""Files and pasted text, from the disk to the project, by mouse and by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from pytest_django import Settings

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.projects.models import Project
from tests.web.browser.hands import Hands
from tests.web.browser.test_faults import STATUSES, Line
from tests.web.browser.watching import Watched
from tests.working import carry_out_jobs_beside_a_browser

CREW = "👩\u200d👩\u200d👧"
PASTED = f"  The quarry reopens\n\n“At last,”\u00a0said {CREW} e\u0301.  \n"


@pytest.fixture(autouse=True)
def raw_folder(settings: Settings, tmp_path: Path) -> Path:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "raw"}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    return tmp_path / "raw"


def test_files_and_pasted_text_are_brought_in(
    open_page: Callable[..., Watched], manager: User, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "harbour.txt").write_bytes(b"Harbour gates close early\r\n\r\nThe gates closed.\r\n")
    (tmp_path / "broken.txt").write_bytes(b"caf\xe9")
    page = open_page(manager).page
    page.goto(f"/projects/{project.slug}/upload/")
    page.get_by_label("Files").set_input_files([tmp_path / "harbour.txt", tmp_path / "broken.txt"])
    page.get_by_label("Or the text of one article").fill(PASTED)
    page.get_by_label("Story, where none is given").fill("The night of the gates")
    page.get_by_role("button", name="Read them").click()

    harbour, broken = page.get_by_role("group", name="harbour.txt"), page.get_by_role("group", name="broken.txt")
    expect(harbour.get_by_label("Title")).to_have_value("Harbour gates close early")
    expect(broken).to_contain_text("This is not UTF-8: byte 3 (line 1) is 0xE9.")
    harbour.get_by_text("The text as it will be stored").click()
    expect(harbour.locator("#upload-text-1 > p")).to_have_text(["Harbour gates close early", "The gates closed."])
    harbour.get_by_label("Outlet").fill("Harbour Post")
    page.get_by_role("button", name="Import 2 articles").click()
    expect(page.get_by_label("0 of 3 records are done.")).to_be_visible()
    page.goto("/")  # leaving is safe
    carry_out_jobs_beside_a_browser()
    page.goto(f"/projects/{project.slug}/imports/")
    page.get_by_role("cell").first.get_by_role("link").click()

    expect(page.locator(".upload-result dd")).to_have_text(["2", "0", "0", "1"])
    page.get_by_role("link", name="Put it right").click()
    expect(page.get_by_label("The record")).to_have_value("caf\ufffd")
    page.get_by_label("The record").fill("Café on the quay\n\nIt opens.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="put right")).to_be_visible()
    assert Article.objects.filter(text="Café on the quay\n\nIt opens.").count() == 1
    stored = {article.text: article for article in Article.objects.exclude(text__startswith="Café")}
    assert set(stored) == {"Harbour gates close early\n\nThe gates closed.\n", PASTED}
    assert str(stored["Harbour gates close early\n\nThe gates closed.\n"].outlet) == "Harbour Post"
    assert {str(article.story) for article in stored.values()} == {"The night of the gates"}
    page.get_by_role("link", name=f"To {project.name}").click()
    expect(page.get_by_role("link", name="Harbour gates close early")).to_be_visible()


def test_a_text_that_is_opened_before_the_page_is_ready_comes_all_the_same(
    open_page: Callable[..., Watched], manager: User, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "harbour.txt").write_text("Harbour gates close early\n\nThe gates closed.\n")
    page = open_page(manager).page
    page.goto(f"/projects/{project.slug}/upload/")
    page.get_by_label("Files").set_input_files(tmp_path / "harbour.txt")
    held: list[Route] = []
    page.route("**/htmx*.js", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    page.get_by_role("button", name="Read them").click(no_wait_after=True)
    page.get_by_text("The text as it will be stored").click()
    expect(page.get_by_role("link", name="Open it")).to_be_visible()
    held[0].continue_()

    expect(page.locator("#upload-text-1 > p")).to_have_text(["Harbour gates close early", "The gates closed."])


def test_answers_to_htmx_that_went_wrong_are_shown(
    open_page: Callable[..., Watched], manager: User, project: Project, tmp_path: Path
) -> None:
    """C20, on the screen that asks for the text of each file."""
    hands = Hands(open_page(manager))
    hands.watched.expect("Response Status Error Code|htmx:")
    hands.page.goto(f"/projects/{project.slug}/upload/")
    names = [f"{status}.txt" for status in STATUSES]
    for name in names:
        (tmp_path / name).write_text(name)
    hands.page.get_by_label("Files").set_input_files([tmp_path / name for name in names])
    hands.page.get_by_role("button", name="Read them").click()
    line, said = Line(hands, "**/files/**"), {}
    for status, name in zip(STATUSES, names, strict=True):
        line.fail_once(status)
        hands.page.get_by_role("group", name=name).get_by_text("The text as it will be stored").click()
        expect(hands.alert).not_to_be_empty()
        said[status] = hands.alert.inner_text()
        hands.alert.get_by_role("button", name="Dismiss").click()

    assert len(set(said.values())) == len(said)
