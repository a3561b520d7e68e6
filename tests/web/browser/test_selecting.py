"""What a pointer takes: whole words, exact letters, a word, a line; and which span a click means."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.web.browser.hands import Hands
from tests.web.browser.reading import marked

WHOLE_WORDS = {
    "arbour mas": "harbour master",
    "asked for a wee": "asked for a week",
    "Eék": "Eék",
    "𝒳-Rad": "𝒳-Radio",
    "1,20": "1,200",
    "lost 1,200 pass": "lost 1,200 passengers",
}


def test_a_drag_takes_whole_words(at_draft: Hands) -> None:
    taken = {}
    for words in WHOLE_WORDS:
        at_draft.press("Escape")  # the labels of the one before may lie over these words
        at_draft.drag(words)
        taken[words] = at_draft.chosen()

    assert taken == WHOLE_WORDS


def test_with_alt_a_drag_takes_letters_and_the_mark_keeps_them(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.drag("arbour mas", exact=True)
    assert at_draft.chosen() == "arbour mas"

    at_draft.press("c")
    at_draft.saved()

    assert marked(draft) == [("claim", "arbour mas")]


def test_a_drag_back_to_front_is_the_same(at_draft: Hands) -> None:
    place = at_draft.place("deputy, Jonas")
    at_draft.page.mouse.move(*place.end)
    at_draft.page.mouse.down()
    at_draft.page.mouse.move(*place.start, steps=4)
    at_draft.page.mouse.up()
    at_draft.settle()

    assert at_draft.chosen() == "deputy, Jonas"


def test_a_double_click_takes_a_word(at_draft: Hands) -> None:
    at_draft.double_click("passengers")

    assert at_draft.chosen() == "passengers"


# A busy machine: what a page puts off until later comes much later.
SLOW_TIMERS = """
const later = setTimeout;
window.setTimeout = (act, wait = 0, ...rest) => later(act, wait + 300, ...rest);
"""


@pytest.fixture
def slow(hands: Hands, draft: AnnotationSet) -> Hands:
    hands.page.add_init_script(SLOW_TIMERS)
    hands.open(draft.task)
    return hands


def test_on_a_slow_machine_a_double_click_is_no_click(slow: Hands) -> None:
    slow.page.mouse.dblclick(*slow.place("passengers").middle, delay=200)
    slow.settle()

    assert slow.chosen() == "passengers"


def test_a_slow_hand_clicks_three_times_on_the_end_of_a_word(at_draft: Hands) -> None:
    """After the second click the word's handle lies under the pointer."""
    at_draft.page.mouse.move(*at_draft.place("passengers").end)
    for count in (1, 2, 3):
        at_draft.page.mouse.down(click_count=count)
        at_draft.page.mouse.up(click_count=count)
        at_draft.settle()

    assert at_draft.chosen().startswith("Her deputy")
    assert at_draft.chosen().endswith("since May.")


