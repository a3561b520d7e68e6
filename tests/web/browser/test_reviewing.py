"""The second person: a reviewer reads what was handed in, by keys, and the annotator answers."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.review import settling
from newsreview.review.models import Acceptance, Approval, Comment, Thread
from tests.annotation.hand import Hand
from tests.conftest import TEXT
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked
from tests.web.browser.watching import Watched


def read_and_return(theirs: Page) -> None:
    """One mark is right, a change is asked for of another, and back it goes."""
    theirs.goto("/")
    theirs.get_by_role("link", name="Ferry talks stall").click()
    state = theirs.locator("#review-state")
    expect(state).to_contain_text("3 to look at")
    expect(theirs.locator("#text .act").first).to_be_visible()  # the keys are there
    theirs.keyboard.press("a")
    expect(state).to_contain_text("2 to look at")
    expect(theirs.locator("#review-item blockquote")).to_have_text("They gave us a day")
    theirs.keyboard.press("j")
    expect(theirs.locator("#review-item")).to_contain_text("attributed to")
    theirs.keyboard.press("ArrowUp")
    expect(theirs.locator("#review-item h2").first).to_have_text("Span")
    theirs.keyboard.press("r")
    theirs.keyboard.press("m")
    theirs.keyboard.type("Leave out “They”.")
    theirs.keyboard.press("Escape")
    theirs.keyboard.press("1")
    expect(state).to_contain_text("1 change asked for")
    assert Thread.objects.get().rule == "3.1"
    theirs.keyboard.press("R")
    theirs.get_by_label("A note about the whole").fill("Nearly there.")
    theirs.get_by_label("What I ask nothing about is right").check()
    theirs.get_by_role("button", name="Return", exact=True).click()
    expect(theirs.get_by_role("status").first).to_contain_text("is back with Annotator")


def test_a_set_is_read_returned_mended_and_accepted(
    open_page: Callable[..., Watched], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    hand = Hand(draft, annotator)
    source = hand.add("source", "Ada Brandt")
    claim = hand.add("claim", "They gave us a day")
    hand.link("attributed_to", claim, source)
    hand.submit()

    theirs = open_page(reviewer).page
    read_and_return(theirs)

    hands = Hands(open_page(annotator))
    hands.page.goto("/")
    expect(hands.page.get_by_text("returned")).to_be_visible()
    hands.page.get_by_role("link", name="Ferry talks stall").click()
    expect(hands.page.get_by_text("Nearly there.")).to_be_visible()
    expect(hands.card).to_contain_text("Leave out “They”.")
    expect(hands.page.get_by_role("button", name="Undo")).to_be_visible()  # the keys are there
    hands.press("]")
    expect(hands.card.locator("blockquote")).to_have_text("gave us a day")
    hands.page.get_by_role("button", name="Done").click()
    expect(hands.card).not_to_contain_text("Leave out")
    assert Thread.objects.open().count() == 0
    Hand(draft, annotator).submit()

    theirs.goto("/")
    theirs.get_by_role("link", name="Ferry talks stall").click()
    expect(theirs.locator("#review-state")).to_contain_text("1 to look at")
    expect(theirs.locator("#review-item blockquote")).to_have_text("gave us a day")
    since = theirs.get_by_role("region", name="Changed since it was looked at")
    expect(since).to_have_text(re.compile("moved.*before.*They gave us a day.*now.*gave us a day", re.DOTALL))
    theirs.keyboard.press("A")
    expect(theirs.get_by_role("status").first).to_contain_text("is accepted")

    hands.page.goto("/")
    expect(hands.page.get_by_text("accepted")).to_be_visible()
    hands.press("d")
    expect(hands.page.get_by_role("region", name="Annotator")).to_contain_text("They gave us a day")

    assert Acceptance.objects.get().by == reviewer
    assert set(Approval.objects.values_list("bulk", flat=True)) == {True, False}


def test_words_are_talked_about(
    open_page: Callable[..., Watched], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    Hand(draft, annotator).submit()
    theirs = Hands(open_page(reviewer))
    page = theirs.page
    page.goto(reverse("review", args=[draft.pk]))
    theirs.double_click("passengers")
    theirs.press("m")
    page.keyboard.type("@Annotator, how")
    page.reload()  # nothing that was half typed is lost
    theirs.press("m")
    page.keyboard.type(" many?")
    page.get_by_role("button", name="Say it").click()
    talk = page.get_by_role("region", name="Comment", exact=True)
    expect(talk).to_contain_text("@Annotator, how many?")
    expect(talk.locator("q")).to_have_text("passengers")
    assert page.evaluate("() => [...CSS.highlights.get('talk')].map(String)") == ["passengers"]
    assert [mention.comment.thread.start for mention in annotator.mentions.all()] == [TEXT.index("passengers")]

    mine = open_page(annotator).page
    mine.goto(reverse("task", args=[draft.task_id]))
    mine.get_by_label("Answer").fill("1,200.")
    mine.get_by_role("button", name="Answer").click()
    expect(mine.get_by_text("1,200.").last).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Done").click()
    expect(talk).to_have_count(0)
    page.get_by_role("link", name="Resolved", exact=True).click()
    expect(talk).to_contain_text("1,200.")


def test_a_set_is_returned_and_accepted_by_forms_alone(
    open_page: Callable[..., Watched], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    hand = Hand(draft, annotator)
    hand.add("claim", "They gave us a day")
    hand.submit()

    page = open_page(reviewer, java_script_enabled=False).page
    page.goto("/")
    page.get_by_role("link", name="Ferry talks stall").click()
    page.get_by_role("button", name="Right").click()
    expect(page.locator("#review-state")).to_contain_text("0 to look at")
    page.locator("summary", has_text="Ask for a change").click()
    page.get_by_label("In words, with a rule or without").fill("Leave out “They”.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#review-state")).to_contain_text("1 change asked for")
    page.locator("summary", has_text="Return to").click()
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("is back with Annotator")
    assert [comment.text for comment in Comment.objects.all()] == ["Leave out “They”."]

    Hand(draft, annotator).submit()
    page.goto("/")
    page.get_by_role("link", name="Ferry talks stall").click()
    page.get_by_role("button", name="Right").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("status").first).to_contain_text("is accepted")
    assert Acceptance.objects.get().by == reviewer


def test_a_reviewer_changes_marks_with_the_annotator_s_tools(
    open_page: Callable[..., Watched], draft: AnnotationSet, annotator: User, reviewer: User
) -> None:
    hand = Hand(draft, annotator)
    hand.add("source", "Ada Brandt")
    hand.add("claim", "They gave us a day")
    hand.submit()

    theirs = Hands(open_page(reviewer))
    theirs.watched.expect("status of 409")
    page = theirs.page
    page.goto(reverse("review", args=[draft.pk]))
    theirs.press("j")
    expect(page.locator("#review-item blockquote")).to_have_text("They gave us a day")
    theirs.press("e")
    expect(page.get_by_text("You are changing Annotator’s marks")).to_be_visible()
    keys = page.get_by_role("button", name="Undo")  # there with them
    expect(keys).to_be_visible()
    theirs.press("]")
    expect(theirs.card.locator("blockquote")).to_have_text("gave us a day")
    theirs.mark("a week", "c")
    assert marked(draft) == [("claim", "a week"), ("source", "Ada Brandt"), ("claim", "gave us a day")]
    theirs.press("Control+Enter")

    state = page.locator("#review-state")
    expect(state).to_contain_text("1 to look at")
    expect(page.locator("#review-item blockquote")).to_have_text("gave us a day")
    assert draft.edits.filter(by=reviewer).count() == 2

    # Accepted by another reviewer meanwhile, it takes no more: what was made of it is kept, and said.
    theirs.press("e")
    expect(keys).to_be_visible()
    settling.accept(annotation_set=draft.pk, by=reviewer, base=hand.version)
    theirs.mark_unsaved("1,200 passengers", "c")
    expect(theirs.alert).to_contain_text("This annotation set is accepted.")
    assert theirs.stored() == ["span.add"]
