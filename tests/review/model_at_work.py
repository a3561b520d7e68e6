"""A model that marks articles, by their words, and an article that is settled."""

from typing import Any

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import predict
from newsreview.projects.models import Task
from newsreview.review import settling
from tests.annotation.hand import Hand
from tests.review.two_people import CLAIM, SHORT_CLAIM, SOURCE, hand_of


def mark(version: ModelVersion, task: Task, *words: tuple[str, str]) -> AnnotationSet:
    """Labels and quotes; the model is sure of half of each."""
    spans: list[dict[str, Any]] = []
    for number, (label, quote) in enumerate(words):
        start = task.article.text.index(quote)
        place = {"start": start, "end": start + len(quote), "quote": quote}
        spans.append({"id": str(number), "label": label, "score": 0.5, **place})
    return predict(model_version=version, task=task, by=version.by, spans=spans, links=[])


def settle(hand: Hand, reviewer: User) -> None:
    hand.submit()
    settling.accept(annotation_set=hand.annotation_set.pk, by=reviewer, base=hand.version)


def differ(version: ModelVersion, task: Task, annotator: User, reviewer: User) -> None:
    """The claim that was accepted begins earlier than the model says, and the source is missing with it."""
    hand = hand_of(task, annotator)
    hand.add("claim", CLAIM)
    hand.add("source", SOURCE)
    settle(hand, reviewer)
    mark(version, task, ("claim", SHORT_CLAIM))
