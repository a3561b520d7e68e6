"""An ML engineer finds a model's version, reads how well it does, and goes to where it is wrong."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation.predicting import known_version
from newsreview.corpus.models import Story
from newsreview.projects.models import Project, Task
from tests.review.model_at_work import differ
from tests.web.browser.test_screens import faults
from tests.web.browser.watching import Watched


def test_a_version_of_a_model_is_read(
    open_page: Callable[..., Watched],
    annotator: User,
    reviewer: User,
    ml_client: User,
    project: Project,
    make_task: Callable[..., Task],
) -> None:
    version = known_version(project=project, model="spancat", version="3", by=ml_client)
    for outlet, story in (("Harbour Post", "Ferry"), ("Strait Online", "Storm")):
        task = make_task(outlet=outlet, story=Story.objects.create(name=story), title="Ferry talks stall")
        differ(version, task, annotator, reviewer)
    page = open_page(ml_client).page
    page.goto(reverse("project", args=[project.slug]))
    page.get_by_role("link", name="Predictions").click()
    assert faults(page, {"list": page.url}) == {}
    page.get_by_role("link", name="spancat 3").click()
    expect(page.get_by_role("heading", name="Labels 0.67")).to_be_visible()
    assert faults(page, {"score": page.url}) == {}
    page.get_by_role("link", name="Ferry talks stall").first.click()
    expect(page.locator("#p-2")).to_be_in_viewport()
