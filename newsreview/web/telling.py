"""The journal of an annotation set in words: what each edit changed, with the words of the article it is about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet, Edit, Span
from newsreview.annotation.standing import Change, Snapshot
from newsreview.web.disagreements import KINDS
from newsreview.web.naming_labels import Names


class Line(NamedTuple):
    """One thing that changed."""

    what: str
    quotes: list[str]
    """The words of a span; before and after where it moved; those of both ends of a link."""
    answers: list[str]
    by_itself: bool = False
    """The app followed up on something else."""


class Entry(NamedTuple):
    edit: Edit
    undone: bool
    lines: list[Line]


@dataclass(frozen=True)
class Telling:
    names: Names
    quotes: Mapping[str, str]
    """Of spans by their ids, as they stand, or else stood last."""
    people: Mapping[str, str]

    def lines(self, changes: Iterable[Change]) -> Iterator[Line]:
        told = {
            "span": self.span,
            "link": self.link,
            "article_label": self.article_label,
            "decision": self.decision,
            "set": self.state,
        }
        for change in changes:
            for line in told[change["object"]](change["before"] or {}, change["after"] or {}):
                yield line._replace(by_itself=bool(change.get("computed")))

    def span(self, before: Snapshot, after: Snapshot) -> Iterator[Line]:
        label, quote = self.label(after or before), (after or before)["quote"]
        answers = self.answers(before, after)
        if not before:
            yield Line(_("%(label)s marked") % {"label": label}, [quote], answers)
        elif not after:
            yield Line(_("%(label)s removed") % {"label": label}, [quote], [])
        else:
            yield from self.relabelled(before, after, [quote])
            if (before["start"], before["end"]) != (after["start"], after["end"]):
                yield Line(_("%(label)s moved") % {"label": label}, [before["quote"], quote], [])
            if answers:
                yield Line(_("%(label)s answered") % {"label": label}, [quote], answers)

    def link(self, before: Snapshot, after: Snapshot) -> Iterator[Line]:
        link = after or before
        ends = [self.quotes.get(link[end], "…") for end in ("from", "to")]
        yield from self.relabelled(before, after, ends)
        words = _("link “%(label)s” answered") if before and after else _("link “%(label)s” made")
        if not after:
            words = _("link “%(label)s” removed")
        yield Line(words % {"label": self.label(link)}, ends, self.answers(before, after) if after else [])

    def article_label(self, before: Snapshot, after: Snapshot) -> Iterator[Line]:
        yield from self.relabelled(before, after, [])
        words = _("article: %(label)s answered") if after else _("article: %(label)s taken back")
        yield Line(words % {"label": self.label(after or before)}, [], self.answers(before, after) if after else [])

    def decision(self, before: Snapshot, after: Snapshot) -> Iterator[Line]:
        """Without whose side was taken: whoever decides does not know."""
        words = _("disagreement decided: %(kind)s") if after else _("disagreement open again: %(kind)s")
        answers = [str(Choice(after["choice"]).label)] if after else []
        if after.get("rule"):
            answers.append(_("rule %(rule)s") % {"rule": after["rule"]})
        if after.get("note"):
            answers.append(_("note: %(note)s") % {"note": after["note"]})
        yield Line(words % {"kind": KINDS[Kind((after or before)["kind"])]}, [], answers)

    def relabelled(self, before: Snapshot, after: Snapshot, quotes: list[str]) -> Iterator[Line]:
        if before and after and before["label"] != after["label"]:
            labels = {"before": self.label(before), "after": self.label(after)}
            yield Line(_("%(before)s is now %(after)s") % labels, quotes, [])

    def state(self, _before: Snapshot, after: Snapshot) -> Iterator[Line]:
        if "person" in after:
            yield Line(_("handed on to %(person)s") % {"person": self.people.get(after["person"], "")}, [], [])
        elif "label_set_version" in after:
            yield Line(_("carried over to newer labels"), [], [])
        else:
            yield Line(_("submitted") if after.get("state") == "submitted" else _("reopened"), [], [])

    def label(self, snapshot: Snapshot) -> str:
        return self.names.label(snapshot["label"])

    def answers(self, before: Snapshot, after: Snapshot) -> list[str]:
        """What was answered otherwise than before, to the questions of the label and beside them.

        Another label asks other things: what the old one asked has not been answered anew.
        """
        label = (after or before)["label"]
        was, now = before.get("attributes", {}), after.get("attributes", {})
        told = [
            f"{self.names.attribute(label, key)}: {self.names.answer(label, key, now.get(key))}"
            for key in (was | now if before.get("label") == label else now)
            if was.get(key) != now.get(key)
        ]
        if before.get("note", "") != after.get("note", ""):
            told.append(_("note: %(note)s") % {"note": after.get("note") or _("none")})
        if before.get("unsure", False) != after.get("unsure", False):
            told.append(_("unsure") if after.get("unsure") else _("not unsure any more"))
        return told


def told(annotation_set: AnnotationSet, edits: Sequence[Edit]) -> list[Entry]:
    """Each of these edits of the set, in their order."""
    changes = [change for edit in edits for change in edit.changes]
    people = {change["after"]["person"] for change in changes if "person" in (change["after"] or {})}
    named = {str(person.pk): str(person) for person in User.objects.filter(pk__in=people)}
    names = Names.of_version(annotation_set.label_set_version_id)
    telling = Telling(names, quotes_of(annotation_set, ends_of(changes)), named)
    undone = which_are_undone(annotation_set, edits)
    return [Entry(edit, edit.pk in undone, list(telling.lines(edit.changes))) for edit in edits]


def ends_of(changes: Iterable[Change]) -> set[str]:
    links = [change["after"] or change["before"] or {} for change in changes if change["object"] == "link"]
    return {link[end] for link in links for end in ("from", "to")}


def quotes_of(annotation_set: AnnotationSet, spans: set[str]) -> dict[str, str]:
    """Of those that have gone the journal knows what they said."""
    standing = Span.objects.filter(annotation_set=annotation_set, pk__in=spans)
    quotes = {str(span): quote for span, quote in standing.values_list("pk", "quote")}
    if gone := spans - quotes.keys():
        removals = annotation_set.edits.order_by("number").values_list("changes", flat=True)
        for change in (change for changes in removals for change in changes):
            if change["id"] in gone and change["before"]:
                quotes[change["id"]] = change["before"]["quote"]
    return quotes


def which_are_undone(annotation_set: AnnotationSet, edits: Sequence[Edit]) -> set[UUID]:
    """An edit may be undone and done again many times: the last counts."""
    undone: set[UUID] = set()
    these = Q(undoes__in=edits) | Q(redoes__in=edits)
    steps = annotation_set.edits.filter(these).order_by("number").values_list("undoes", "redoes")
    for undoes, redoes in steps:
        undone.discard(redoes)
        if undoes:
            undone.add(undoes)
    return undone
