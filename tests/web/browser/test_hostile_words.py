"""Words that want to be markup, in every field and on every page of a browser: nothing runs, nothing is fetched."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Dialog, Request, expect

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched


def test_no_words_run(open_page: Callable[..., Watched], attacked: AnnotationSet, annotator: User, server: str) -> None:
    watched = open_page(annotator)
    hands, asked, dialogs = Hands(watched), set[str](), list[str]()

    def note(request: Request) -> None:
        asked.add(request.url.removeprefix(server).partition("?")[0])

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    watched.page.on("request", note)
    watched.page.on("dialog", refuse)
    for url in (reverse("queue"), reverse("project-list"), reverse("project", args=["ferry"])):
        watched.page.goto(url)
    hands.open(attacked.task)
    for words in ("Said Ada", "alert"):
        hands.click(words)
    hands.press("n")
    expect(hands.card).to_be_visible()
    hands.press("?")
    expect(watched.page.get_by_role("dialog")).to_be_visible()
    hands.press("Escape", "Escape", "Control+Enter")
    expect(watched.page.get_by_role("heading", name="Submit this article?")).to_be_visible()

    assert dialogs == []
    assert all(path.startswith(("/static/", "/projects/", "/tasks/", "/words.js")) or path == "/" for path in asked)
    assert (
        watched.page.evaluate(
            "() => document.querySelectorAll('#text [id]:not(.para, .sent), #text img, #text b').length"
        )
        == 0
    )
