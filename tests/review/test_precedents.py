"""What was settled in a near-copy is offered where the same words are in question."""

from collections.abc import Callable

import pytest

from newsreview import access
from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.alignment.aligning import align, tokenised
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import NearCopy
from newsreview.offsets import Offsets
from newsreview.projects.models import Task
from newsreview.review.precedents import Precedent, Ruling, precedents, ruling
from newsreview.sentences import sentences
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import LONG, PRONOUNS, SHORT, TEXT, seed


@pytest.fixture
def copy(make_task: Callable[..., Task], annotator: User, colleague: User, seeded: Task) -> Task:
    """The same, under another outlet's line: nobody has settled it."""

    def with_a_line(text: str, **fields: object) -> Task:
        task = make_task(f"From our correspondent\n\n{text}", outlet="Bay Mail", **fields)
        NearCopy.objects.create(one=seeded.article, other=task.article, shared=60, of_one=60, of_other=62)
        return task

    return seed(with_a_line, annotator, colleague)


@pytest.fixture
def settled(seeded: Task, reviewer: User) -> Adjudicator:
    return Adjudicator(seeded, reviewer)


def rulings(at: Adjudicator, kind: str) -> list[Ruling | None]:
    case = at.case
    found = precedents(at.task, access.visible_sets(at.by))
    return [ruling(case.sides.questions[key], case.sides, case.labels, found) for key in at.questions(kind)]


def choice_of(ruled: Ruling | None) -> tuple[str, object] | None:
    return (ruled.choice.value, ruled.taken or (ruled.own and ruled.own["quote"])) if ruled else None


def test_nothing_is_offered_before_all_is_settled_there(settled: Adjudicator, copy: Task, annotator: User) -> None:
    settled.decide_everything(annotator)
    here = Adjudicator(copy, settled.by)
    assert {each for kind in Kind for each in rulings(here, kind)} == {None}


def test_nothing_is_offered_from_what_the_person_annotates_blind_themselves(
    settled: Adjudicator, copy: Task, annotator: User, manager: User
) -> None:
    settled.decide_everything(annotator)
    settled.finish()
    [there] = precedents(copy, access.visible_sets(manager))
    assert there.annotation_set == settled.annotation_set
    taking.deal_out(task=settled.task, person=manager, by=manager)
    assert precedents(copy, access.visible_sets(manager)) == []


@pytest.mark.parametrize("whose", ["annotator", "colleague"])
def test_the_side_that_was_taken_there_is_offered(
    settled: Adjudicator, copy: Task, annotator: User, colleague: User, whose: str
) -> None:
    side = {"annotator": annotator, "colleague": colleague}[whose]
    settled.decide_everything(side)
    settled.finish()
    here = Adjudicator(copy, settled.by)
    theirs = set_of(copy, side).pk
    for kind in (Kind.BOUNDARY, Kind.LABEL, Kind.ATTRIBUTE, Kind.LINK, Kind.MISSING):
        assert {choice_of(each) for each in rulings(here, kind)} == {("side", theirs)}, kind
    assert rulings(here, Kind.ARTICLE_LABEL) == [None]


def test_words_of_the_adjudicators_own_are_offered(settled: Adjudicator, copy: Task, annotator: User) -> None:
    words = LONG.removesuffix(" before the closure, down from 19,000")
    start = TEXT.index(words)
    own = {"label": "claim", "start": start, "end": start + len(words) - 6, "quote": words[:-6]}
    settled.decide_everything(annotator)
    [question] = settled.questions(Kind.BOUNDARY)
    settled.decide(question, choice="own", own=own)
    settled.finish()
    here = Adjudicator(copy, settled.by)
    assert [choice_of(each) for each in rulings(here, Kind.BOUNDARY)] == [("own", words[:-6])]


def test_neither_is_offered_where_neither_was_taken(settled: Adjudicator, copy: Task, annotator: User) -> None:
    settled.decide_everything(annotator)
    [question] = settled.questions(Kind.BOUNDARY)
    settled.decide(question, choice="neither")
    settled.finish()
    assert [choice_of(each) for each in rulings(Adjudicator(copy, settled.by), Kind.BOUNDARY)] == [("neither", None)]


def test_words_that_were_changed_are_decided_anew(
    make_task: Callable[..., Task], settled: Adjudicator, annotator: User, colleague: User
) -> None:
    def edited(text: str, **fields: object) -> Task:
        changed = text.replace("1she said repairs", "1she said all repairs")
        task = make_task(changed, outlet="Bay Mail", **fields)
        NearCopy.objects.create(one=settled.task.article, other=task.article, shared=60, of_one=60, of_other=61)
        return task

    task = seed(edited, annotator, colleague)
    settled.decide_everything(annotator)
    settled.finish()
    here = Adjudicator(task, settled.by)
    assert len(rulings(here, Kind.MISSING)) == len(PRONOUNS)
    assert {choice_of(each) for each in rulings(here, Kind.BOUNDARY)} == {("side", set_of(task, annotator).pk)}


def test_words_from_between_which_some_were_taken_out_are_decided_anew() -> None:
    old, new = "It rained. The mayor did not lie on Monday.", "It rained. The mayor did lie on Monday."
    alignment = align(*(tokenised(text, sentences(text, 0, len(text))) for text in (old, new)))
    there = Precedent(AnnotationSet(), alignment, {}, frozenset())
    asked = ("The mayor did", "mayor did lie", "lie on Monday")
    places = [Offsets(new.index(words), new.index(words) + len(words)) for words in asked]
    assert [there.covers(place) for place in places] == [True, False, True]


def test_a_decision_that_was_taken_over_says_from_where(settled: Adjudicator, copy: Task, colleague: User) -> None:
    settled.decide_everything(colleague)
    settled.finish()
    here = Adjudicator(copy, settled.by)
    [question], [ruled] = here.questions(Kind.BOUNDARY), rulings(here, Kind.BOUNDARY)
    assert ruled
    here.decide(question, side=colleague, as_in=ruled.precedent.annotation_set.pk)
    assert ("claim", SHORT) in here.words
    [edit] = here.annotation_set.edits.all()
    assert edit.result["as_in"] == str(settled.annotation_set.pk)