def test_an_answer_that_comes_as_the_hand_lets_go_leaves_the_drag_alone(slow: Hands, draft: AnnotationSet) -> None:
    held: list[Route] = []
    slow.page.route("**/ops/**", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    slow.mark_unsaved("passengers", "c")
    slow.press("Escape")
    place = slow.place("deputy, Jonas")
    slow.page.mouse.move(*place.start)
    slow.page.mouse.down()
    slow.page.mouse.move(*place.end, steps=3)
    slow.page.mouse.up()
    held[0].continue_()
    expect(slow.pill).to_have_text("Saved")
    slow.settle()

    assert slow.chosen() == "deputy, Jonas"
    assert marked(draft) == [("claim", "passengers")]


def test_no_drag_cuts_what_people_see_as_one_character(at_draft: Hands) -> None:
    """Dragged from the middle of a family of three, which is five code points, to the middle of a letter."""
    place = at_draft.place("👩‍👩‍👧")
    at_draft.drag("told 𝒳", exact=True)
    assert at_draft.chosen() == "told 𝒳"

    at_draft.page.keyboard.down("Alt")
    at_draft.page.mouse.move(*at_draft.place("Eék").start)
    at_draft.page.mouse.down()
    at_draft.page.mouse.move(*place.middle, steps=4)
    at_draft.page.mouse.up()
    at_draft.page.keyboard.up("Alt")
    at_draft.settle()

    assert at_draft.chosen() in {"Eék 👩‍👩‍👧", "Eék "}


def test_a_phrase_loses_its_stop_and_its_quote_marks(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("“They gave us a day.”", "c", exact=False)
    at_draft.mark("a week,” said", "s", exact=True)

    assert marked(draft) == [("source", "a week,” said"), ("claim", "They gave us a day")]


def test_a_click_selects_the_innermost_span_and_then_the_next_one_out(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the crossing had lost 1,200 passengers since May", "c")
    at_draft.mark("lost 1,200 passengers", "c")
    at_draft.mark("1,200", "s")
    at_draft.press("Escape")
    quote = at_draft.card.locator("blockquote")

    for inside_out in ("1,200", "lost 1,200 passengers", "the crossing had lost 1,200 passengers since May", "1,200"):
        at_draft.click("1,200")
        expect(quote).to_have_text(inside_out)


def test_a_click_beside_the_spans_lets_go(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    assert at_draft.page.locator(".g.act").count() == 1

    at_draft.click("Leave")

    assert at_draft.page.locator(".g.act").count() == 0
    assert at_draft.page.locator(".handle:visible").count() == 0


def test_the_label_bar_marks_without_a_key(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.drag("Ada Brandt")
    bar = at_draft.page.get_by_role("toolbar", name="Labels")
    bar.get_by_role("button", name="source").click()
    at_draft.saved()

    assert marked(draft) == [("source", "Ada Brandt")]
    assert bar.is_hidden()


@pytest.mark.parametrize(
    ("key", "taken"), [("j", "“They gave us a day.”"), ("Alt+ArrowRight", "day"), ("k", "“They gave us a day.”")]
)
def test_keys_go_on_from_where_was_clicked(at_draft: Hands, key: str, taken: str) -> None:
    at_draft.mark("Ferry talks", "c")
    at_draft.click("day")
    at_draft.press(key)

    assert at_draft.chosen() == taken


# Whether a pointer would hit the bar, as it opens and at every change after that.
BAR_IN_REACH = """
() => {
  const bar = document.getElementById("label-bar");
  window.reached = [];
  new MutationObserver(() => {
    const { left, top, width, height } = bar.getBoundingClientRect();
    const reached = bar.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    if (!bar.hidden && window.reached.at(-1) !== reached) window.reached.push(reached);
  }).observe(bar, { attributes: true });
}
"""


def test_the_label_bar_takes_no_click_until_it_has_been_seen(at_draft: Hands) -> None:
    at_draft.evaluate(BAR_IN_REACH)
    at_draft.drag("Ada Brandt")
    at_draft.page.wait_for_function("() => window.reached.length > 1")

    assert at_draft.evaluate("() => window.reached") == [False, True]


def test_words_that_carry_the_label_already_are_selected(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("passengers", "c")
    at_draft.mark("harbour master", "s")
    at_draft.press("Escape")
    at_draft.drag("passengers")
    at_draft.press("c")

    expect(at_draft.card.locator("blockquote")).to_have_text("passengers")
    expect(at_draft.said).to_have_text("These words are marked as claim already.")
    expect(at_draft.pill).to_have_text("Saved")
    assert draft.edits.count() == 2


def test_the_label_bar_never_covers_what_was_selected(at_draft: Hands) -> None:
    at_draft.drag("Ferry talks")
    bar = at_draft.page.get_by_role("toolbar", name="Labels")
    bar.wait_for()
    box = bar.bounding_box()
    place = at_draft.place("Ferry talks")
    assert box

    assert box["y"] > place.start[1] + 8


def test_an_end_is_dragged_to_a_word_and_with_alt_to_a_letter(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("lost 1,200", "c")
    at_draft.drag_handle("end", "1,200 passengers since")
    assert marked(draft) == [("claim", "lost 1,200 passengers since")]

    at_draft.drag_handle("start", "crossing had lost")
    assert marked(draft) == [("claim", "crossing had lost 1,200 passengers since")]

    at_draft.page.keyboard.down("Alt")
    at_draft.drag_handle("end", "1,200 pass")
    at_draft.page.keyboard.up("Alt")
    assert marked(draft) == [("claim", "crossing had lost 1,200 pass")]
    assert draft.edits.count() == 4


def test_an_end_dragged_over_a_stop_leaves_it_out(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark(" since", "c", exact=True)
    at_draft.drag_handle("end", "since May.")

    assert marked(draft) == [("claim", " since May")]


def test_handles_stand_where_the_words_begin_and_end(
    hands: Hands, annotator: User, make_task: Callable[..., Task]
) -> None:
    task = make_task("אמרה כי הקו ייסגר ביום ראשון.\nShe said שלום to them.")
    taking.take(task=task, person=annotator)
    hands.open(task)
    for words in ("הקו ייסגר", "said", "שלום"):
        hands.mark(words, "s")
        place = hands.place(words)
        for side, (x, _) in (("start", place.start), ("end", place.end)):
            box = hands.page.locator(f".handle.{side}").bounding_box()
            assert box
            assert abs(box["x"] + box["width"] / 2 - x) < 5, (words, side)
