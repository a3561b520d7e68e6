"""The screen of adjudication, asked as a browser without scripts asks it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import submitting, taking
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.notices.models import Notice
from newsreview.projects.models import MOST_TO_AN_ARTICLE, Project, Task
from newsreview.review.sides import Sides, sides_of
from newsreview.web.disputing import dress_of
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import KINDS, LONG, SHORT
from tests.review.two_people import begin
from tests.web.screen import Screen


def test_sides_have_no_names_until_everything_is_decided(screen: Screen, reviewer: User, annotator: User) -> None:
    pages = [screen.get(key) for key in ["", *sides_of(screen.task.pk).questions]]
    assert [name for page in pages for name in ("Annotator", "Colleague") if name in page] == []

    Adjudicator(screen.task, reviewer).decide_everything(annotator)

    assert all(name in screen.get() for name in ("Annotator", "Colleague"))


def test_looking_begins_nothing(screen: Screen) -> None:
    assert "0 of 10 decided" in screen.get()
    assert not AnnotationSet.objects.filter(kind="adjudicated").exists()


def test_as_many_are_agreed_as_can_be_accepted(
    make_task: Callable[..., Task],
    annotator: User,
    colleague: User,
    reviewer: User,
    sign_in: Callable[[User], Client],
) -> None:
    task = make_task()
    both = begin(task, annotator, colleague)  # with a link that all have, whose ends are in question
    for hand in both:
        hand.add("heading", "Ferry talks stall")
        hand.submit()
    screen = Screen(task, sign_in(reviewer))

    assert all(words in screen.get() for words in ("1 agreed · 0 of 2 decided", "Accept 1 agreed"))
    screen.post("agreed")
    assert "1 agreed · 0 of 2 decided" in screen.get()
    assert "Accept" not in screen.get()


def test_each_form_makes_an_edit_of_its_own(screen: Screen, reviewer: User, annotator: User) -> None:
    """Whoever decides and then undoes before the answer is there, is not told that the id was used before."""
    Adjudicator(screen.task, reviewer).decide(UUID(screen.question(Kind.LINK)), side=annotator)
    ids = re.findall('name="id" value="([^"]+)"', screen.get(screen.question(Kind.BOUNDARY)))

    assert (len(ids), len(set(ids))) == (4, 4)


def test_alike_questions_are_one_line_of_the_list(screen: Screen) -> None:
    page = screen.get(screen.question(Kind.MISSING))

    assert page.count('class="judged"') == len(KINDS) - 4
    assert "All 5 that are alike" in page
    assert "They name the same person, body or medium." in page


def test_a_choice_leads_to_the_next_open_question(screen: Screen) -> None:
    answer = screen.decide(Kind.BOUNDARY, choice="neither", rule="3.2", note="Keep the comparison.")

    following = screen.question(Kind.LABEL)
    assert answer["Location"] == f"{reverse('adjudication', args=[screen.task.pk])}?question={following}"
    page = screen.get(screen.question(Kind.BOUNDARY))
    assert all(words in page for words in ("Decided by Reviewer.", "<b>3.2</b>", "Keep the comparison."))


def test_a_choice_compares_the_sides_once_to_be_read_and_once_to_be_stored(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.post("agreed")
    compared: list[object] = []

    def counted(task: UUID) -> Sides:
        compared.append(task)
        return sides_of(task)

    boundary = screen.question(Kind.BOUNDARY)
    for module in ("newsreview.review.adjudicating", "newsreview.web.adjudicating"):
        monkeypatch.setattr(f"{module}.sides_of", counted)

    assert screen.post("decisions", seen=boundary, choice="both").status_code == 302
    assert compared == [screen.task.pk] * 2


def test_what_was_decided_meanwhile_is_not_overwritten(screen: Screen, manager: User, annotator: User) -> None:
    desk = Adjudicator(screen.task, manager)
    desk.decide(*desk.questions(Kind.BOUNDARY), side=annotator)

    assert screen.decide(Kind.BOUNDARY, choice="neither").status_code == 409
    assert screen.words() == {("claim", LONG)}


@pytest.mark.parametrize("fields", [{}, {"choice": "Z"}, {"choice": "own"}, {"seen": "x", "choice": "A"}])
def test_forms_that_are_not_ours_are_refused(screen: Screen, fields: dict[str, str]) -> None:
    assert screen.post("decisions", **({"seen": screen.question(Kind.BOUNDARY)} | fields)).status_code == 400
    assert screen.post("decisions", choice="A").status_code == 400


def test_own_words_are_found_where_the_question_is(screen: Screen) -> None:
    screen.decide(Kind.BOUNDARY, choice="own", words="traffic had fallen", label="claim")
    assert screen.words() == {("claim", "traffic had fallen")}

    answer = screen.decide(Kind.LABEL, choice="own", words="The police", label="source")
    assert (answer.status_code, "letter by letter" in answer.text) == (422, True)


def test_own_words_are_marked_where_they_were_selected(screen: Screen) -> None:
    text = screen.task.article.text
    [first, *_others, last] = (found.start() for found in re.finditer("she said", text))
    own: dict[str, Any] = {"choice": "own", "words": "she said", "label": "claim"}

    screen.decide(Kind.BOUNDARY, **own, start=str(first))
    assert [span.start for span in screen.adjudicated.spans.all()] == [first]
    screen.post("undo", step="undo")
    screen.decide(Kind.BOUNDARY, **own, start=str(first + 1))  # typed over since: nearest to the question
    assert [span.start for span in screen.adjudicated.spans.all()] == [last]


def test_each_side_has_a_line_of_its_own() -> None:
    css = Path(settings.BASE_DIR, "static", "css", "adjudication.css").read_text(encoding="utf-8")
    hues = {letter: re.findall(rf"\.of-side-{letter.lower()}\b[^{{]*{{([^}}]*)}}", css) for letter in "ABCDEFGHI"}
    lines = {letter: re.findall(rf"\.side-{letter.lower()}([0-2])", css) for letter in hues}

    assert len(hues) == MOST_TO_AN_ARTICLE
    assert set(map(tuple, lines.values())) == {("0", "1", "2")}
    assert len({(dress_of(letter).line, *hue) for letter, hue in hues.items() if hue}) == MOST_TO_AN_ARTICLE


def test_undo_and_redo(screen: Screen) -> None:
    screen.decide(Kind.BOUNDARY, choice="both")
    screen.post("undo", step="undo")
    assert screen.words() == set()
    screen.post("undo", step="redo")
    assert screen.words() == {("claim", LONG), ("claim", SHORT)}


def test_what_is_settled_leaves_the_queue_and_comes_back_when_reopened(
    screen: Screen, reviewer: User, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    def waiting() -> bool:
        page = screen.client.get(reverse("queue")).text
        return reverse("adjudication", args=[screen.task.pk]) in page

    assert waiting()
    desk = Adjudicator(screen.task, reviewer)
    desk.decide_everything(annotator)
    screen.post("submission", base=str(desk.annotation_set.edits.count()))
    assert not waiting()
    assert sorted(Notice.objects.values_list("person__name", "kind")) == [
        ("Annotator", "settled"),
        ("Colleague", "settled"),
    ]
    assert "Reopen" in screen.get()
    assert screen.client.get(reverse("set-settled", args=[screen.adjudicated.pk])).status_code == 404
    told = f"/notices/{Notice.objects.get(person=annotator).pk}/"
    places = [sign_in(annotator).post(told)["Location"]]
    screen.post("reopening")
    assert waiting()
    places.append(sign_in(annotator).post(told)["Location"])
    assert places == [reverse(name, args=[screen.task.pk]) for name in ("adjudication", "task")]


def test_what_is_settled_together_is_not_offered_for_review_alone(screen: Screen) -> None:
    page = screen.client.get(reverse("queue")).text

    assert "To adjudicate" in page
    assert [words for words in ("To review", "Annotator", "Colleague") if words in page] == []


def test_what_cannot_be_settled_together_is_reviewed(
    task: Task, project: Project, annotator: User, colleague: User, reviewer: User, sign_in: Callable[[User], Client]
) -> None:
    for person in (annotator, colleague):
        project.label_set_version = publish(version=make_label_set(scheme=default_scheme()), by=None)
        project.save()
        Hand(taking.deal_out(task=Task.objects.get(pk=task.pk), person=person, by=person), person).submit()

    page = sign_in(reviewer).get(reverse("queue")).text
    assert page.count("/reviews/") == 2


def test_annotators_read_what_was_settled_when_it_is(
    screen: Screen, reviewer: User, annotator: User, sign_in: Callable[[User], Client]
) -> None:
    theirs = Screen(screen.task, sign_in(annotator))
    screen.decide(Kind.BOUNDARY, choice="neither", rule="3.2", note="Keep the <comparison>.")
    desk = Adjudicator(screen.task, reviewer)
    desk.decide_everything(annotator)
    address = reverse("adjudication", args=[screen.task.pk])
    assert theirs.client.get(address).status_code == 404
    assert address not in theirs.client.get(reverse("queue")).text

    screen.post("submission", base=str(desk.annotation_set.edits.count()))

    assert address in theirs.client.get(reverse("queue")).text
    page = theirs.get(theirs.question(Kind.BOUNDARY))
    assert all(words in page for words in ("<b>3.2</b> Cut at", "Keep the &lt;comparison&gt;.", "<dd>you</dd>"))
    assert "<kbd>u</kbd>" not in page
    inbox = theirs.client.get(reverse("notices")).text
    assert all(words in inbox for words in ("<b>3.2</b>", "Keep the &lt;comparison&gt;.", "1 disagreement<"))
    assert [words for words in ("Colleague", "Reopen", 'name="choice"') if words in page] == []
    assert theirs.post("reopening").status_code == 404


def test_the_queue_waits_until_nobody_is_at_an_article(screen: Screen, colleague: User) -> None:
    theirs = set_of(screen.task, colleague)
    submitting.reopen(annotation_set=theirs, by=colleague)

    assert "To adjudicate" not in screen.client.get(reverse("queue")).text
    assert screen.client.get(reverse("adjudication", args=[screen.task.pk])).status_code == 404


def test_the_journal_tells_what_was_decided_but_not_for_whom(screen: Screen, reviewer: User, annotator: User) -> None:
    desk = Adjudicator(screen.task, reviewer)
    desk.decide(*desk.questions(Kind.BOUNDARY), choice=Choice.BOTH, rule="3.2", note="Two claims.")
    desk.decide(*desk.questions(Kind.LABEL), side=annotator)

    page = screen.client.get(reverse("set-history", args=[desk.annotation_set.pk])).text
    assert all(
        words in page for words in ("disagreement decided: boundary", "rule 3.2", "note: Two claims.", "one side")
    )
    assert "Annotator" not in page
