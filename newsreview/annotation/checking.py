"""Whether what stands in an annotation set is what its journal says, and what its article reads."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import (
    AnnotationSet,
    ArticleLabel,
    Edit,
    Link,
    Reopening,
    Span,
    Submission,
)
from newsreview.annotation.standing import (
    Change,
    Row,
    Snapshot,
    Standing,
    article_label_snapshot,
    decision_snapshot,
    link_snapshot,
    span_snapshot,
)
from newsreview.corpus.models import Article
from newsreview.offsets import BadOffsets, has_astral

Marks = dict[tuple[str, str], Row]


@dataclass
class Retold:
    """The set as its journal tells it, and where the journal contradicts itself."""

    rows: Standing = field(default_factory=dict)
    last_edits: dict[tuple[str, str], UUID] = field(default_factory=dict)
    state: str = "draft"
    person: str | None = None
    label_set_version: str | None = None
    submits: set[UUID] = field(default_factory=set)
    reopens: set[UUID] = field(default_factory=set)
    contradictions: list[str] = field(default_factory=list)


def sets_of(slugs: Collection[str]) -> QuerySet[AnnotationSet, UUID]:
    """Ids of the sets in the projects with these slugs, or of all sets; in the order in which they were begun."""
    sets = AnnotationSet.objects.filter(task__project__slug__in=slugs) if slugs else AnnotationSet.objects.all()
    return sets.order_by("pk").values_list("pk", flat=True)


def contradictions_in(set_id: UUID) -> list[str]:
    """The contradictions of one set at one moment, whoever is writing meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = AnnotationSet.objects.with_submitted().select_related("task__article").get(pk=set_id)
        return list(contradictions(found))


def contradictions(annotation_set: AnnotationSet) -> Iterator[str]:
    """A sentence for each: the object, and what differs. The set comes with_submitted(); nobody may write meanwhile."""
    retold = retell(annotation_set)
    yield from retold.contradictions
    marks = marks_of(annotation_set)
    yield from differing_marks(retold, marks)
    yield from differing_state(annotation_set, retold)
    yield from misread_text(annotation_set.task.article, marks)
    yield from strangers(annotation_set, marks)


def marks_of(annotation_set: AnnotationSet) -> Marks:
    spans = annotation_set.spans.select_related("label")
    links = annotation_set.links.select_related("label")
    said = annotation_set.article_labels.select_related("label")
    marks: Marks = {("span", str(span.pk)): span for span in spans}
    marks |= {("link", str(link.pk)): link for link in links}
    marks |= {("article_label", str(of_article.pk)): of_article for of_article in said}
    return marks | {("decision", str(decision.pk)): decision for decision in annotation_set.decisions.all()}


def retell(annotation_set: AnnotationSet) -> Retold:
    """Replay the journal from the first edit; one edit is in memory at a time, beside what then stands."""
    retold = Retold()
    edits = annotation_set.edits.order_by("number").defer("result", "request_digest")
    for expected, edit in enumerate(edits.iterator(chunk_size=200), start=1):
        if edit.number != expected:
            retold.contradictions.append(f"edit {edit.pk}: its number is {edit.number}, where {expected} comes next")
        for change in edit.changes:
            retell_change(retold, edit, change)
    return retold


def retell_change(retold: Retold, edit: Edit, change: Change) -> None:
    key = (change["object"], change["id"])
    if change["object"] == "set":
        retell_step(retold, edit, change["before"] or {}, change["after"] or {})
        return
    if retold.rows.get(key) != change["before"]:
        difference = differing(retold.rows.get(key), change["before"])
        retold.contradictions.append(f"{name_of(key)}: edit {edit.number} changes what did not stand: {difference}")
    if change["after"] is None:
        retold.rows.pop(key, None)
        retold.last_edits.pop(key, None)
        return
    retold.rows[key] = change["after"]
    if not change.get("computed"):
        retold.last_edits[key] = edit.pk


