"""Every change is kept in the browser until the server has it: through lost lines, closed tabs and second tabs."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Dialog, Route, expect

from newsreview.accounts.models import User
from newsreview.annotation import editing, submitting
from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked
from tests.web.browser.watching import Watched

WORDS = ("Ferry", "talks", "week", "Brandt", "harbour", "day", "deputy", "Jonas", "crossing", "May")
OPS = "**/ops/**"


def cut(hands: Hands) -> None:
    hands.watched.expect("ERR_FAILED|ERR_INTERNET_DISCONNECTED")
    hands.page.route(OPS, lambda route: route.abort())


def mend(hands: Hands) -> None:
    hands.page.unroute(OPS)
    hands.evaluate("() => dispatchEvent(new Event('online'))")


def second_tab(hands: Hands, draft: AnnotationSet) -> Hands:
    """Of the same browser: one database, one sign-in."""
    other = Hands(Watched(hands.page.context.new_page()))
    other.open(draft.task)
    return other


def test_ten_changes_made_without_a_line_outlive_the_page(at_draft: Hands, draft: AnnotationSet) -> None:
    """C18. The pill counts, the submit button is off; nothing is asked for again after the line is back."""
    at_draft.watched.expect("ERR_INTERNET_DISCONNECTED")
    at_draft.page.context.set_offline(True)
    for word in WORDS:
        at_draft.mark_unsaved(word, "c")
    expect(at_draft.pill).to_have_text("10 changes waiting")
    assert at_draft.pending() == sorted(WORDS)
    assert at_draft.stored() == ["span.add"] * 10
    at_draft.press("Control+Enter")
    expect(at_draft.alert).to_contain_text("There is no connection. Submit when there is.")
    expect(at_draft.page.get_by_role("link", name="Submit")).to_have_attribute("aria-disabled", "true")

    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    at_draft.page.on("dialog", leave)
    at_draft.page.context.set_offline(False)
    cut(at_draft)
    at_draft.open(draft.task)
    assert asked == ["beforeunload"]
    expect(at_draft.pill).to_have_text("10 changes waiting")
    assert at_draft.pending() == sorted(WORDS)

    mend(at_draft)
    at_draft.saved()
    at_draft.open(draft.task)
    assert asked == ["beforeunload"]
    assert [(edit.number, edit.verb) for edit in draft.edits.all()] == [(n + 1, "span.add") for n in range(10)]
    assert marked(draft) == [("claim", word) for word in WORDS]
    assert at_draft.stored() == []


def test_what_a_closed_tab_left_goes_out_of_another_in_order(at_draft: Hands, draft: AnnotationSet) -> None:
    cut(at_draft)
    at_draft.mark_unsaved("the harbour master", "s")
    at_draft.mark_unsaved("We asked for a week", "c")
    at_draft.press("u", "u", "U")
    expect(at_draft.pill).to_have_text("5 changes waiting")
    other = second_tab(at_draft, draft)
    other.saved()
    assert marked(draft) == []  # that tab lives: what it holds is its own to send

    at_draft.page.close(run_before_unload=False)
    other.page.wait_for_function("() => document.querySelector('#text .f')")
    other.saved()

    assert list(draft.edits.values_list("verb", flat=True)) == ["span.add", "span.add", "undo", "undo", "redo"]
    assert marked(draft) == [("source", "the harbour master")]
    assert other.stored() == []


def test_two_tabs_send_by_turns_and_neither_loses_or_doubles(at_draft: Hands, draft: AnnotationSet) -> None:
    other, under_way, most = second_tab(at_draft, draft), 0, 0

    def count(route: Route) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        answer = route.fetch()
        under_way -= 1
        route.fulfill(response=answer)

    at_draft.page.context.route(OPS, count)
    for mine, theirs in zip(WORDS[::2], WORDS[1::2], strict=True):
        for tab, word, key in ((at_draft, mine, "c"), (other, theirs, "s")):
            tab.page.bring_to_front()
            tab.mark_unsaved(word, key)
    at_draft.saved()
    other.saved()

    assert most == 1
    assert draft.edits.count() == 10
    assert {(label, word) for label, word in marked(draft)} == {
        ("claim" if n % 2 == 0 else "source", word) for n, word in enumerate(WORDS)
    }


def test_a_line_that_swallows_everything_is_said_within_fifteen_seconds(at_draft: Hands, draft: AnnotationSet) -> None:
    """C19."""
    at_draft.page.clock.install()
    at_draft.page.route(OPS, lambda _: None)
    at_draft.drag("Ada Brandt")
    with at_draft.page.expect_request(OPS):
        at_draft.press("s")
    expect(at_draft.pill).to_have_text("Saving …")
    at_draft.page.clock.run_for(15_000)
    expect(at_draft.pill).to_have_text("1 change waiting")

    at_draft.page.unroute(OPS)
    at_draft.page.clock.run_for(30_000)
    at_draft.page.clock.resume()
    at_draft.saved()
    assert marked(draft) == [("source", "Ada Brandt")]


def test_behind_a_refusal_the_rest_goes_on_and_what_rests_on_it_is_kept_in_sight(
    at_draft: Hands, draft: AnnotationSet, annotator: User
) -> None:
    at_draft.mark("Ada Brandt", "s")
    ada = draft.spans.get()
    cut(at_draft)
    at_draft.press("1", "M")
    at_draft.mark_unsaved("a week", "c")
    expect(at_draft.pill).to_have_text("3 changes waiting")
    editing.set_on_span(annotation_set=draft, by=annotator, span=ada.pk, seen=ada.last_edit_id, attr="note", value="?")
    at_draft.watched.expect("status of 409")
    mend(at_draft)
    at_draft.saved()
    assert marked(draft) == [("claim", "a week"), ("source", "Ada Brandt")]

    at_draft.open(draft.task)
    at_draft.page.get_by_role("button", name="2 not done").click()
    sheet = at_draft.page.get_by_role("dialog")
    expect(sheet.locator("li").first).to_contain_text("answer: type · named_person · “Ada Brandt”")
    expect(sheet.locator("li").last).to_contain_text("answer: unsure · true · “Ada Brandt”")
    at_draft.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.get_by_role("button", name="Copy as text").click()
    assert at_draft.evaluate("() => navigator.clipboard.readText()").count("Ada Brandt") == 2

    sheet.get_by_role("button", name="Discard").first.click()
    sheet.get_by_role("button", name="Do it again").click()
    expect(sheet).to_be_hidden()
    at_draft.saved()
    expect(at_draft.page.locator("#unsaved")).to_be_hidden()
    [ada] = draft.spans.filter(label__key="source")
    assert (ada.note, ada.unsure, ada.attributes) == ("?", True, {})
    assert at_draft.stored() == []


def test_a_change_of_another_person_waits_beside_the_cursor_until_it_is_asked_for(
    at_draft: Hands, draft: AnnotationSet, reviewer: User
) -> None:
    """And of two changes of one span the second is told, with who was quicker and with what was typed (C1)."""
    at_draft.mark("Ada Brandt", "s")
    span = draft.spans.get()
    at_draft.press("m")
    at_draft.page.keyboard.type("her title is missing")
    editing.set_on_span(
        annotation_set=draft, by=reviewer, span=span.pk, seen=span.last_edit_id, attr="unsure", value=True
    )
    at_draft.watched.expect("status of 409")
    at_draft.press("Enter")
    expect(at_draft.alert).to_contain_text("This span was changed meanwhile.")
    expect(at_draft.alert).to_contain_text("That was Reviewer.")
    expect(at_draft.alert).to_contain_text("her title is missing")
    at_draft.saved()

    at_draft.alert.get_by_role("button", name="Show").click()
    at_draft.page.get_by_role("dialog").get_by_role("button", name="Do it again").click()
    at_draft.saved()
    changed = draft.spans.get()
    assert (changed.note, changed.unsure) == ("her title is missing", True)
    expect(at_draft.page.locator("#unsaved")).to_be_hidden()

    weeks = draft.task.article.text.index("a week")
    editing.add_span(
        annotation_set=draft, by=reviewer, span=draft.pk, label="claim", start=weeks, end=weeks + 6, quote="a week"
    )
    with at_draft.page.expect_response("**/inspector/**"):
        at_draft.drag("They gave us")
    at_draft.settle()
    at_draft.page.get_by_text("Article: origin").click()
    at_draft.page.get_by_role("button", name="own report").click()
    expect(at_draft.alert).to_contain_text("Reviewer has changed this paragraph.")
    at_draft.saved()
    names = at_draft.page.locator("#p-2 .f")
    assert (at_draft.chosen(), names.count()) == ("They gave us", 1)

    at_draft.press(".")
    expect(names).to_have_count(2)
    assert at_draft.chosen() == "They gave us"
    expect(at_draft.alert).to_be_empty()


def test_a_clock_set_back_makes_no_conflict(at_draft: Hands, draft: AnnotationSet) -> None:
    """C21. A card that was not redrawn under somebody's fingers still knows what has changed since."""
    at_draft.mark("Ada Brandt", "s")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    at_draft.page.route(OPS, hold, times=1)
    at_draft.page.clock.set_fixed_time(datetime.now(UTC) - timedelta(hours=1))
    with at_draft.page.expect_request(OPS):
        at_draft.press("1")
    at_draft.press("m")
    at_draft.page.keyboard.type("chief")
    with at_draft.page.expect_response(OPS):
        held[0].continue_()
    at_draft.settle()
    at_draft.press("Enter")
    at_draft.saved()

    changed = draft.spans.get()
    assert (changed.attributes, changed.note, changed.last_edit.number) == ({"type": "named_person"}, "chief", 3)
    expect(at_draft.alert).to_be_empty()


