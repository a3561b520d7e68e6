"""The workbench for who listens: what is where, what is said, where the focus is, and every action without letters."""

from playwright.sync_api import expect

from newsreview.annotation.models import AnnotationSet
from tests.web.browser.hands import Hands
from tests.web.browser.reading import linked, marked

# Every message of the polite region, one entry each, from now on.
LISTEN = """
() => {
  window.heard = [];
  const live = document.getElementById("live");
  new MutationObserver(() => heard.push(live.textContent)).observe(live, { childList: true });
}
"""
ZONE = """
() => ["body > header", "nav.queue", "main", "aside", "footer"].find((zone) => document.activeElement.closest(zone))
"""
IN_VIEW = """
() => {
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  const { top: head } = document.getElementById("main").getBoundingClientRect();
  return top >= head && bottom <= document.querySelector("footer.keys").getBoundingClientRect().top;
}
"""


def heard(hands: Hands) -> list[str]:
    """What was said since it was asked last, once the region has had its moment and hands have rested."""
    for _ in range(2):
        hands.page.wait_for_timeout(160)
        hands.saved()
    said: list[str] = hands.evaluate("() => window.heard.splice(0)")
    return said


def test_the_article_is_a_list_of_sentences_in_paragraphs(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.mark("They gave us a day", "c")
    listbox = at_draft.page.get_by_role("listbox")

    assert listbox.get_by_role("group").evaluate_all("all => all.map((group) => group.ariaLabel)") == [
        "Paragraph 1 of 4, 0 spans",
        "Paragraph 2 of 4, 2 spans",
        "Paragraph 3 of 4, 0 spans",
        "Paragraph 4 of 4, 0 spans",
    ]
    at_draft.press("Escape", "k", "k", "j")
    option = listbox.get_by_role("option", selected=True)
    expect(option).to_have_text("“They gave us a day.”")
    expect(option).to_be_focused()
    expect(option).to_have_accessible_description("1 claim; claim C1 direct fact")
    assert listbox.get_by_role("option").count() == 5


SAID = {
    "ArrowRight": "We asked for a week",
    "Shift+ArrowRight": ",” said Ada Brandt",
    "c": "Claim C1 added",
    "1": "Answer saved",
    "v": "claim C1 mixed: We asked for a week,” said Ada Brandt",
    "M": "Answer saved",
    "s": "Now Source S1",
    "x": "Span removed; u brings it back",
    "u": "Undone",
    "n": "source S1: We asked for a week,” said Ada Brandt",
    "]": "asked for a week,” said Ada Brandt",
    "Escape": "Nothing is selected.",
    "Shift+F1": "Letters are off: Enter opens a menu of all actions. Shift F1 turns them on.",
}


def test_one_action_is_one_message(at_draft: Hands) -> None:
    at_draft.press("j", "j")
    at_draft.evaluate(LISTEN)
    heard(at_draft)
    told = {}
    for key in SAID:
        at_draft.press(key)
        told[key] = heard(at_draft)

    assert told == {key: [words] for key, words in SAID.items()}


def focus(hands: Hands) -> str:
    """The id of what has the focus, or its words."""
    said = str(hands.evaluate("() => document.activeElement.id || document.activeElement.innerText"))
    return " ".join(said.split())


def test_the_focus_stays_through_every_change_and_in_view(at_draft: Hands) -> None:
    at_draft.press("j", "j", "j", "s", "1")
    at_draft.saved()
    assert focus(at_draft) == "s-2-1"

    at_draft.page.get_by_role("button", name="organisation").click()
    at_draft.saved()
    assert focus(at_draft) == "organisation 3"
    at_draft.page.get_by_role("button", name="Delete").click()
    at_draft.saved()
    assert focus(at_draft) == "s-2-1"

    at_draft.evaluate("() => document.getElementById('main').scrollTo(0, 400)")
    at_draft.press("u", "ArrowDown", "c")
    at_draft.saved()
    assert focus(at_draft) == "s-3-0"
    assert at_draft.evaluate(IN_VIEW)


def test_f6_goes_round_tab_goes_through_and_escape_leads_back(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.press("Escape", "j")
    round_trip = []
    for key in ["F6"] * 5 + ["Shift+F6"] * 2:
        at_draft.press(key)
        round_trip.append(at_draft.evaluate(ZONE))
    assert round_trip == ["aside", "footer", "body > header", "nav.queue", "main", "nav.queue", "body > header"]

    at_draft.press("Escape")
    assert at_draft.evaluate(ZONE) == "main"
    at_draft.page.reload()
    at_draft.press("Tab")
    assert focus(at_draft) == "Skip to the text"
    stops: list[str | None] = []
    while not stops or stops[-1] is not None:
        at_draft.press("Tab")
        stops.append(at_draft.evaluate(ZONE))
    assert list(dict.fromkeys(stops)) == ["body > header", "nav.queue", "main", "aside", "footer", None]
    assert stops.count("main") == 1


def test_without_letters_the_menu_does_everything(at_draft: Hands, draft: AnnotationSet) -> None:
    page = at_draft.page
    menu = page.get_by_role("menu", name="Actions")

    def choose(name: str) -> None:
        at_draft.press("Enter")
        menu.get_by_role("menuitem", name=name, exact=True).press("Enter")
        at_draft.saved()

    at_draft.press("Shift+F1")
    page.reload()
    at_draft.press("ArrowDown", "ArrowDown", "c", "s", "x", "ArrowRight")
    assert at_draft.chosen() == "We asked for a week"
    choose("claim")
    assert marked(draft) == [("claim", "We asked for a week")]

    choose("aim")
    choose("Unsure")
    at_draft.press("Escape", "ArrowRight")
    choose("source")
    choose("named person")
    at_draft.press("Escape")
    choose("previous span")
    at_draft.press("Enter")
    menu.get_by_role("menuitem", name="S1 ").click()
    at_draft.saved()
    [claim] = draft.spans.filter(label__key="claim")
    assert (claim.attributes, claim.unsure) == ({"kind": "aim", "form": "direct"}, True)
    assert linked(draft) == {("attributed_to", "We asked for a week", "Ada Brandt")}

    at_draft.press("Enter", "d", "d", "Enter")
    at_draft.saved()
    assert marked(draft) == [("source", "Ada Brandt")]

    at_draft.press("Shift+F1", "u")
    at_draft.saved()
    assert len(marked(draft)) == 2


def test_the_reading_view_says_where_spans_begin_and_end(at_draft: Hands) -> None:
    at_draft.mark("the harbour master", "s")
    at_draft.mark("said Ada Brandt, the harbour master", "c")
    at_draft.press("Escape")
    at_draft.click("harbour")
    expect(at_draft.card).to_contain_text("Source S1")
    at_draft.press("Tab")
    expect(at_draft.card).to_contain_text("Claim C1")
    at_draft.mark("They gave us a day", "c")
    at_draft.press("V", "c", "x")
    view = at_draft.page.locator("#reading")
    expect(view.locator("p").nth(1)).to_have_text(
        "“We asked for a week,” [claim C1] said Ada Brandt, [source S1] the harbour master [end S1] [end C1] . "
        "“ [claim C2] They gave us a day [end C2] .”"
    )
    expect(view).to_be_focused()

    at_draft.press("Escape", "ArrowDown")
    assert at_draft.evaluate("() => document.activeElement.id") == "s-3-0"
