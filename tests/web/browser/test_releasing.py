"""A manager asks for a release, sees it being built, and finds what is in it; the ML engineer downloads it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.exports.models import Release
from newsreview.projects.models import Project, Task
from tests.annotation.hand import Hand
from tests.web.browser.test_screens import faults
from tests.web.browser.watching import Watched
from tests.working import carry_out_jobs_beside_a_browser


def test_a_release_is_asked_for_built_read_and_downloaded(
    open_page: Callable[..., Watched],
    manager: User,
    annotator: User,
    ml_client: User,
    project: Project,
    make_task: Callable[..., Task],
) -> None:
    for number, outlet in enumerate(("Harbour Post", "Strait Online", "Harbour Post")):
        task = make_task(f"Ada Brandt said {number}.", outlet=outlet, title=f"Title {number}")
        hand = Hand(taking.take(task=task, person=annotator), annotator)
        hand.add("source", "Ada Brandt")
        hand.submit()
    page = open_page(manager).page
    page.goto(reverse("project", args=[project.slug]))
    page.get_by_role("link", name="Releases").click()
    page.get_by_role("link", name="New release").click()
    assert faults(page, {"new release": page.url}) == {}
    page.get_by_label("Name").fill("May" * 30)
    page.get_by_label("What it takes").select_option("everything that was submitted")
    page.get_by_role("button", name="Build it").click()
    expect(page.get_by_text("The release waits for its turn.")).to_be_visible()
    assert faults(page, {"being built": page.url}) == {}

    carry_out_jobs_beside_a_browser()

    expect(page.get_by_role("heading", name="What is in it")).to_be_visible()
    manifest = Release.objects.select_related("outcome").get().outcome.manifest
    expect(page.get_by_text(manifest["digest"])).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 900})
    for place in (page.url, reverse("release-list", args=[project.slug])):
        assert faults(page, {"built": place}) == {}
        assert page.evaluate("document.documentElement.scrollWidth") == 375

    theirs = open_page(ml_client).page
    theirs.goto(reverse("release", args=[project.slug, 1]))
    expect(theirs.get_by_text("Withdraw this release")).to_have_count(0)
    with theirs.expect_download() as download:
        theirs.get_by_role("link", name="train.jsonl", exact=True).click()
    [train] = [file for file in manifest["files"] if file["name"] == "train.jsonl"]
    assert hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest() == train["sha256"]

    page.goto(reverse("release", args=[project.slug, 1]))
    page.get_by_text("Withdraw this release…").click()
    page.get_by_label("Why?").fill("The wrong guideline.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Withdrawn by Manager")).to_be_visible()