def test_two_tabs_of_one_person_conflict_too(at_draft: Hands, draft: AnnotationSet) -> None:
    """C2."""
    at_draft.mark("Ada Brandt", "s")
    other = second_tab(at_draft, draft)
    other.click("Ada Brandt")
    expect(other.card).to_be_visible()
    other.press("1")
    other.saved()
    at_draft.watched.expect("status of 409")
    at_draft.press("M")

    expect(at_draft.alert).to_contain_text("That was you, in another tab or browser.")
    assert (draft.spans.get().unsure, draft.edits.count()) == (False, 2)


def test_what_was_made_before_a_submission_elsewhere_is_kept_and_no_part_of_it(
    at_draft: Hands, draft: AnnotationSet, annotator: User
) -> None:
    """C16."""
    cut(at_draft)
    at_draft.mark_unsaved("Ada Brandt", "s")
    expect(at_draft.pill).to_have_text("1 change waiting")
    submitting.submit(annotation_set=draft, by=annotator, base=0)
    at_draft.watched.expect("status of 409")
    mend(at_draft)
    expect(at_draft.pill).to_have_text("Not saved: 1")
    expect(at_draft.alert).to_contain_text("This annotation set is submitted. Reopen it to change it.")

    at_draft.page.on("dialog", lambda dialog: dialog.accept())
    at_draft.open(draft.task)
    expect(at_draft.alert).to_contain_text("1 change was made here before this was submitted, and is not part of it.")
    assert marked(draft) == []
    at_draft.page.get_by_role("button", name="Reopen").click()
    at_draft.page.wait_for_function("() => document.querySelector('#text .f')")
    at_draft.saved()
    assert marked(draft) == [("source", "Ada Brandt")]


def test_a_page_whose_text_reads_otherwise_keeps_what_was_marked_on_it(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.watched.expect("status of 409|misread")
    at_draft.drag("Ada Brandt")
    at_draft.evaluate(
        "() => { const t = document.querySelector('#p-2 .tx'); t.textContent = t.textContent.replace('Ada', 'Eve'); }"
    )
    at_draft.press("s")
    expect(at_draft.pill).to_have_text("Not saved: 1")
    expect(at_draft.alert.get_by_role("button", name="Load the page again")).to_be_visible()

    assert at_draft.stored() == ["span.add"]
    assert (draft.edits.count(), "Ada Brandt" in draft.task.article.text) == (0, True)
