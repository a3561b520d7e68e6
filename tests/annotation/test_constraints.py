"""What PostgreSQL itself refuses, so that no door can pass it: rows written past the verbs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.annotation.models import (
    AnnotationSet,
    ArticleLabel,
    Edit,
    Link,
    Reopening,
    Span,
    Submission,
    TakingBack,
)
from newsreview.annotation.predicting import known_version, predict
from newsreview.labels.models import Label
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects import setting_up
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.owner import as_owner


@contextmanager
def checked() -> Iterator[None]:
    """As if it were committed: constraints that wait for the end of the transaction are asked too."""
    with transaction.atomic():
        yield
        connection.check_constraints()


def refused(sentence: str, act: Callable[[], Any]) -> None:
    """The act violates the constraint of this name, even as the owner."""
    with pytest.raises(IntegrityError) as error, as_owner(), checked():
        act()
    cause: Any = error.value.__cause__
    assert cause.diag.constraint_name == sentence


@pytest.fixture
def begun(ours: Hand) -> Hand:
    claim, source = ours.add("claim", "the crossing"), ours.add("source", "Jonas")
    ours.link("attributed_to", claim, source)
    return ours


@pytest.fixture
def others(begun: Hand, task: Task, colleague: User) -> Hand:
    """A colleague's set of the same task."""
    return Hand(taking.deal_out(task=task, person=colleague, by=colleague), colleague)


def row(hand: Hand, label: str, **fields: Any) -> dict[str, Any]:
    version = hand.annotation_set.label_set_version
    return {
        "annotation_set": hand.annotation_set,
        "label": Label.objects.get(version=version, key=label),
        "last_edit": Edit.objects.first(),
    } | fields


A_QUOTE = "a quote is the text at its offsets"
ITS_LABEL = "a span has a span label of its set"
ITS_ENDS = "a link joins spans that its label allows"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quote": "Ferrx"}, A_QUOTE),
        ({"quote": "Ferry "}, A_QUOTE),
        ({"quote": ""}, A_QUOTE),
        ({"start": 1}, A_QUOTE),
        ({"start": 213, "end": 218, "quote": "t\n"}, "a span is as long as its quote"),
        ({"start": 500, "end": 505, "quote": ""}, "a span is as long as its quote"),
        ({"start": 3, "end": 3, "quote": ""}, "a span is not empty"),
        ({"start": -1, "end": 4, "quote": "Ferr"}, "a span is as long as its quote"),
    ],
)
def test_a_span_lies_in_the_text_and_quotes_it(begun: Hand, fields: dict[str, Any], sentence: str) -> None:
    good: dict[str, Any] = row(begun, "claim", start=0, end=5, quote="Ferry")
    refused(sentence, lambda: Span.objects.create(**(good | fields)))
    Span.objects.create(**good)


def test_a_span_does_not_end_before_it_starts(begun: Hand) -> None:
    backwards = row(begun, "claim", start=5, end=0, quote="")
    with pytest.raises(DataError, match="negative substring length"), transaction.atomic():
        Span.objects.create(**backwards)


def test_a_quote_cannot_be_changed_afterwards(begun: Hand) -> None:
    spans = Span.objects.filter(label__key="claim")
    refused(A_QUOTE, lambda: spans.update(quote="THE CROSSING"))
    refused(A_QUOTE, lambda: spans.update(start=1, end=13))


def test_a_span_has_a_label_of_its_sets_version(begun: Hand) -> None:
    foreign = publish(version=make_label_set(scheme=default_scheme()), by=None)
    good = row(begun, "claim", start=0, end=5, quote="Ferry")
    for label in (
        Label.objects.get(version=foreign, key="claim"),
        Label.objects.get(version=begun.annotation_set.label_set_version, key="via"),
        Label.objects.get(version=begun.annotation_set.label_set_version, key="origin"),
    ):
        refused(ITS_LABEL, partial(Span.objects.create, **(good | {"label": label})))
        refused(ITS_LABEL, partial(Span.objects.update, label=label))


def test_a_mark_stands_once(begun: Hand) -> None:
    claim, link = Span.objects.get(label__key="claim"), Link.objects.get()
    again = row(begun, "claim", start=claim.start, end=claim.end, quote=claim.quote)
    refused("a label marks a stretch of text once", lambda: Span.objects.create(**again))
    again = row(begun, "attributed_to", from_span=link.from_span, to_span=link.to_span)
    refused("a link label joins two spans once", lambda: Link.objects.create(**again))
    begun.say("origin", {"kind": "unclear"})
    refused("an article label is given once in a set", lambda: ArticleLabel.objects.create(**row(begun, "origin")))


