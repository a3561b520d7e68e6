"""Every screen as axe-core judges it (WCAG 2.2 A and AA, and good practice), in the light and the dark."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import cast

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Page

from newsreview.accounts.models import User
from newsreview.annotation import skipping, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus import keeping_filters
from newsreview.intake import taking_in, uploading
from newsreview.intake.importing import import_files
from newsreview.intake.models import Import
from newsreview.intake.records import Details
from newsreview.notices import telling
from newsreview.projects.models import Project, Task
from tests.annotation.hand import Hand
from tests.review.two_people import hand_in
from tests.web.browser.articles import LANTERN_ROW
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched

JUDGE = """
async (options) => (await axe.run(document, { resultTypes: ["violations"], ...options })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`)}`)
"""


def judged(page: Page, screen: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light")
    yield (screen, "light"), page.evaluate(JUDGE, {"rules": {"target-size": {"enabled": True}}})
    page.emulate_media(color_scheme="dark")
    yield (screen, "dark"), page.evaluate(JUDGE, {"runOnly": ["color-contrast"]})


def faults(page: Page, urls: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    told: dict[tuple[str, str], list[str]] = {}
    for screen, url in urls.items():
        page.goto(url)
        told.update(judged(page, screen))
    assert len(told) == 2 * len(urls)
    return {place: found for place, found in told.items() if found}


def test_nothing_hinders_anybody_before_signing_in(open_page: Callable[..., Watched]) -> None:
    names = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
    watched = open_page()
    watched.expect("status of 404|status of 410")
    urls = {name: reverse(name) for name in names}

    assert faults(watched.page, urls | {"missing": "/nowhere/", "link": reverse("sign-in", args=["old"])}) == {}


def test_nothing_hinders_a_manager(
    open_page: Callable[..., Watched], manager: User, annotator: User, project: Project, task: Task
) -> None:
    skipping.skip(annotation_set=taking.take(task=task, person=annotator), reason="unreadable", note="All dots.")
    for name in ("Ferries", "Trams"):
        keeping_filters.save_filter(person=manager, name=name, query="words=ferry&language=en")
    files = [("a.txt", BytesIO(b"One line.\nAnother.")), ("b.txt", BytesIO(b"\xff"))]
    upload, sent = (uploading.start_upload(project=project, by=manager, files=files) for _ in range(2))
    under_way = taking_in.ask_for_import(upload=sent, by=manager)
    import_files([("sent.jsonl", BytesIO(b"no record\n" * 3))], project=project, by=manager, defaults=Details())
    over = Import.objects.get(upload=None)
    urls = {
        "project-list": reverse("project-list"),
        "articles": f"{reverse('articles')}?words=ferry&language=en",
        "articles, none": f"{reverse('articles')}?outlet=Nowhere&since=2024-05-02&until=2024-01-01",
        "all articles": reverse("articles"),
        "saved filters": reverse("filter-list"),
        "project": reverse("project", args=[project.slug]),
        "guideline": reverse("project-guideline", args=[project.slug]),
        "dashboard": reverse("project-dashboard", args=[project.slug]),
        "formats": reverse("project-formats", args=[project.slug]),
        "dealing": reverse("project-dealing", args=[project.slug]),
        "skips": reverse("project-skips", args=[project.slug]),
        "settings": reverse("project-settings", args=[project.slug]),
        "guideline's text": reverse("project-guideline-text", args=[project.slug]),
        "new project": reverse("new-project"),
        "team": reverse("project-team", args=[project.slug]),
        "labels": reverse("project-labels", args=[project.slug]),
        "label": reverse("label", args=[project.slug, "boilerplate"]),
        "new link label": reverse("label-new", args=[project.slug, "link"]),
        "publication": reverse("label-publication", args=[project.slug, 1]),
        "story": reverse("task-story", args=[task.pk]),
        "project-upload": reverse("project-upload", args=[project.slug]),
        "upload": reverse("upload", args=[project.slug, upload.pk]),
        "import-list": reverse("import-list", args=[project.slug]),
        "import under way": reverse("import", args=[project.slug, under_way.pk]),
        "import": reverse("import", args=[project.slug, over.pk]),
        "refused-record": reverse("refused-record", args=[project.slug, over.pk, 1]),
        "upload-file": reverse("upload-file", args=[project.slug, upload.pk, 1]),
        "task to start": reverse("task", args=[task.pk]),
        "tokens": reverse("tokens"),
        "password": reverse("account_set_password"),
        "sign out": reverse("account_logout"),
    }

    own = ("account", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn")
    urls |= {name: reverse(name) for name in own}
    assert faults(open_page(manager).page, urls) == {}


def test_nothing_hinders_a_reviewer(open_page: Callable[..., Watched], draft: AnnotationSet, reviewer: User) -> None:
    hand = Hand(draft, cast("User", draft.person))
    hand.link("attributed_to", hand.add("claim", "They gave us a day"), hand.add("source", "Ada Brandt"))
    hand.submit()
    link = draft.links.get()

    review = reverse("review", args=[draft.pk])
    urls = {"queue": reverse("queue"), "review": review, "link": f"{review}?item={link.pk}"}
    urls["differences"] = reverse("set-settled", args=[draft.pk])
    urls["correcting"] = reverse("review-edit", args=[draft.pk])
    assert faults(open_page(reviewer).page, urls) == {}


def test_nothing_hinders_whoever_compares(
    open_page: Callable[..., Watched],
    annotator: User,
    colleague: User,
    reviewer: User,
    manager: User,
    project: Project,
    make_task: Callable[..., Task],
) -> None:
    page = open_page(reviewer).page
    agreement = reverse("project-agreement", args=[project.slug])
    told = faults(page, {"nothing to compare": agreement})
    for outlet in ("Harbour Post", "Strait Online"):
        one, _ = hand_in(make_task(first_line="Ferry talks stall", outlet=outlet), annotator, colleague)
    history = reverse("set-history", args=[one.annotation_set.pk])
    told |= faults(page, {"agreement": agreement, "disagreements": f"{agreement}passages/", "history": history})
    told |= faults(page, {"adjudication": reverse("adjudication", args=[one.annotation_set.task_id])})
    told |= faults(open_page(manager).page, {"over time": reverse("project-dashboard", args=[project.slug])})

    page.goto(agreement)
    page.locator("select[name=label]").select_option("claim")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="passages (Boundary)").click()
    page.get_by_role("link", name="Annotator").first.click()
    assert "claim marked We asked for a week" in page.locator(".history").inner_text()
    page.go_back()
    page.get_by_role("link", name="Ferry talks stall").first.click()
    assert page.locator("#p-2").inner_text().startswith("“We asked for a week")
    assert page.url.endswith("#p-2")
    assert told == {}


def test_nothing_hinders_an_annotator(
    hands: Hands, annotator: User, reviewer: User, draft: AnnotationSet, make_task: Callable[..., Task]
) -> None:
    handed_in = taking.take(task=make_task(LANTERN_ROW, first_line="Lantern Row"), person=annotator)
    submitting.submit(annotation_set=handed_in, by=annotator, base=0)
    telling.rules_changed(version=handed_in.label_set_version, before={}, by=reviewer)
    told = faults(
        hands.page,
        {
            "queue": reverse("queue"),
            "notices": reverse("notices"),
            "handed in": reverse("task", args=[handed_in.task_id]),
            "to skip": reverse("task-skip", args=[draft.task_id]),
            "to submit": reverse("task-submission", args=[draft.task_id]),
        },
    )
    hands.open(draft.task)
    told |= judged(hands.page, "workbench")
    hands.mark("the harbour master", "s")
    hands.mark("They gave us a day", "c")
    hands.press("l", "l")
    hands.saved()
    told |= judged(hands.page, "workbench with spans")
    hands.press("Enter")
    told |= judged(hands.page, "menu")
    hands.press("Escape", "?")
    told |= judged(hands.page, "keys")
    hands.press("Escape")
    hands.drag("the crossing")
    told |= judged(hands.page, "label bar")
    told |= faults(hands.page, {"history": reverse("set-history", args=[draft.pk])})

    assert {place: found for place, found in told.items() if found} == {}
