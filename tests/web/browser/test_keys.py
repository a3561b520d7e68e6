"""What can be done to the selected span, by keys alone."""

from playwright.sync_api import Route, expect

from newsreview.annotation.models import AnnotationSet, Span
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked, marked


def only(draft: AnnotationSet) -> Span:
    return draft.spans.get()


def test_digits_answer_in_the_order_of_the_label_and_take_back(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("They gave us a day", "c")
    assert only(draft).attributes == {"kind": "fact", "form": "direct"}

    at_draft.press("2", "7")
    at_draft.saved()
    assert only(draft).attributes == {"kind": "aim", "form": "narrator"}

    at_draft.press("7", "2")
    at_draft.saved()
    assert only(draft).attributes == {"form": "direct"}


def test_digits_that_come_before_the_card_are_kept(at_draft: Hands, draft: AnnotationSet) -> None:
    def slowly(route: Route) -> None:
        at_draft.page.wait_for_timeout(150)
        route.continue_()

    at_draft.page.route("**/ops/**", slowly)
    at_draft.drag("They gave us a day")
    at_draft.press("c", "3", "6", "Escape")
    at_draft.saved()
    expect(at_draft.page.locator("#saved")).to_have_text("Saved")
    at_draft.page.wait_for_load_state("networkidle")
    at_draft.saved()

    assert only(draft).attributes == {"kind": "view", "form": "paraphrase"}


def test_a_note_and_who_are_typed_and_kept(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.press("=")
    at_draft.page.keyboard.type("Ada Brandt")
    at_draft.press("Enter", "m")
    at_draft.page.keyboard.type("cubs? lol nbsx ")
    at_draft.press("Shift+Enter")
    at_draft.page.keyboard.type(" two lines")
    at_draft.press("Enter")
    at_draft.saved()

    assert only(draft).attributes == {"who": "Ada Brandt"}
    assert only(draft).note == "cubs? lol nbsx \n two lines"


def test_escape_leaves_a_note_as_it_was(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.press("m")
    at_draft.page.keyboard.type("never mind")
    at_draft.press("Escape")
    at_draft.saved()

    assert only(draft).note == ""
    assert draft.edits.count() == 1


def test_what_is_typed_survives_an_answer_that_comes_meanwhile(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    with at_draft.page.expect_response("**/ops/**"):
        at_draft.press("2", "m")
        at_draft.page.keyboard.type("a slow ")
    at_draft.page.keyboard.type("note")
    at_draft.press("Enter")
    at_draft.saved()

    assert only(draft).note == "a slow note"
    assert only(draft).attributes == {"type": "unnamed_person"}


def test_a_note_still_open_is_kept_before_submitting(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.press("m")
    at_draft.page.keyboard.type("last word")
    at_draft.press("Control+Enter")
    expect(at_draft.page.get_by_role("dialog")).to_be_visible()
    at_draft.press("Control+Enter")
    at_draft.page.wait_for_url("/")

    assert only(draft).note == "last word"
    assert AnnotationSet.objects.with_submitted().get().submitted


def test_unsure_relabel_and_delete(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "c")
    at_draft.press("M", "s")
    at_draft.saved()
    assert only(draft).unsure
    assert marked(draft) == [("source", "the harbour master")]

    at_draft.press("x")
    at_draft.saved()
    assert marked(draft) == []


MOVES = {
    ("Alt+Shift+ArrowRight",): "lost 1,200 passengers since",
    ("Alt+Shift+ArrowLeft",): "lost 1,200",
    ("[",): "had lost 1,200 passengers",
    ("]",): "1,200 passengers",
    (">", ">"): "lost 1,200 passengers s",
    ("<",): "lost 1,200 passenger",
    ("(",): " lost 1,200 passengers",
    (")",): "ost 1,200 passengers",
    ("[", "Alt+Shift+ArrowRight", "<"): "had lost 1,200 passengers sinc",
}


def test_keys_move_one_end_as_one_edit(at_draft: Hands, draft: AnnotationSet) -> None:
    moved = {}
    for number, keys in enumerate(MOVES, start=1):
        at_draft.mark("lost 1,200 passengers", "c")
        at_draft.press(*keys)
        at_draft.press("Escape")
        at_draft.saved()
        moved[keys] = draft.spans.get().quote
        assert draft.edits.count() == 3 * number - 1
        at_draft.press("n", "x")
        at_draft.saved()

    assert moved == MOVES


def test_a_move_is_not_lost_when_the_mouse_goes_on_at_once(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("lost 1,200 passengers", "c")
    at_draft.press("[")
    at_draft.drag("Ada Brandt")
    at_draft.saved()

    assert marked(draft) == [("claim", "had lost 1,200 passengers")]


def test_a_character_is_what_people_see(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("Jonas Eék", "s")
    at_draft.press(">", ">", "Escape")
    at_draft.saved()

    assert marked(draft) == [("source", "Jonas Eék 👩‍👩‍👧")]


def test_l_twice_links_to_the_nearest_and_capital_l_takes_the_link_away(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.mark("𝒳-Radio", "s")
    at_draft.mark("the crossing had lost 1,200 passengers", "c")
    at_draft.press("l", "l")
    at_draft.saved()
    assert linked(draft) == {("attributed_to", "the crossing had lost 1,200 passengers", "𝒳-Radio")}

    at_draft.press("l", "a")
    at_draft.saved()
    assert linked(draft) == {("attributed_to", "the crossing had lost 1,200 passengers", "the harbour master")}

    at_draft.press("L")
    at_draft.saved()
    assert linked(draft) == set()


def test_a_source_is_linked_via_another(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("𝒳-Radio", "s")
    at_draft.mark("Her deputy, Jonas Eék", "s")
    at_draft.press("l", "l")
    at_draft.saved()

    assert linked(draft) == {("via", "Her deputy, Jonas Eék", "𝒳-Radio")}


def test_letters_in_a_field_are_letters(at_draft: Hands, draft: AnnotationSet) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.page.get_by_text("Mark by form").click()
    at_draft.page.get_by_label("Words, as they stand").fill("")
    at_draft.page.get_by_label("Words, as they stand").press_sequentially("xucbhsnlmMLU123")
    at_draft.page.get_by_label("Occurrence").press("ArrowUp")

    assert marked(draft) == [("source", "the harbour master")]
    assert draft.edits.count() == 1
    assert at_draft.page.get_by_label("Words, as they stand").input_value() == "xucbhsnlmMLU123"


def test_n_goes_from_span_to_span(at_draft: Hands, draft: AnnotationSet) -> None:
    for words in ("We asked for a week", "Ada Brandt", "Jonas Eék"):
        at_draft.mark(words, "s")
    at_draft.press("Escape")
    quote = at_draft.card.locator("blockquote")

    at_draft.press("N")
    expect(quote).to_have_text("Ada Brandt")
    at_draft.press("N")
    expect(quote).to_have_text("We asked for a week")
    at_draft.press("n", "n")
    expect(quote).to_have_text("Jonas Eék")
