"""Handing a set in, and taking it back."""

from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import Reopening, Submission
from newsreview.annotation.refusals import Conflict, NotOpen, Unacceptable
from newsreview.labels.models import Label


@verb("submit")
def submit(draft: Draft, *, base: int) -> Result:
    """Hand the set in as it was at version `base`. Refused when it has changed since, or a required answer is missing."""
    if base != draft.version:
        raise Conflict("This set was changed elsewhere since this page showed it. Look at it as it stands, then submit.")
    if missing := required_answers_missing(draft):
        raise Unacceptable(f"Still to answer: {'; '.join(missing)}.")
    asked = [label.key for label in draft.labels.values() if not label.retired]
    Submission.objects.create(
        annotation_set=draft.annotation_set, by=draft.by, edit_id=draft.edit_id, labels_asked=asked
    )
    record_state(draft, "draft", "submitted")
    return {"state": "submitted"}


@verb("reopen", when_submitted=True)
def reopen(draft: Draft) -> Result:
    submission = draft.annotation_set.submissions.filter(reopening=None).first()
    if submission is None:
        raise NotOpen("This annotation set is a draft already.")
    Reopening.objects.create(submission=submission, by=draft.by, edit_id=draft.edit_id)
    record_state(draft, "submitted", "draft")
    return {"state": "draft"}


def record_state(draft: Draft, before: str, after: str) -> None:
    draft.changes.append(
        {"object": "set", "id": str(draft.annotation_set.pk), "before": {"state": before}, "after": {"state": after}}
    )


def required_answers_missing(draft: Draft) -> list[str]:
    """“name of span, attribute”, in the order of the text."""
    required = {
        label.key: [a for a in label.attributes.all() if a.required]
        for label in draft.labels.values()
        if label.kind == Label.Kind.SPAN
    }
    return [
        f"{attribute.name} of {span.label.name} “{span.quote[:40]}”"
        for span in draft.annotation_set.spans.select_related("label")
        for attribute in required[span.label.key]
        if span.attributes.get(attribute.key) is None
    ]