def retell_step(retold: Retold, edit: Edit, before: Snapshot, after: Snapshot) -> None:
    if "person" in after:
        retold.person = after["person"]
        return
    if "label_set_version" in after:
        if retold.label_set_version not in {None, before.get("label_set_version")}:
            retold.contradictions.append(f"edit {edit.number}: the set had another label-set version before")
        retold.label_set_version = after["label_set_version"]
        return
    if before.get("state") != retold.state:
        retold.contradictions.append(f"edit {edit.number}: the set was {retold.state}, not {before.get('state')}")
    retold.state = str(after.get("state"))
    (retold.submits if retold.state == "submitted" else retold.reopens).add(edit.pk)


def differing_marks(retold: Retold, marks: Marks) -> Iterator[str]:
    for key in sorted(retold.rows.keys() | marks.keys()):
        mark = marks.get(key)
        told, stands = retold.rows.get(key), snapshot_of(mark) if mark else None
        if told != stands:
            yield f"{name_of(key)}: {differing(stands, told)}"
        edit = retold.last_edits.get(key)
        if mark and edit and mark.last_edit_id != edit:
            yield f"{name_of(key)}: its last edit is {mark.last_edit_id}, but the journal has changed it in {edit}"


def snapshot_of(mark: Row) -> Snapshot:
    match mark:
        case Span():
            return span_snapshot(mark)
        case Link():
            return link_snapshot(mark)
        case ArticleLabel():
            return article_label_snapshot(mark)
        case Decision():
            return decision_snapshot(mark)


def differing_state(annotation_set: AnnotationSet, retold: Retold) -> Iterator[str]:
    """Submissions and reopenings are rows; each has its edit, and each such edit its row."""
    submissions = set(Submission.objects.filter(annotation_set=annotation_set).values_list("edit", flat=True))
    reopenings = set(Reopening.objects.filter(submission__annotation_set=annotation_set).values_list("edit", flat=True))
    for word, rows, told in (
        ("submission", submissions, retold.submits),
        ("reopening", reopenings, retold.reopens),
    ):
        for edit_id in sorted(rows ^ told):
            yield f"{word}: {'no row' if edit_id in told else 'a row, but no edit'} for edit {edit_id}"
    if annotation_set.submitted != (retold.state == "submitted"):
        yield f"set: it is {'submitted' if annotation_set.submitted else 'draft'}, but the journal says {retold.state}"
    if retold.label_set_version not in {None, str(annotation_set.label_set_version_id)}:
        yield f"set: its label-set version is not {retold.label_set_version}, which the journal says"
    if retold.person not in {None, str(annotation_set.person_id)}:
        yield f"set: it is with person {annotation_set.person_id}, but the journal says {retold.person}"


def misread_text(article: Article, marks: Marks) -> Iterator[str]:
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    if digest != article.sha256:
        yield f"article {article.pk}: the digest of its text is {digest}, but {article.sha256} is stored"
    if has_astral(article.text) != article.astral:
        yield f"article {article.pk}: its “astral” is {article.astral}, which its text belies"
    for span in marks.values():
        if not isinstance(span, Span):
            continue
        try:
            reads = span.offsets.quote(article.text)
        except BadOffsets as error:
            yield f"span {span.pk}: {error}"
            continue
        if reads != span.quote:
            yield f"span {span.pk}: it quotes “{span.quote[:80]}”, but the text reads “{reads[:80]}”"


def strangers(annotation_set: AnnotationSet, marks: Marks) -> Iterator[str]:
    """Links with an end outside the set, and labels of another version."""
    for key, mark in marks.items():
        if not isinstance(mark, Decision) and mark.label.version_id != annotation_set.label_set_version_id:
            yield f"{name_of(key)}: its label is not of the set's label-set version"
        ends = [mark.from_span_id, mark.to_span_id] if isinstance(mark, Link) else []
        if any(("span", str(end)) not in marks for end in ends):
            yield f"{name_of(key)}: one of its ends is not a span of this set"


def name_of(key: tuple[str, str]) -> str:
    kind, row_id = key
    return f"{kind.replace('_', ' ')} {row_id}"


def differing(stands: Snapshot | None, told: Snapshot | None) -> str:
    if stands is None:
        return "there is no such row, but the journal has one"
    if told is None:
        return "there is a row, but the journal has none"
    names = sorted(name for name in stands.keys() | told.keys() if stands.get(name) != told.get(name))
    return "; ".join(f"{name} is {short(stands.get(name))}, the journal says {short(told.get(name))}" for name in names)


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
