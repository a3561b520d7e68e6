"""What stands where after each kind of decision."""

from collections.abc import Callable

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import undoing
from newsreview.annotation.decisions import Choice
from newsreview.annotation.editing import new_span
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.refusals import Refusal
from newsreview.annotation.standing import Standing
from newsreview.projects.models import Task
from newsreview.review.bringing_about import bring_about
from tests.annotation.hand import Hand
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import LONG, SHORT
from tests.review.two_people import hand_of

SHORTEST = "traffic had fallen to 11,400 vehicles a day"
COUNCIL = {"label": "claim", "start": 0, "end": 7, "quote": "Council"}


@pytest.mark.parametrize(
    ("kind", "choice", "words"),
    [
        (Kind.BOUNDARY, Choice.BOTH, {("claim", LONG), ("claim", SHORT)}),
        (Kind.BOUNDARY, Choice.NEITHER, set()),
        (Kind.LABEL, Choice.BOTH, {("claim", "Police"), ("source", "Police")}),
        (Kind.LABEL, Choice.NEITHER, set()),
        (Kind.ATTRIBUTE, Choice.NEITHER, {("claim", "the bridge open by May")}),
    ],
)
def test_both_or_neither(desk: Adjudicator, kind: str, choice: Choice, words: set[tuple[str, str]]) -> None:
    desk.decide(*desk.questions(kind), choice=choice)

    assert desk.words == words


def test_neither_answer_leaves_the_question_unanswered(desk: Adjudicator) -> None:
    desk.decide(*desk.questions(Kind.ATTRIBUTE), choice=Choice.NEITHER)

    assert "kind" not in desk.annotation_set.spans.get().attributes


def test_an_own_span_takes_the_place_of_both(desk: Adjudicator) -> None:
    own = {"label": "claim", **Hand(desk.annotation_set, desk.by).at("traffic had fallen")}
    desk.decide(*desk.questions(Kind.BOUNDARY), choice=Choice.OWN, own=own)

    assert desk.words == {("claim", "traffic had fallen")}
    desk.decide(*desk.questions(Kind.BOUNDARY), choice=Choice.NEITHER)
    assert desk.words == set()


def test_own_words_take_over_what_a_person_answered_and_nothing_that_the_app_did(
    make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User
) -> None:
    task = make_task("“Trains run late on Mondays,” said Ms Brandt. Ada Brandt left.")
    for person, claim, source in (
        (annotator, "Trains run late on Mondays", "Ms Brandt"),
        (colleague, "Trains run late on Mondays,", "Brandt"),
    ):
        hand = hand_of(task, person)
        hand.add("source", "Ada Brandt", attributes={"who": "Ada Brandt"})
        hand.add("claim", claim, attributes={"kind": "view"})
        guessed = hand.add("source", source, attributes={"type": "named_person"}, infer=True)
        assert guessed.attributes == {"type": "named_person", "who": "Ada Brandt"}
        hand.submit()
    desk = Adjudicator(task, reviewer)
    words = {"claim": "late on Mondays", "source": "said Ms Brandt"}
    for question in desk.questions(Kind.BOUNDARY):
        label = next(side.label for side in desk.case.sides.questions[question].sides if side)
        place = Hand(desk.annotation_set, desk.by).at(words[label])
        desk.decide(question, choice=Choice.OWN, own={"label": label, **place})

    stands = {span.quote: (span.attributes, span.given) for span in desk.annotation_set.spans.all()}
    assert stands == {
        words["claim"]: ({"kind": "view", "form": "direct"}, []),
        words["source"]: ({"type": "named_person"}, []),
    }


def test_a_link_comes_when_both_of_its_ends_stand(desk: Adjudicator, annotator: User) -> None:
    desk.decide(*desk.questions(Kind.LINK), side=annotator)
    assert desk.annotation_set.links.count() == 0

    desk.accept_agreed()

    links = desk.annotation_set.links.values_list("label__key", "to_span__quote")
    assert set(links) == {("attributed_to", "Ada Brandt"), ("via", "the harbour master")}
    claim = desk.annotation_set.spans.get(quote="the bridge would close in June")
    assert claim.attributes["form"] == "paraphrase"


def test_each_of_two_claims_keeps_the_source_that_all_agree_on(
    make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User
) -> None:
    """C15"""
    task = make_task("Police said twelve people died.")
    for person, claim in ((annotator, "twelve people died"), (colleague, "twelve people")):
        hand = hand_of(task, person)
        hand.link("attributed_to", hand.add("claim", claim), hand.add("source", "Police"))
        hand.submit()
    desk = Adjudicator(task, reviewer)
    desk.decide(*desk.case.open, choice=Choice.BOTH)
    desk.accept_agreed()

    ties = desk.annotation_set.links.values_list("from_span__quote", "to_span__quote")
    assert set(ties) == {("twelve people died", "Police"), ("twelve people", "Police")}
    desk.decide(*desk.case.sides.questions, side=colleague)
    assert list(ties.all()) == [("twelve people", "Police")]


def test_what_excludes_each_other_is_not_laid_over_each_other(desk: Adjudicator) -> None:
    """Whatever else asks for it: spans that come in one edit are looked at together."""
    place = Hand(desk.annotation_set, desk.by).at("Police expect longer queues")
    labels = desk.annotation_set.labels.values()
    wanted: Standing = {
        ("span", str(uuid7())): new_span(label, {}) | place for label in labels if label.key in {"boilerplate", "claim"}
    }

    @verb("bring about")
    def bring(draft: Draft) -> Result:
        bring_about(draft, {}, wanted)
        return {}

    with pytest.raises(Refusal, match="lies"):
        bring(**desk.whose)
    assert desk.content == {}


def test_a_decision_makes_way_for_another_in_its_place(desk: Adjudicator, annotator: User, colleague: User) -> None:
    boundary = desk.questions(Kind.BOUNDARY)
    desk.decide(*boundary, side=annotator)
    first = desk.annotation_set.spans.get()
    desk.decide(*boundary, side=colleague, rule="3.2")

    assert (desk.annotation_set.spans.get().pk, desk.words) == (first.pk, {("claim", SHORT)})
    undoing.undo(**desk.whose)
    assert desk.words == {("claim", LONG)}
