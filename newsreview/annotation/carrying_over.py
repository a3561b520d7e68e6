"""Taking a draft along to a newer version of its label set.

A draft moves whole or not at all: one that says what the newer version cannot take keeps its version, and works on.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import connection

from newsreview.annotation.attributes import answers, touched, with_defaults
from newsreview.annotation.forming import form_anew, with_form
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.labelling import article_label_id
from newsreview.annotation.models import ArticleLabel, Link, Span
from newsreview.annotation.placing import refuse_where_any_is_excluded
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.annotation.standing import ObjectKind, Snapshot, Standing, standing
from newsreview.labels.comparing import place_of
from newsreview.labels.models import Label, LabelSetVersion

Becomes = Mapping[str, str | None]

ALONG = """
UPDATE {marks} AS mark SET label_id = newer.id
  FROM labels_label older, labels_label newer
 WHERE mark.annotation_set_id = %s AND older.id = mark.label_id
   AND newer.version_id = %s AND newer.key = older.key AND newer.kind = older.kind
   AND older.key <> ALL (%s)
"""
# In this order: a link's trigger looks at what its spans wear by then.
MARKS: dict[ObjectKind, type[Span | Link | ArticleLabel]] = {"span": Span, "link": Link, "article_label": ArticleLabel}


@verb("carry_over", when_taken_back=True)
def carry_over(draft: Draft, *, version: UUID, becomes: Becomes, stay: Sequence[str]) -> Result:
    """Say the same in a newer version of the label set.

    `becomes` says what takes the place of a label or a value (`place_of`); None, for a value, that nothing does. A
    draft that uses something in `stay` is not moved.
    """
    newer = LabelSetVersion.objects.select_related("label_set").get(pk=version)
    annotation_set = draft.annotation_set
    older = annotation_set.label_set_version
    if older.label_set_id != newer.label_set_id or older.number >= newer.number:
        raise Unacceptable(f"{newer} is no later version of {older}.")
    # Decisions speak of what others have marked, not of labels.
    stands = {row: mark for row, mark in standing(annotation_set).items() if row[0] in MARKS}
    if kept := set(stay) & {place for snapshot in stands.values() for place in places_in(snapshot)}:
        raise Conflict(f"It uses {', '.join(sorted(kept))}.")
    excluded = {label.key: label.excludes for label in draft.labels.values()}
    turn(draft, newer)
    says = {row: said_anew(draft, before, becomes) for row, before in stands.items()}
    refuse_what_does_not_fit(draft, says)
    relabelled = [label for label, other in becomes.items() if other not in {None, label}]
    for kind in MARKS:
        take_along(draft, kind, but=relabelled)
        for key, after in says.items():
            if key[0] == kind:
                put(draft, kind, key[1], stands[key], after)
    anew = [UUID(change["id"]) for change in draft.changes if change["object"] == "span"]
    if anew or any(label.excludes != excluded.get(label.key, []) for label in draft.labels.values()):
        refuse_where_any_is_excluded(draft)
    if anew:
        form_anew(draft, annotation_set.links.filter(to_span__in=anew).values_list("from_span", flat=True))
    return {"version": newer.number}


def places_in(snapshot: Snapshot) -> Iterator[str]:
    """What a mark uses: its label, and each of its answers."""
    yield snapshot["label"]
    for key, value in snapshot["attributes"].items():
        yield place_of(snapshot["label"], key, str(value))


def turn(draft: Draft, newer: LabelSetVersion) -> None:
    """From here on the set speaks the newer version's words."""
    annotation_set = draft.annotation_set
    change = [{"label_set_version": str(version.pk)} for version in (annotation_set.label_set_version, newer)]
    draft.changes.append({"object": "set", "id": str(annotation_set.pk), "before": change[0], "after": change[1]})
    annotation_set.label_set_version = newer
    annotation_set.save(update_fields=["label_set_version"])
    for remembering in (annotation_set, draft):
        vars(remembering).pop("labels", None)


def take_along(draft: Draft, kind: ObjectKind, *, but: Sequence[str]) -> None:
    """Each row to the label that has its label's key now, but those whose label becomes another.

    Nobody has changed the row: its last edit stays.
    """
    annotation_set = draft.annotation_set
    statement = ALONG.format(marks=connection.ops.quote_name(MARKS[kind]._meta.db_table))  # noqa: SLF001 -- Django's documented way to a model's table
    with connection.cursor() as cursor:
        cursor.execute(statement, [annotation_set.pk, annotation_set.label_set_version_id, list(but)])


def said_anew(draft: Draft, before: Snapshot, becomes: Becomes) -> Snapshot:
    """The mark with another label, where the map has one for its own; else with other values."""
    label = becomes.get(before["label"])
    if label is not None:
        chosen = draft.label_in_use(label, draft.labels[before["label"]].kind)
        kept = {key: value for key, value in before["attributes"].items() if answers(chosen, key, value)}
        after = before | {"label": label, "attributes": with_defaults(chosen, kept)}
        if "given" in before:
            after |= {"given": touched(chosen, kept.keys() & set(before["given"])), "run": None}
        return after
    said = {}
    for key, value in before["attributes"].items():
        now = becomes.get(place_of(before["label"], key, str(value)), value)
        if now is not None:
            said[key] = now
    return before | {"attributes": said}


def refuse_what_does_not_fit(draft: Draft, says: Standing) -> None:
    """Labels, answers, and what links join."""
    leaving = set()
    for (kind, _), snapshot in says.items():
        refuse_what_is_said_no_more(draft, snapshot)
        if kind != "link":
            continue
        label = draft.labels[snapshot["label"]]
        start, end = (says["span", snapshot[side]]["label"] for side in ("from", "to"))
        alike = (label.key, snapshot["from"])
        if start not in label.from_labels or end not in label.to_labels or (label.at_most_one and alike in leaving):
            raise Conflict(f"A link “{label.name}” does not fit any more.")
        leaving.add(alike)


def put(draft: Draft, kind: ObjectKind, row_id: str, before: Snapshot, after: Snapshot) -> None:
    if after == before:
        return
    if kind == "article_label" and after["label"] != before["label"]:
        draft.remove(kind, row_id, before)
        draft.put(kind, article_label_id(draft.annotation_set.pk, after["label"]), None, after)
    else:
        draft.put(kind, row_id, before, with_form(draft, UUID(row_id), after) if kind == "span" else after)


def refuse_what_is_said_no_more(draft: Draft, snapshot: Snapshot) -> None:
    """A mark of an older version, whose label or answers the set's version does not have."""
    label = draft.labels.get(snapshot["label"])
    if label is None:
        raise Conflict(f"There is no label “{snapshot['label']}” in {draft.annotation_set.label_set_version}.")
    for key, value in snapshot["attributes"].items():
        if asks(label, key) and not answers(label, key, value):
            raise Conflict(f"“{value}” is no answer to “{label.key}.{key}” any more.")


def asks(label: Label, key: str) -> bool:
    """What a label does not ask any more stays as it was answered."""
    return any(attribute.key == key for attribute in label.attributes.all())
