"""Claims, sources and who relays them: links that make themselves, links by key and by pointer, and where they lead."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet, Link
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked, marked

CROSSING, RADIO, WEEK, MASTER = "the crossing had lost 1,200 passengers", "𝒳-Radio", "We asked for a week", "Ada Brandt"


def test_a_link_makes_itself_is_said_and_shown_and_taken_away(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark(RADIO, "s")
    at_draft.mark(CROSSING, "c")
    expect(at_draft.page.locator("#live")).to_have_text("Claim C1 added, linked to S1")
    assert linked(draft) == {("attributed_to", CROSSING, RADIO)}
    expect(at_draft.page.locator(".rows li[aria-current]")).to_contain_text("⇢ S1")
    assert at_draft.page.locator("#text .g.lk").all_inner_texts() == [RADIO]

    at_draft.press("u")
    at_draft.saved()
    assert (marked(draft), linked(draft)) == ([("source", RADIO)], set())
    at_draft.press("U")
    at_draft.saved()
    at_draft.click(CROSSING)
    at_draft.press("L")
    at_draft.saved()
    assert (draft.spans.count(), linked(draft)) == (2, set())


def test_one_key_makes_an_inferred_link_a_persons_and_another_carries_it_over(
    at_draft: Hands, draft: AnnotationSet
) -> None:
    at_draft.mark(RADIO, "s")
    at_draft.mark(CROSSING, "c")
    at_draft.press("l", "l")
    at_draft.saved()
    expect(at_draft.page.locator(".rows li[aria-current]")).to_contain_text("→ S1")
    at_draft.press("8")
    at_draft.saved()
    link = Link.objects.get()
    assert (link.origin, link.attributes) == ("own", {"carried_over": True})

    at_draft.page.get_by_role("button", name="carried over").click()
    at_draft.saved()
    link.refresh_from_db()
    assert link.attributes == {"carried_over": False}


def test_links_from_either_end_and_to_the_rest_of_a_claim(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark(WEEK, "c")
    at_draft.mark("They gave us a day", "c")
    at_draft.press("l", "l")  # no source yet: the other claim
    at_draft.mark(RADIO, "s")
    at_draft.press("l", "l")  # no other source: the nearest claim
    at_draft.mark("Jonas Eék", "s")
    at_draft.press("l", "l", "l", "a")  # the other source, then the nearest claim: it was the radio's
    at_draft.saved()

    assert linked(draft) == {
        ("continues", "They gave us a day", WEEK),
        ("via", "Jonas Eék", RADIO),
        ("attributed_to", "They gave us a day", "Jonas Eék"),
    }


def test_a_second_choice_before_the_first_is_answered(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark(MASTER, "s")
    at_draft.mark(RADIO, "s")
    at_draft.mark("They gave us a day", "c")
    with at_draft.page.expect_response("**/ops/**"):
        at_draft.press("l", "l", "l", "a")
    at_draft.saved()

    assert linked(draft) == {("attributed_to", "They gave us a day", RADIO)}
    assert at_draft.alert.inner_text() == ""


def test_links_follow_a_moved_span_and_fall_with_a_removed_one(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark(RADIO, "s")
    at_draft.mark(CROSSING, "c")
    at_draft.press("[", "Escape")
    at_draft.saved()
    assert linked(draft) == {("attributed_to", f"that {CROSSING}", RADIO)}

    at_draft.click(RADIO)
    at_draft.press("x")
    at_draft.saved()
    expect(at_draft.page.locator("#live")).to_have_text("Span removed with 1 link; u brings them back")
    assert linked(draft) == set()
    at_draft.press("u")
    at_draft.saved()
    assert linked(draft) == {("attributed_to", f"that {CROSSING}", RADIO)}


def test_only_the_links_at_hand_are_shown_and_what_is_off_the_screen_has_an_arrow(
    open_page: Callable[..., object], hands: Hands, annotator: User, make_task: Callable[..., Task]
) -> None:
    text = "\n".join(
        ["Ada Brandt spoke.", *[f"Line {n} of the log." for n in range(60)], "The gates jammed. Ilo Kern nodded."]
    )
    mine = taking.take(task=make_task(text), person=annotator)
    hands.open(mine.task)
    hands.mark("Ada Brandt", "s")
    hands.mark("The gates jammed", "c")
    hands.press("l", "l")
    hands.saved()
    arrow = hands.page.get_by_role("button", name="linked to S1, above")
    expect(arrow).to_be_visible()

    hands.press("Escape")
    expect(arrow).to_have_count(0)
    hands.page.get_by_text("1 link, and who is named").click()
    expect(hands.page.locator("#listing li")).to_contain_text("C1")
    hands.page.mouse.move(*hands.place("The gates jammed").middle)
    assert hands.evaluate("() => [...CSS.highlights.get('hover-link')].map(String)") == ["Ada Brandt"]

    hands.click("The gates jammed")
    arrow.click()
    expect(hands.card.locator("blockquote")).to_have_text("Ada Brandt")
    expect(hands.page.get_by_role("button", name="linked to C1, below")).to_be_visible()


def test_who_is_filled_in_until_somebody_says_so(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("Ada Brandt", "s")
    at_draft.press("=")
    at_draft.page.keyboard.type("Ada Brandt")
    at_draft.press("Enter")
    at_draft.mark("They", "s")
    field = at_draft.page.get_by_label("Who =")
    expect(field).to_have_value("Ada Brandt")
    expect(at_draft.card).to_contain_text("filled in for you")

    at_draft.press("=", "Escape")
    at_draft.saved()
    assert draft.edits.count() == 3
    at_draft.press("=", "Enter")
    at_draft.saved()
    expect(at_draft.card).not_to_contain_text("filled in for you")
    assert draft.spans.get(quote="They").given == ["who"]

    at_draft.press("Escape")
    at_draft.page.get_by_text("0 links, and who is named").click()
    expect(at_draft.page.locator("#listing dd")).to_have_text("S1 S2")


@pytest.fixture
def repeating(hands: Hands, annotator: User, make_task: Callable[..., Task]) -> AnnotationSet:
    text = "Osterby spoke.\nOsterby rose; Osterbys ran.\nosterby sat. “Osterby”\nRead also: Osterby\nOsterby 𝒳 Osterby"
    mine = taking.take(task=make_task(text), person=annotator)
    hands.open(mine.task)
    hands.mark("Read also", "b")
    hands.mark("Osterby", "s")
    hands.press("1")
    hands.press("=")
    hands.page.keyboard.type("Ragnhild Osterby")
    hands.press("Enter")
    hands.saved()
    return mine


def test_every_other_match_is_proposed_and_stored_when_accepted(hands: Hands, repeating: AnnotationSet) -> None:
    def proposed() -> int:
        return int(hands.evaluate("() => CSS.highlights.get('match')?.size ?? 0"))

    edits = repeating.edits.count()
    hands.press("*")
    expect(hands.page.get_by_role("toolbar", name="Labels")).to_contain_text("4 matches")
    assert (proposed(), repeating.edits.count()) == (4, edits)

    hands.press("r", "a")
    hands.saved()
    assert proposed() == 2
    assert [span.start for span in repeating.spans.filter(label__key="source")] == [0, 57]
    hands.press("A")
    hands.saved()
    assert (proposed(), repeating.edits.count()) == (0, edits + 2)
    sources = repeating.spans.filter(label__key="source")
    assert [(span.quote, span.attributes, span.origin) for span in sources] == [
        ("Osterby", {"type": "named_person", "who": "Ragnhild Osterby"}, "own")
    ] * 4

    hands.press("u")
    hands.saved()
    assert sources.all().count() == 2
    hands.click("Osterby")
    hands.press("*", "Escape", "c")
    hands.saved()
    assert proposed() == 0
