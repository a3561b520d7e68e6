"""What stands in an annotation set: its rows as plain snapshots, the form in which the journal knows them.

A snapshot is JSON: ids as strings, labels by key, nothing about when or by whom. `None` means: there is no such row.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict
from uuid import UUID

from newsreview.annotation.decisions import Decision
from newsreview.annotation.models import AnnotationSet, ArticleLabel, Link, Span
from newsreview.labels.models import Label

ObjectKind = Literal["span", "link", "article_label", "decision", "set"]
Snapshot = dict[str, Any]
Row = Span | Link | ArticleLabel | Decision
Standing = dict[tuple[str, str], Snapshot]


class Change(TypedDict):
    """One line of an edit."""

    object: ObjectKind
    id: str
    before: Snapshot | None
    after: Snapshot | None
    # The app followed up on something else (a form after its link): no person's later change is in conflict with it.
    computed: NotRequired[bool]


def span_snapshot(span: Span) -> Snapshot:
    return {
        "label": span.label.key,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "attributes": span.attributes,
        "given": span.given,
        "note": span.note,
        "unsure": span.unsure,
        "origin": span.origin,
        "run": str(span.run) if span.run else None,
    }


def link_snapshot(link: Link) -> Snapshot:
    return {
        "label": link.label.key,
        "from": str(link.from_span_id),
        "to": str(link.to_span_id),
        "attributes": link.attributes,
        "origin": link.origin,
    }


def article_label_snapshot(article_label: ArticleLabel) -> Snapshot:
    return {"label": article_label.label.key, "attributes": article_label.attributes}


def decision_snapshot(decision: Decision) -> Snapshot:
    return {
        "kind": decision.kind,
        "sides": decision.sides,
        "choice": decision.choice,
        "taken": str(decision.taken_id) if decision.taken_id else None,
        "own": decision.own,
        "rule": decision.rule,
        "note": decision.note,
    }


def standing(annotation_set: AnnotationSet, only: Collection[str] | None = None) -> Standing:
    """What stands in the set now, by (object, id); everything, or `only` the rows of these ids."""
    spans, links = annotation_set.spans.select_related("label"), annotation_set.links.select_related("label")
    article_labels = annotation_set.article_labels.select_related("label")
    decisions = annotation_set.decisions.all()
    if only is not None:
        spans, links = spans.filter(pk__in=only), links.filter(pk__in=only)
        article_labels, decisions = article_labels.filter(pk__in=only), decisions.filter(pk__in=only)
    now: Standing = {("span", str(span.pk)): span_snapshot(span) for span in spans}
    now |= {("link", str(link.pk)): link_snapshot(link) for link in links}
    now |= {("article_label", str(given.pk)): article_label_snapshot(given) for given in article_labels}
    now |= {("decision", str(decision.pk)): decision_snapshot(decision) for decision in decisions}
    return now


def replay(edits: Iterable[list[Change]]) -> Standing:
    """What stands after these edits, each a list of changes; raises ValueError where the journal contradicts itself."""
    now: Standing = {}
    for number, changes in enumerate(edits, start=1):
        for change in changes:
            key = (change["object"], change["id"])
            if change["object"] == "set":
                continue
            if now.get(key) != change["before"]:
                raise ValueError(f"edit {number} changes {key} from {change['before']}, but it was {now.get(key)}")
            if change["after"] is None:
                del now[key]
            else:
                now[key] = change["after"]
    return now


def net(edits: Iterable[Iterable[Change]]) -> list[Change]:
    """What these edits changed together: each thing once, from what it was before them to what they left."""
    found: dict[tuple[str, str], Change] = {}
    for change in (change for changes in edits for change in changes):
        key = (change["object"], change["id"])
        first = found.get(key, change)
        found[key] = {**change, "before": first["before"]}
        if not first.get("computed"):
            found[key].pop("computed", None)
    return [change for change in found.values() if change["before"] != change["after"] and change["object"] != "set"]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes snapshots into the rows of one set, in the name of one edit."""

    annotation_set: AnnotationSet
    edit_id: UUID
    labels: dict[str, Label]

    def write(self, change: Change) -> None:
        if change["object"] == "span":
            self._span(change)
        elif change["object"] == "link":
            self._link(change)
        elif change["object"] == "article_label":
            self._article_label(change)
        elif change["object"] == "decision":
            self._decision(change)

    def _span(self, change: Change) -> None:
        after = change["after"]
        if after is None:
            Span.objects.filter(pk=change["id"]).delete()
            return
        fields = after | {"label": self.labels[after["label"]]}
        self._store(Span, change, fields)

    def _link(self, change: Change) -> None:
        after = change["after"]
        if after is None:
            Link.objects.filter(pk=change["id"]).delete()
            return
        fields = {
            "label": self.labels[after["label"]],
            "from_span_id": after["from"],
            "to_span_id": after["to"],
            "attributes": after["attributes"],
            "origin": after["origin"],
        }
        self._store(Link, change, fields)

    def _article_label(self, change: Change) -> None:
        after = change["after"]
        if after is None:
            ArticleLabel.objects.filter(pk=change["id"]).delete()
            return
        self._store(ArticleLabel, change, after | {"label": self.labels[after["label"]]})

    def _decision(self, change: Change) -> None:
        after = change["after"]
        if after is None:
            Decision.objects.filter(pk=change["id"]).delete()
            return
        fields = {name: value for name, value in after.items() if name != "taken"}
        self._store(Decision, change, fields | {"taken_id": after["taken"]})

    def _store(self, model: type[Row], change: Change, fields: dict[str, Any]) -> None:
        if change["before"] is None:
            model.objects.create(
                pk=UUID(change["id"]), annotation_set=self.annotation_set, last_edit_id=self.edit_id, **fields
            )
            return
        seen = {} if change.get("computed") else {"last_edit_id": self.edit_id}
        model.objects.filter(pk=change["id"]).update(**fields, **seen)
