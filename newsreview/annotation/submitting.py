"""Handing a set in, and taking it back."""

from collections.abc import Iterator
from typing import Any

from newsreview.annotation import seating
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import Reopening, Submission
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.labels.models import Label


@verb("submit")
def submit(draft: Draft, *, base: int) -> Result:
    """Hand the set in as it was at version `base`; refused when it has changed since, or lacks a required answer."""
    return hand_in(draft, base)


def hand_in(draft: Draft, base: int) -> Result:
    if base != draft.version:
        raise Conflict(
            "This set was changed elsewhere since this page showed it. Look at it as it stands, then submit."
        )
    if missing := required_answers_missing(draft):
        raise Unacceptable(f"Still to answer: {'; '.join(missing)}.")
    asked = [label.key for label in draft.labels.values() if not label.retired]
    Submission.objects.create(
        annotation_set=draft.annotation_set, by=draft.by, edit_id=draft.edit_id, labels_asked=asked
    )
    seating.expect_nothing_of(draft.annotation_set)
    record_state(draft, "draft", "submitted")
    return {"state": "submitted"}


@verb("reopen", when_submitted=True)
def reopen(draft: Draft) -> Result:
    back_to_draft(draft)
    return {"state": "draft"}


def back_to_draft(draft: Draft) -> Reopening:
    """End the standing submission; raises NotOpen when there is none."""
    submission = draft.annotation_set.submissions.filter(reopening=None).first()
    if submission is None:
        raise NotOpen("This annotation set is a draft already.")
    reopening = Reopening.objects.create(submission=submission, by=draft.by, edit_id=draft.edit_id)
    seating.hear_from(draft.annotation_set)
    record_state(draft, "submitted", "draft")
    return reopening


def record_state(draft: Draft, before: str, after: str) -> None:
    draft.changes.append(
        {"object": "set", "id": str(draft.annotation_set.pk), "before": {"state": before}, "after": {"state": after}}
    )


def required_answers_missing(draft: Draft) -> list[str]:
    """“name of claim “its words””: spans in the order of the text, then links, then the article."""
    return [
        f"{attribute.name} of {label.name}{words}"
        for label, words, answers in what_was_marked(draft)
        for attribute in label.attributes.all()
        if attribute.required and answers.get(attribute.key) is None
    ]


def what_was_marked(draft: Draft) -> Iterator[tuple[Label, str, dict[str, Any]]]:
    """Label, the words it is on, and answers, of everything whose label requires an answer."""
    strict = {label.pk: label for label in draft.labels.values() if any(a.required for a in label.attributes.all())}
    for span in draft.annotation_set.spans.filter(label__in=strict):
        yield strict[span.label_id], f" “{span.quote[:40]}”", span.attributes
    for link in draft.annotation_set.links.filter(label__in=strict).select_related("from_span"):
        yield strict[link.label_id], f" “{link.from_span.quote[:40]}”", link.attributes
    said = {of_article.label_id: of_article.attributes for of_article in draft.annotation_set.article_labels.all()}
    for label in strict.values():
        if label.kind == Label.Kind.ARTICLE and (label.pk in said or not label.retired):
            yield label, "", said.get(label.pk, {})
