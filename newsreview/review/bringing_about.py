"""Bringing an annotation set to what is to stand in it, change by change, as one edit."""

from collections.abc import Mapping
from uuid import UUID

from newsreview.annotation.forming import form_anew, with_form, without_computed
from newsreview.annotation.journal import Draft
from newsreview.annotation.placing import refuse_where_excluded
from newsreview.annotation.standing import ObjectKind, Snapshot, Standing
from newsreview.labels.models import Label
from newsreview.offsets import Offsets

Rows = list[tuple[str, Snapshot | None, Snapshot | None]]


def differences(labels: Mapping[str, Label], now: Standing, wanted: Standing) -> set[tuple[str, str]]:
    """Which rows would change. Decisions are none of them, nor what the app computes."""
    marks = {key for key in now if key[0] != "decision"} | wanted.keys()
    return {key for key in marks if without_computed(labels, now.get(key)) != without_computed(labels, wanted.get(key))}


def bring_about(draft: Draft, now: Standing, wanted: Standing) -> None:
    """Links go first and come last, since spans carry them. What lies where it may not is refused."""
    changing = sorted(differences(draft.labels, now, wanted))

    def rows(kind: ObjectKind) -> Rows:
        return [(row_id, now.get((kind, row_id)), wanted.get((kind, row_id))) for k, row_id in changing if k == kind]

    for link, before, _ in rows("link"):
        draft.put("link", link, before, None)
    for span, before, after in rows("span"):
        if after is None:
            draft.put("span", span, before, None)
    # What stands makes room before anything new is marked: a label marks a stretch of text once.
    put_spans(draft, sorted((row for row in rows("span") if row[2]), key=lambda row: row[1] is None))
    for said, before, after in rows("article_label"):
        draft.put("article_label", said, before, after)
    for link, _, after in rows("link"):
        draft.put("link", link, None, after)
    starts = {UUID(side["from"]) for _, *sides in rows("link") for side in sides if side}
    changed = [UUID(span) for span, _, _ in rows("span")]
    linked = draft.annotation_set.links.filter(to_span__in=changed).values_list("from_span", flat=True)
    form_anew(draft, starts.union(linked))


def put_spans(draft: Draft, spans: Rows) -> None:
    """First all are put: they may exclude each other."""
    for span, before, after in spans:
        if after:
            draft.put("span", span, before, with_form(draft, UUID(span), after, new=before is None))
    places: dict[str, dict[str, Offsets]] = {}
    for span, _, after in spans:
        if after:
            places.setdefault(after["label"], {})[span] = Offsets(after["start"], after["end"])
    for label, lying in places.items():
        refuse_where_excluded(draft, draft.labels[label], lying.values(), besides=lying.keys())
