"""What is suggested where an article shares its words with one that is marked."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Revision
from newsreview.intake.importing import import_files
from newsreview.intake.records import Details
from newsreview.projects.models import Project, Task
from newsreview.suggestions.answering import accept, reconsider, reject
from newsreview.suggestions.models import Answer
from newsreview.suggestions.proposing import are_there_any, proposed
from newsreview.suggestions.sources import sources
from tests.annotation.hand import Hand
from tests.owner import as_owner
from tests.suggestions.conftest import LATER

Said = list[tuple[str, str, str]]
OPEN: Said = [
    ("claim", "kept", "The ferry is safe"),
    ("source", "kept", "Ada Brandt"),
    ("claim", "changed", "Repairs will take twelve days"),
    ("boilerplate", "kept", "Subscribe to our letter."),
]


def open_in(annotation_set: AnnotationSet) -> Said:
    return [(each.label.key, each.fate.value, each.quote) for each in proposed(annotation_set).open]


def take(hand: Hand, *quotes: str, **more: object) -> list[str]:
    """Accept what has these words; everything with the same words where none are named."""
    found = proposed(hand.annotation_set)
    chosen = [each for each in found.open if each.quote in quotes] if quotes else found.same_words
    outcome = accept(**hand.whose, suggestions=[each.id for each in chosen], **more)  # type: ignore[arg-type]
    return list(outcome.edit.result["spans"])


def content(annotation_set: AnnotationSet) -> list[tuple[str, str, str]]:
    return list(annotation_set.spans.values_list("label__key", "quote", "origin"))


@pytest.mark.usefixtures("marked")
def test_what_a_person_marked_in_the_earlier_text_is_suggested_and_not_marked(mine: Hand) -> None:
    assert open_in(mine.annotation_set) == OPEN
    assert [each.span.quote for each in proposed(mine.annotation_set).lost] == ["Tickets stay valid"]
    assert content(mine.annotation_set) == []
    assert mine.version == 0


@pytest.mark.usefixtures("marked")
def test_accepting_marks_with_answers_links_and_origin_in_one_edit(mine: Hand) -> None:
    take(mine)
    assert content(mine.annotation_set) == [
        ("claim", "The ferry is safe", "accepted"),
        ("source", "Ada Brandt", "accepted"),
        ("boilerplate", "Subscribe to our letter.", "accepted"),
    ]
    claim, source = mine.annotation_set.spans.all()[:2]
    assert (claim.attributes["kind"], claim.attributes["form"]) == ("view", "direct")
    assert source.attributes["who"] == "Ada Brandt"
    links = mine.annotation_set.links.values_list("from_span", "to_span", "origin")
    assert list(links) == [(claim.pk, source.pk, "accepted")]
    assert mine.version == 1
    assert open_in(mine.annotation_set) == [OPEN[2]]


@pytest.mark.usefixtures("marked")
def test_a_link_comes_with_its_second_end(mine: Hand) -> None:
    take(mine, "The ferry is safe")
    assert mine.annotation_set.links.count() == 0
    take(mine, "Ada Brandt")
    assert list(mine.annotation_set.links.values_list("from_span__quote", "to_span__quote")) == [
        ("The ferry is safe", "Ada Brandt")
    ]


def test_an_answer_says_from_where_and_by_whom(mine: Hand, marked: Hand) -> None:
    [span] = take(mine, "Ada Brandt")
    theirs = marked.annotation_set.spans.get(quote="Ada Brandt")
    answer = Answer.objects.get()
    assert (answer.way, answer.from_set_id, answer.from_span) == ("revision", marked.annotation_set.pk, theirs.pk)
    assert (answer.says, answer.by, str(answer.span)) == ("accepted", mine.by, span)
    assert answer.edit == mine.annotation_set.edits.get()


@pytest.mark.usefixtures("marked")
def test_undo_takes_the_marks_back_and_suggests_them_again(mine: Hand) -> None:
    take(mine)
    mine.undo()
    assert content(mine.annotation_set) == []
    assert open_in(mine.annotation_set) == OPEN
    mine.redo()
    assert open_in(mine.annotation_set) == [OPEN[2]]


@pytest.mark.usefixtures("marked")
def test_a_mark_that_was_accepted_and_removed_is_not_suggested_again(mine: Hand) -> None:
    take(mine, "Ada Brandt")
    mine.remove(mine.annotation_set.spans.get())
    assert [quote for *_, quote in open_in(mine.annotation_set)] == [OPEN[0][2], OPEN[2][2], OPEN[3][2]]


@pytest.mark.usefixtures("marked")
def test_what_is_rejected_stays_away_until_it_is_taken_back(mine: Hand) -> None:
    [claim] = [each.id for each in proposed(mine.annotation_set).open if each.quote == "The ferry is safe"]
    whose = {"annotation_set": mine.annotation_set, "by": mine.by}
    for clicks in (1, 0):
        assert len(reject(**whose, suggestions=[claim])) == clicks  # type: ignore[arg-type]
    assert [each.id for each in proposed(mine.annotation_set).rejected] == [claim]
    assert open_in(mine.annotation_set) == OPEN[1:]
    reconsider(**whose, suggestions=[claim])  # type: ignore[arg-type]
    assert open_in(mine.annotation_set) == OPEN


@pytest.mark.usefixtures("marked")
def test_nothing_is_suggested_where_the_person_has_marked_already(mine: Hand) -> None:
    mine.add("claim", "ferry is safe")
    mine.add("source", "Ada Brandt, the harbour master")
    assert open_in(mine.annotation_set) == OPEN[2:]


@pytest.mark.usefixtures("marked")
def test_what_is_not_suggested_is_refused(mine: Hand) -> None:
    found = proposed(mine.annotation_set)
    take(mine)
    with pytest.raises(Conflict, match="not suggested any more"):
        accept(**mine.whose, suggestions=[found.open[0].id])
    with pytest.raises(Conflict, match="not suggested any more"):
        accept(**mine.whose, suggestions=[])
    with pytest.raises(Conflict, match="not suggested any more"):
        reject(annotation_set=mine.annotation_set, by=mine.by, suggestions=[found.open[0].id])
    assert mine.version == 1


@pytest.mark.usefixtures("marked")
def test_all_or_nothing_is_accepted(mine: Hand) -> None:
    mine.mark("boilerplate", "“The ferry is safe,” said Ada Brandt, the harbour master.")
    with pytest.raises(Unacceptable, match="lies inside boilerplate"):
        take(mine)
    assert content(mine.annotation_set) == [
        ("boilerplate", "“The ferry is safe,” said Ada Brandt, the harbour master.", "own")
    ]


@pytest.mark.usefixtures("marked")
def test_a_submitted_set_takes_none(mine: Hand) -> None:
    mine.submit()
    with pytest.raises(NotOpen):
        take(mine)


@pytest.mark.usefixtures("marked")
def test_a_set_that_is_handed_in_or_taken_back_is_answered_no_more(mine: Hand, manager: User) -> None:
    asked: dict[str, Any] = {"by": mine.by, "suggestions": [proposed(mine.annotation_set).open[0].id]}
    mine.submit()
    with pytest.raises(NotOpen, match="is submitted"):
        reject(annotation_set=mine.annotation_set, **asked)
    mine.reopen()
    taking.take_back(annotation_set=mine.annotation_set, by=manager)
    with pytest.raises(NotOpen, match="was taken back"):
        reject(annotation_set=mine.annotation_set, **asked)
    assert Answer.objects.count() == 0


@pytest.mark.usefixtures("marked")
def test_the_same_request_again_answers_what_it_did(mine: Hand) -> None:
    request: dict[str, Any] = {
        "edit_id": uuid7(),
        "suggestions": [each.id for each in proposed(mine.annotation_set).same_words],
    }
    first = accept(**mine.whose, **request)
    again = accept(**mine.whose, **request)
    assert (first.edit, again.edit, again.replayed) == (again.edit, first.edit, True)
    assert (mine.version, Answer.objects.count()) == (1, 3)


@pytest.mark.usefixtures("marked")
def test_what_another_source_says_a_little_beside_is_not_suggested_too(mine: Hand, copy: Task) -> None:
    mine.add("source", "Ada Brandt, the harbour master")
    mine.mark("boilerplate", "Subscribe to our letter.")
    theirs = Hand(taking.deal_out(task=copy, person=mine.by, by=mine.by), mine.by)
    Revision.objects.create(article=copy.article, of=mine.annotation_set.task.article)
    quotes = {"Ada Brandt", "Ada Brandt, the harbour master"}
    [shown] = [quote for *_, quote in open_in(theirs.annotation_set) if quote in quotes]
    take(theirs, shown)
    assert [quote for *_, quote in open_in(theirs.annotation_set) if quote in quotes] == []


def test_every_link_from_a_span_comes_where_its_label_allows_several(mine: Hand, marked: Hand) -> None:
    first = marked.annotation_set.spans.get(quote="The ferry is safe")
    for words in ("cost six million", "Police expect queues"):
        marked.link("continues", first, marked.add("claim", words))
    take(mine)
    links = mine.annotation_set.links.filter(label__key="continues").order_by("to_span__start")
    assert list(links.values_list("from_span__quote", "to_span__quote")) == [
        ("The ferry is safe", "cost six million"),
        ("The ferry is safe", "Police expect queues"),
    ]


def test_blind_people_are_led_by_nobody_elses_marks(
    settled: Hand, later: Task, colleague: User, annotator: User
) -> None:
    theirs = taking.deal_out(task=later, person=colleague, by=colleague)
    assert sources(theirs) == []
    project = later.project
    project.blind = False
    project.save()
    assert [source.annotation_set for source in sources(AnnotationSet.objects.get(pk=theirs.pk))] == [
        settled.annotation_set
    ]


def test_what_nobody_settled_is_suggested_to_nobody_else(marked: Hand, later: Task, colleague: User) -> None:
    marked.submit()
    later.project.blind = False
    later.project.save()
    assert sources(taking.deal_out(task=later, person=colleague, by=colleague)) == []


def test_a_near_copy_of_another_outlet_suggests_too(mine: Hand, copy: Task) -> None:
    mine.add("claim", "Police expect queues")
    theirs = Hand(taking.deal_out(task=copy, person=mine.by, by=mine.by), mine.by)
    assert open_in(theirs.annotation_set) == [("claim", "kept", "Police expect queues")]
    [each] = proposed(theirs.annotation_set).open
    assert each.source
    assert (each.way, each.source.own) == ("near-copy", True)


@pytest.mark.usefixtures("marked")
def test_the_same_mark_is_suggested_once(mine: Hand, copy: Task) -> None:
    take(mine)
    theirs = taking.deal_out(task=copy, person=mine.by, by=mine.by)
    assert [quote for *_, quote in open_in(theirs)] == [OPEN[0][2], OPEN[1][2], OPEN[3][2]]


def test_retired_labels_are_not_suggested(mine: Hand, marked: Hand) -> None:
    mine.annotation_set.label_set_version.labels.filter(key="claim").update(retired=True)
    assert [label for label, *_ in open_in(AnnotationSet.objects.get(pk=mine.annotation_set.pk))] == [
        "source",
        "boilerplate",
    ]
    assert marked.annotation_set.spans.count() == 5


def test_other_projects_suggest_nothing(
    make_task: Callable[..., Task], annotator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alone = taking.deal_out(task=make_task("A text of its own."), person=annotator, by=annotator)
    asked = AnnotationSet.objects.select_related("task__article", "task__project").get(pk=alone.pk)
    with django_assert_num_queries(2):
        assert (sources(asked), are_there_any(asked)) == ([], False)


@pytest.mark.usefixtures("marked")
def test_answers_are_never_rewritten(mine: Hand) -> None:
    take(mine)
    with pytest.raises(Exception, match="stays in the journal"), as_owner():
        Answer.objects.update(says="rejected")


REPEATED = "Sign up for the letter that our newsroom sends every morning."


def told_by(make_task: Callable[..., Task], *words: str) -> list[Task]:
    """Articles of one outlet that differ, but for a line beneath them."""
    own = ("\n".join(" ".join(f"{word}{line}{n}" for n in range(40)) for line in "abc") for word in words)
    return [make_task(f"{text}\n{REPEATED}") for text in own]


def test_what_an_outlet_repeats_is_suggested_as_boilerplate(make_task: Callable[..., Task], annotator: User) -> None:
    *_, task = told_by(make_task, "ferry", "bridge", "train")
    compare_all()
    here = Hand(taking.deal_out(task=task, person=annotator, by=annotator), annotator)
    assert are_there_any(here.annotation_set)
    [each] = proposed(here.annotation_set).open
    assert (each.way, each.label.key, each.quote) == ("repeated", "boilerplate", REPEATED)
    take(here)
    assert content(here.annotation_set) == [("boilerplate", REPEATED, "accepted")]
    answer = Answer.objects.get()
    assert (answer.way, answer.from_set, answer.from_span) == ("repeated", None, None)


def test_what_stood_around_an_article_on_its_page_is_suggested(make_task: Callable[..., Task], annotator: User) -> None:
    text = "Menu\nThe ferry sank.\nSubscribe"
    named = [[0, 4], [21, 30], [5, 8], [0, 999], "0", [0], [0.0, 4.0], None]
    task = make_task(text, metadata={"boilerplate": named})
    here = taking.deal_out(task=task, person=annotator, by=annotator)
    assert [(each.way, each.quote) for each in proposed(here).open] == [("page", "Menu"), ("page", "Subscribe")]


@pytest.mark.parametrize("metadata", [{"boilerplate": "0 4"}, {"boilerplate": {"0": 4}}, {"boilerplate": [[[]]]}, {}])
def test_metadata_of_any_shape_suggests_nothing(
    make_task: Callable[..., Task], annotator: User, metadata: dict[str, object]
) -> None:
    here = taking.deal_out(task=make_task(metadata=metadata), person=annotator, by=annotator)
    assert proposed(here).open == []


def test_a_changed_text_that_comes_in_leaves_the_marks_of_the_earlier_where_they_are(
    marked: Hand, manager: User, project: Project
) -> None:
    """Through the door that programs use."""
    before = list(marked.annotation_set.spans.values()), list(marked.annotation_set.edits.values())
    record = {"text": LATER, "outlet": "Harbour Post", "url": "https://harbour.example/ferry"}
    lines = BytesIO(json.dumps(record).encode())
    summary = import_files([("sent.jsonl", lines)], project=project, by=manager, defaults=Details())
    assert (summary.imported, summary.revised) == (1, 1)
    assert (list(marked.annotation_set.spans.values()), list(marked.annotation_set.edits.values())) == before
    task = Task.objects.get(project=project, article__text=LATER)
    here = taking.deal_out(task=task, person=marked.by, by=marked.by)
    assert (open_in(here), here.spans.count()) == (OPEN, 0)
