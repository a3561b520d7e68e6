"""What goes wrong between browser and server is always shown, and nothing that was done is lost."""

from playwright.sync_api import Route, expect

from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked

STATUSES = (400, 403, 404, 409, 413, 422, 429, 500, 503, None)
WORDS = ("Ferry", "talks", "week", "Brandt", "day")


class Line:
    """The way to the server for some addresses: its next requests can be made to fail."""

    def __init__(self, hands: Hands, where: str) -> None:
        self.watched = hands.watched
        self.waiting: list[int | None] = []
        hands.page.route(where, self.answer)

    def fail_once(self, status: int | None) -> None:
        """The next request is answered with this status, or by nobody."""
        self.watched.expect(f"status of {status}|ERR_FAILED")
        self.waiting.append(status)

    def answer(self, route: Route) -> None:
        if not self.waiting:
            route.continue_()
        elif (status := self.waiting.pop()) is None:
            route.abort()
        else:
            route.fulfill(status=status, content_type="text/html", body="<h1>Something else</h1>")


def test_a_server_that_does_not_answer_is_asked_again(at_draft: Hands, draft: AnnotationSet) -> None:
    pill, line = at_draft.page.locator("#saved"), Line(at_draft, "**/ops/**")
    for word, status in zip(WORDS, (429, 500, 503, None), strict=False):
        line.fail_once(status)
        at_draft.mark_unsaved(word, "c")

        expect(pill).to_have_text("1 change waiting")
        expect(at_draft.said).to_contain_text("The server does not answer. Your changes wait here")
        at_draft.saved()
        expect(at_draft.said).to_have_text("Everything is saved.")
        expect(at_draft.alert).to_be_empty()

    assert marked(draft) == [("claim", word) for word in WORDS[:4]]


def test_a_full_disk_is_said_in_words_until_there_is_room_again(at_draft: Hands, draft: AnnotationSet) -> None:
    """D8."""
    at_draft.watched.expect("status of 507")
    full = "<main><h1>Nothing can be saved.</h1><p data-advice>The disk is <b>full</b>.</p></main>"
    at_draft.page.route(
        "**/ops/**", lambda route: route.fulfill(status=507, content_type="text/html", body=full), times=1
    )
    at_draft.mark_unsaved("Ferry", "c")
    expect(at_draft.page.locator("#saved")).to_have_text("1 change waiting")
    expect(at_draft.alert).to_contain_text("Not saved yet. The disk is full.")
    at_draft.saved()
    expect(at_draft.alert).to_be_empty()

    assert marked(draft) == [("claim", "Ferry")]


def test_what_only_a_person_can_mend_waits_for_the_person(at_draft: Hands, draft: AnnotationSet) -> None:
    line = Line(at_draft, "**/ops/**")
    for word, status in zip(WORDS, (400, 403, 409, 413, 422), strict=True):
        line.fail_once(status)
        at_draft.mark_unsaved(word, "c")

        expect(at_draft.page.locator("#saved")).to_have_text("Not saved: 1")
        expect(at_draft.alert).not_to_be_empty()
        at_draft.alert.get_by_role("button", name="Try again").click()
        at_draft.saved()
        expect(at_draft.alert).to_be_empty()

    assert marked(draft) == [("claim", word) for word in WORDS]


def test_a_refusal_is_shown_in_the_words_of_the_server(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.watched.expect("status of 422")
    at_draft.double_click("Leave")
    at_draft.press("b")
    at_draft.saved()
    at_draft.mark("comment", "c")

    expect(at_draft.alert).to_contain_text("This lies inside boilerplate")
    assert marked(draft) == [("boilerplate", "Leave a comment")]


def test_an_answer_lost_after_it_was_saved_makes_nothing_twice(at_draft: Hands, draft: AnnotationSet) -> None:
    """C9."""
    at_draft.watched.expect("ERR_FAILED")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    at_draft.page.route("**/ops/**", lose)
    at_draft.drag("Ada Brandt")
    with at_draft.page.expect_response("**/ops/**") as answer:
        at_draft.press("s")
    at_draft.saved()

    assert lost == [200]
    assert answer.value.headers["x-replayed"] == "1"
    assert marked(draft) == [("source", "Ada Brandt")]
    assert draft.edits.count() == 1


def test_a_sheet_that_does_not_come_says_why(at_draft: Hands) -> None:
    line, said = Line(at_draft, "**/submission/"), {}
    for status in STATUSES:
        line.fail_once(status)
        at_draft.press("Control+Enter")
        expect(at_draft.alert).not_to_be_empty()
        said[status] = at_draft.alert.inner_text()
        at_draft.alert.get_by_role("button", name="Dismiss").click()

    assert len(set(said.values())) == len(said)
    at_draft.press("Control+Enter")
    expect(at_draft.page.get_by_role("dialog")).to_be_visible()


def test_a_panel_that_does_not_come_is_missed_aloud(at_draft: Hands) -> None:
    Line(at_draft, "**/inspector/**").fail_once(None)
    at_draft.drag("Ada Brandt")

    expect(at_draft.alert).to_contain_text("The server does not answer. What you see may be old.")

    at_draft.press("j")
    expect(at_draft.alert).to_be_empty()
