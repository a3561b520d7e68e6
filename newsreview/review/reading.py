"""Annotation sets as plain readings, for what compares people. Five queries, whatever the number of sets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from newsreview.agreement.readings import Answer, ArticleLabel, Link, Reading, Span
from newsreview.annotation import models as annotation
from newsreview.labels.models import Attribute, Label


class Questions(NamedTuple):
    """A label and what it asks, by the keys of its attributes."""

    label: str
    asked: frozenset[str]
    computed: frozenset[str]
    who: str

    def answered(self, attributes: Mapping[str, Any]) -> dict[str, Answer]:
        return {key: answer for key, answer in attributes.items() if key in self.asked}


def read(sets: Collection[UUID]) -> dict[UUID, Reading]:
    """What stands in each of the sets. Answers to what is not asked any more are left out."""
    questions = questions_of(sets)
    spans, links, article_labels = spans_in(sets, questions), links_in(sets, questions), said_in(sets, questions)
    return {each: Reading(spans[each], links[each], article_labels[each]) for each in sets}


def spans_in(sets: Collection[UUID], questions: Mapping[UUID, Questions]) -> Mapping[UUID, list[Span]]:
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    columns = ("annotation_set", "label", "pk", "start", "end", "quote", "attributes", "given", "run")
    for each, label, pk, start, end, quote, attributes, given, run in rows_of(annotation.Span, sets, columns):
        asks = questions[label]
        answers = asks.answered(attributes)
        who = str(answers.get(asks.who) or "")
        found[each].append(Span(pk, asks.label, start, end, quote, answers, asks.computed.difference(given), who, run))
    return found


def links_in(sets: Collection[UUID], questions: Mapping[UUID, Questions]) -> Mapping[UUID, list[Link]]:
    found: defaultdict[UUID, list[Link]] = defaultdict(list)
    columns = ("annotation_set", "label", "pk", "from_span", "to_span", "attributes")
    for each, label, pk, from_span, to_span, attributes in rows_of(annotation.Link, sets, columns):
        asks = questions[label]
        found[each].append(Link(pk, asks.label, from_span, to_span, asks.answered(attributes)))
    return found


def said_in(sets: Collection[UUID], questions: Mapping[UUID, Questions]) -> Mapping[UUID, list[ArticleLabel]]:
    found: defaultdict[UUID, list[ArticleLabel]] = defaultdict(list)
    columns = ("annotation_set", "label", "attributes")
    for each, label, attributes in rows_of(annotation.ArticleLabel, sets, columns):
        asks = questions[label]
        found[each].append(ArticleLabel(asks.label, asks.answered(attributes)))
    return found


def rows_of(
    model: type[annotation.Span | annotation.Link | annotation.ArticleLabel],
    sets: Collection[UUID],
    columns: Iterable[str],
) -> Iterable[tuple[Any, ...]]:
    return QuerySet(model).filter(annotation_set__in=sets).order_by().values_list(*columns)


def questions_of(sets: Collection[UUID]) -> dict[UUID, Questions]:
    versions = annotation.AnnotationSet.objects.filter(pk__in=sets).values("label_set_version")
    return {label.pk: questions_about(label) for label in Label.objects.with_questions().filter(version__in=versions)}


def questions_about(label: Label) -> Questions:
    asked = label.attributes.all()
    return Questions(
        label.key,
        frozenset(attribute.key for attribute in asked),
        frozenset(attribute.key for attribute in asked if attribute.kind == Attribute.Kind.FORM),
        next((attribute.key for attribute in asked if attribute.kind == Attribute.Kind.SUGGESTION), ""),
    )
