"""Check 39: what two people differ in is found as what it is, and decided by keys."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from newsreview.accounts.models import User
from newsreview.accounts.security_models import Session
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import checking, undoing
from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from newsreview.review.models import Acceptance
from newsreview.review.sides import sides_of
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import PRONOUNS, SHORT, seed
from tests.web.browser.hands import Hands
from tests.web.browser.test_signing_in_again import fill_in, with_password
from tests.web.browser.watching import Watched


def digit_of(task: Task, person: User) -> str:
    return str([one.person for one in sides_of(task.pk).sets].index(person) + 1)


def decide(page: Page, key: str, then: str) -> None:
    page.keyboard.press(key)
    expect(page.locator("#adjudication-question h2")).to_contain_text(then)


def test_seeded_disagreements_are_decided_by_keys(
    open_page: Callable[..., Watched],
    make_task: Callable[..., Task],
    annotator: User,
    colleague: User,
    reviewer: User,
) -> None:
    task = seed(make_task, annotator, colleague)
    mine, theirs = digit_of(task, annotator), digit_of(task, colleague)
    page = open_page(reviewer).page
    page.goto("/")
    page.locator(f"a[href='/tasks/{task.pk}/adjudication/']").click()
    state, question = page.locator("#adjudication-state"), page.locator("#adjudication-question")
    expect(state).to_contain_text("4 agreed · 0 of 10 decided")
    assert page.locator(".walk li b:first-of-type").all_inner_texts() == [
        "1 link",
        "2 missing",
        "7 boundary",
        "8 label",
        "9 attribute",
        "10 article label",
    ]
    assert page.locator(".para [data-f='7 boundary ']").inner_text().startswith("traffic had fallen")
    assert "Annotator" not in page.inner_text("body")
    expect(page.locator("#text .act").first).to_be_visible()  # the keys are there

    page.keyboard.press("A")
    expect(state).not_to_contain_text("Accept")
    page.keyboard.press("u")
    expect(state).to_contain_text("Accept 4 agreed")
    page.keyboard.press("A")
    expect(state).not_to_contain_text("Accept")
    decide(page, mine, "missing")
    expect(question).to_contain_text("All 5 that are alike")
    page.keyboard.press("w")
    decide(page, f"Shift+Digit{mine}", "boundary")
    expect(state).to_contain_text("6 of 10 decided")
    assert set(Decision.objects.filter(kind=Kind.MISSING).values_list("rule", flat=True)) == {"4.2"}
    decide(page, theirs, "label")
    decide(page, "k", "boundary")
    expect(question).to_contain_text("Decided by Reviewer.")
    decide(page, "z", "label")
    decide(page, "3", "attribute")
    decide(page, theirs, "article label")
    page.keyboard.press("m")
    page.keyboard.type("The byline says so.")
    page.keyboard.press("Escape")
    page.keyboard.press(mine)
    expect(state).to_contain_text("10 of 10 decided")
    expect(page.locator(".sides")).to_contain_text("Colleague")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("is settled")

    adjudicated = AnnotationSet.objects.get(task=task, kind="adjudicated")
    words = set(adjudicated.spans.values_list("label__key", "quote"))
    assert words == {
        *(("source", words) for words in ("Ada Brandt", "the harbour master", "Police", *PRONOUNS)),
        *(("claim", words) for words in ("the bridge would close in June", "the bridge open by May", SHORT, "Police")),
    }
    assert adjudicated.spans.get(quote="the bridge open by May").attributes["kind"] == "view"
    assert adjudicated.article_labels.get().attributes == {"kind": "own_report"}
    assert adjudicated.links.get(label__key="attributed_to").to_span.quote == "Ada Brandt"
    assert Decision.objects.get(kind=Kind.ARTICLE_LABEL).note == "The byline says so."
    assert Acceptance.objects.count() == 2
    assert checking.contradictions_in(adjudicated.pk) == []


def test_an_article_is_settled_by_forms_alone(
    open_page: Callable[..., Watched],
    make_task: Callable[..., Task],
    annotator: User,
    colleague: User,
    reviewer: User,
) -> None:
    task = seed(make_task, annotator, colleague)
    desk = Adjudicator(task, reviewer)
    desk.accept_agreed()
    [boundary] = desk.questions(Kind.BOUNDARY)
    desk.decide(*(key for key in desk.case.open if key != boundary), side=annotator)

    page = open_page(reviewer, java_script_enabled=False).page
    page.goto(f"/tasks/{task.pk}/adjudication/")
    page.locator("summary", has_text="Own words instead").click()
    page.get_by_label("Words of the article").fill("traffic had fallen")
    page.get_by_role("button", name="Mark these").click()
    expect(page.locator("#adjudication-state")).to_contain_text("10 of 10 decided")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("status").first).to_contain_text("is settled")

    assert ("claim", "traffic had fallen") in desk.words
    assert set_of(task, annotator).submissions.get().acceptance.by == reviewer


def test_nothing_typed_is_lost_when_the_session_ends_and_a_refusal_says_why(
    open_page: Callable[..., Watched],
    make_task: Callable[..., Task],
    annotator: User,
    colleague: User,
    reviewer: User,
    manager: User,
) -> None:
    task = seed(make_task, annotator, colleague)
    watched = open_page(with_password(reviewer))
    page, note = watched.page, "They say the same of the bridge."
    page.goto(f"/tasks/{task.pk}/adjudication/")
    page.get_by_label("In words").fill(note)
    watched.expect("(status of|Code) 401")
    Session.objects.all().delete()
    choose = page.locator("[data-choose] button[value=neither]")
    choose.click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("Nothing on this page is lost.")
    fill_in(dialog, reviewer)
    expect(page.locator("#alert")).to_contain_text("Do the last step once more.")
    expect(page.get_by_label("In words")).to_have_value(note)

    other = Adjudicator(task, manager)
    other.decide(other.case.open[0], side=annotator)
    watched.expect("(status of|Code) 409")
    choose.click()
    expect(page.locator("#alert")).to_contain_text("This could not be done.")
    expect(page.get_by_label("In words")).to_have_value(note)
    undoing.undo(**other.whose)
    page.get_by_role("button", name="Dismiss").click()
    page.keyboard.press("j")
    expect(page.get_by_label("In words")).to_have_value("")
    page.keyboard.press("k")
    expect(page.get_by_label("In words")).to_have_value(note)
    choose.click()
    expect(page.locator("#adjudication-state")).to_contain_text("1 of 10 decided")
    assert Decision.objects.get().note == note

    hands = Hands(watched)
    hands.double_click("said", nth=1)
    hands.press("e")
    page.get_by_role("button", name="Mark these").click()
    expect(page.locator("#adjudication-state")).to_contain_text("2 of 10 decided")
    places = [found.start() for found in re.finditer("said", task.article.text)]
    assert [span.start for span in other.annotation_set.spans.all()] == [places[1]]
