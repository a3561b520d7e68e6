"""Ten files of ten kinds: dropped, sent, checked, imported while the page is left, and what was refused put right."""

import base64
import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article
from newsreview.intake.models import Import
from newsreview.projects.models import Project
from tests.intake.packed import zip_of
from tests.intake.test_bringing_marks import LABEL_STUDIO
from tests.web.browser.watching import Watched
from tests.working import carry_out_jobs_beside_a_browser

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FILES = {
    "quay.txt": b"The quay opens\n\nIt opens again.\n",
    "page.html": b"<title>A page</title><p>Of the harbour.</p>",
    "table.csv": b"text,titel\nOne in a table.,Slip\n",
    "tabs.tsv": b"text\ttitle\nOne with tabs.\tTabs\n",
    "record.json": b'{"text": "One record.", "date": "2025-10-15"}',
    "lines.jsonl": b'{"text": "One of two lines."}\n{"text": ""}\n',
    "packed.jsonl.gz": gzip.compress(b'{"text": "One in gz."}\n'),
    "packed.csv.zst": zstd.compress(b"text\nOne in zst.\n"),
    "folder.zip": zip_of({"in/a.txt": b"One in a zip."}),
    "tasks.json": json.dumps(LABEL_STUDIO).replace('"claim"', '"Behauptung"').encode(),
}
DROP = """(files) => {
  const dataTransfer = new DataTransfer();
  for (const [name, raw] of Object.entries(files)) {
    dataTransfer.items.add(new File([Uint8Array.from(atob(raw), (c) => c.charCodeAt(0))], name));
  }
  const event = (kind) => new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector("main").dispatchEvent(event("dragover"));
  document.querySelector("main").dispatchEvent(event("drop"));
}"""
PASTE = """(types) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["x"], "pasted.txt"));
  for (const type of types) clipboardData.setData(type, "Words");
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector("textarea").dispatchEvent(event);
  return [event.defaultPrevented, document.querySelectorAll("[data-chosen] li").length];
}"""
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}


@pytest.fixture(autouse=True)
def raw_folder(settings: Settings, tmp_path: Path) -> Path:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "raw"}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    return tmp_path / "raw"


def drop(page: Page, files: dict[str, bytes]) -> None:
    page.evaluate(DROP, {name: base64.b64encode(raw).decode() for name, raw in files.items()})


def test_ten_files_of_ten_kinds_are_dropped_and_come_in(
    open_page: Callable[..., Watched], manager: User, project: Project
) -> None:
    watched = open_page(manager)
    watched.expect("422")
    page = watched.page
    page.goto(f"/projects/{project.slug}/upload/")
    drop(page, dict(list(FILES.items())[:7]))
    drop(page, dict(list(FILES.items())[7:]) | {"not-this.txt": b"x" * 60_000, "nor-this.txt": b"x"})
    expect(page.locator("[data-chosen] li")).to_have_count(12)
    page.get_by_role("button", name="Do not send nor-this.txt").press("Enter")
    expect(page.locator("[data-chosen] li")).to_have_count(11)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_label("They are being sent.")).to_be_visible()

    page.get_by_role("group", name="not-this.txt").get_by_label("Leave out").check()
    expect(page.get_by_role("group", name="table.csv")).to_contain_text("kept in the metadata: titel (1)")
    expect(page.get_by_role("row", name="source")).to_contain_text("spans")
    page.get_by_role("button", name="Import 11 articles").click()
    expect(page.get_by_text("Say what it becomes, or leave it out.")).to_be_visible()
    page.get_by_label("Behauptung").select_option("claim")
    page.get_by_role("button", name="Import 10 articles").click()
    expect(page.get_by_label("0 of 11 records are done.")).to_be_visible()
    page.goto("/")
    carry_out_jobs_beside_a_browser()
    page.goto(f"/projects/{project.slug}/imports/{Import.objects.get().pk}/")

    expect(page.locator(".upload-result dd")).to_have_text(["10", "0", "0", "1", "2", "1", "1"])
    page.get_by_role("link", name="Put it right").click()
    page.get_by_label("The record").fill('{"text": "The second line."}')
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="put right")).to_be_visible()
    assert Article.objects.count() == 11
    assert [span.label.key for span in AnnotationSet.objects.get().spans.order_by("start")] == ["source", "claim"]
    dated = Article.objects.get(text="One record.")
    assert dated.published_at is not None


def test_sending_can_be_stopped_and_what_is_wrong_is_said_where_the_files_stay(
    open_page: Callable[..., Watched], manager: User, project: Project
) -> None:
    watched = open_page(manager)
    watched.expect("422")
    page = watched.page
    page.goto(f"/projects/{project.slug}/upload/")
    assert page.evaluate(PASTE, ["text/plain", "text/html"]) == [False, 0]  # words, with a picture of them
    assert page.evaluate(PASTE, []) == [True, 1]
    page.get_by_role("button", name="Do not send pasted.txt").click()
    drop(page, {"quay.txt": b"x" * 300_000})
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": 20_000})
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_label("They are being sent.")).to_be_hidden()
    line.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": -1})
    page.get_by_label("Outlet, where none is given").fill("x" * 201)
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("alert")).to_contain_text("it has 201 characters; at most 200 are kept.")
    page.get_by_label("Outlet, where none is given").fill("Post")
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("group", name="quay.txt")).to_be_visible()