def test_links_join_spans_of_their_own_set(begun: Hand, others: Hand) -> None:
    claim, source = Span.objects.get(label__key="claim"), Span.objects.get(label__key="source")
    other = others.add("source", "deputy")
    for ends in (
        {"from_span": claim, "to_span": other},
        {"from_span": source, "to_span": claim},
        {"from_span": claim, "to_span": claim},
        {"from_span_id": claim.pk, "to_span_id": uuid7()},
    ):
        refused(ITS_ENDS, partial(Link.objects.create, **row(begun, "attributed_to"), **ends))
    refused(ITS_ENDS, lambda: Link.objects.create(**row(begun, "claim"), from_span=claim, to_span=source))
    refused(ITS_ENDS, lambda: Link.objects.create(**row(others, "attributed_to"), from_span=claim, to_span=source))
    refused(ITS_ENDS, lambda: Link.objects.update(to_span=other))
    refused("a link joins two different spans", lambda: same_ends(begun, claim))


def same_ends(hand: Hand, claim: Span) -> None:
    Link.objects.create(**row(hand, "continues"), from_span=claim, to_span=claim)


def test_a_linked_span_is_not_deleted(begun: Hand) -> None:
    with pytest.raises(IntegrityError, match="violates foreign key constraint"), checked():
        Span.objects.filter(label__key="source").delete()


def test_article_labels_are_of_their_sets_version(begun: Hand) -> None:
    refused("an article label belongs to its set", lambda: ArticleLabel.objects.create(**row(begun, "claim")))


def test_the_journal_only_grows(begun: Hand) -> None:
    begun.submit()
    begun.reopen()
    for rows in (Edit.objects.all(), Submission.objects.all(), Reopening.objects.all()):
        refused("the journal only grows", partial(rows._raw_delete, "default"))
        refused("the journal only grows", partial(rows.update, by=begun.by))
    edit = Edit.objects.all()[0]
    taken = Edit(annotation_set=begun.annotation_set, number=edit.number, by=begun.by, verb="x", request_digest="x")
    refused("edits of a set are numbered", taken.save)


def test_takings_back_stay_and_end_once(begun: Hand, reviewer: User, manager: User) -> None:
    taking.take_back(annotation_set=begun.annotation_set, by=manager)
    backs = TakingBack.objects.all()
    refused("the journal only grows", lambda: backs._raw_delete("default"))
    refused("the journal only grows", lambda: backs.update(by=reviewer))
    refused(
        "a set is taken back once at a time",
        lambda: TakingBack.objects.create(annotation_set=begun.annotation_set, by=manager),
    )
    taking.deal_out(task=begun.annotation_set.task, person=begun.by, by=manager)
    refused("the journal only grows", lambda: backs.update(ended_at=None))


def test_what_a_model_marked_stays_as_it_was_sent(begun: Hand, ml_client: User) -> None:
    task = begun.annotation_set.task
    version = known_version(project=task.project, model="spancat", version="1", by=ml_client)
    marked = predict(model_version=version, task=task, by=ml_client, spans=[], links=[])
    for rows in (ModelVersion.objects.all(), Prediction.objects.all()):
        refused("the journal only grows", partial(rows._raw_delete, "default"))
    refused("the journal only grows", lambda: ModelVersion.objects.update(version="2"))
    refused("the journal only grows", lambda: Prediction.objects.update(task=task))
    later = Edit(annotation_set=marked, number=2, by=ml_client, verb="x", request_digest="x")
    refused("what a model marked stays", later.save)


def test_a_prediction_is_of_a_model_about_an_article_of_its_project(
    begun: Hand, make_task: Callable[..., Task], ml_client: User
) -> None:
    task, other = begun.annotation_set.task, make_task(outlet="Another")
    elsewhere = setting_up.create_project(slug="airport", label_set_version=task.project.label_set_version)
    here, there = (
        known_version(project=project, model="spancat", version="1", by=ml_client)
        for project in (task.project, elsewhere)
    )
    made = AnnotationSet.objects.create(
        task=task, kind=AnnotationSet.Kind.MODEL, label_set_version=begun.annotation_set.label_set_version
    )
    for version, about, of in ((here, task, begun.annotation_set), (here, other, made), (there, task, made)):
        wrong = Prediction(model_version=version, task=about, annotation_set=of)
        refused("a prediction belongs to its set", partial(wrong.save, force_insert=True))


def test_a_set_keeps_what_it_answers(begun: Hand, others: Hand, make_task: Callable[..., Task]) -> None:
    sentence = "a set keeps its task and its label set"
    foreign = publish(version=make_label_set(scheme=default_scheme()), by=None)
    sets = AnnotationSet.objects.filter(pk=begun.annotation_set.pk)
    elsewhere = make_task("Another text.")
    refused(sentence, lambda: sets.update(label_set_version=foreign))
    refused(sentence, lambda: sets.update(task=elsewhere))
    refused(sentence, lambda: sets.update(kind="model"))
    refused(sentence, lambda: Span.objects.filter(label__key="claim").update(annotation_set=others.annotation_set))
    refused(
        "an annotation set has a kind", lambda: AnnotationSet.objects.create(task=elsewhere, kind="", **pinned(begun))
    )


def pinned(hand: Hand) -> dict[str, Any]:
    return {"label_set_version": hand.annotation_set.label_set_version}
