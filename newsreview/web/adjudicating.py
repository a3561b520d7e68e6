"""The screen of adjudication: what people differ in, one question after the other, and what is settled so far."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Disagreement
from newsreview.annotation.decisions import Choice, Decision
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import standing
from newsreview.labels.comparing import wordings
from newsreview.labels.models import Label
from newsreview.projects.models import Task
from newsreview.review.adjudicating import Case
from newsreview.review.offering import choices
from newsreview.review.precedents import Precedent, precedents
from newsreview.review.sides import sides_of
from newsreview.web.choosing import as_there, labels_in, offers, why_alike
from newsreview.web.disagreements import KINDS, spans_of
from newsreview.web.disputing import Bench
from newsreview.web.naming_labels import Names
from newsreview.web.requests import named, person_of

REASON_KEYS = "qwy"


@dataclass
class Item:
    """A question in the list, or several that are alike and stand together: all open, or all decided in one way."""

    number: int
    kind: object
    words: str
    decision: Decision | None
    keys: list[UUID] = field(default_factory=list)
    spans: list[object] = field(default_factory=list)
    """The marks in the text that it is about."""

    def add(self, key: UUID, spans: Iterable[object]) -> None:
        self.keys.append(key)
        self.spans += spans


@dataclass
class Adjudication:
    bench: Bench
    annotation_set: AnnotationSet | None
    reader: User

    @property
    def case(self) -> Case:
        return self.bench.case

    @cached_property
    def questions(self) -> Sequence[UUID]:
        return list(self.case.sides.questions)

    @cached_property
    def names(self) -> Names:
        return Names.of_labels(self.case.labels.values())

    @cached_property
    def decisions(self) -> dict[UUID, Decision]:
        found = Decision.objects.filter(annotation_set=self.annotation_set).select_related("last_edit__by")
        return found.in_bulk() if self.annotation_set else {}

    @cached_property
    def precedents(self) -> list[Precedent]:
        return precedents(self.bench.task, access.visible_sets(self.reader))

    @property
    def finished(self) -> bool:
        return self.bench.submitted

    @property
    def agreed(self) -> int:
        """What stands with nothing decided. A link that all have comes with its ends, where these are in question."""
        return len(self.case.merging({}, accepted=None).rows)

    @property
    def decided(self) -> int:
        return len(self.questions) - len(self.case.open)

    @property
    def people(self) -> list[tuple[str, object]]:
        """Who is who: told when nothing is left to decide. An annotator is told which side is theirs."""
        sides = list(zip(self.case.sides.letters, self.case.sides.sets, strict=True))
        if self.own:
            return [(letter, _("you")) for letter, one in sides if one.person_id == self.reader.pk]
        return [] if self.case.open else [(letter, one.person) for letter, one in sides]

    @property
    def own(self) -> bool:
        """Whether the reader is one of those whose work is settled here."""
        return any(one.person_id == self.reader.pk for one in self.case.sides.sets)

    @cached_property
    def items(self) -> list[Item]:
        found: dict[Any, Item] = {}
        for number, (key, question) in enumerate(self.case.sides.questions.items(), start=1):
            said = {name: value for name, value in self.case.decided.get(key, {}).items() if name != "sides"}
            new = Item(number, KINDS[question.kind], self.words_of(question), self.decisions.get(key))
            item = found.setdefault((question.pattern, json.dumps(said, sort_keys=True)), new)
            item.add(key, self.bench.at_hand(key))
        return list(found.values())

    def words_of(self, question: Disagreement) -> str:
        reader, side = next((reader, side) for reader, side in enumerate(question.sides) if side)
        quotes = [span.quote for span in spans_of(side, self.case.sides.readings[reader])]
        return " → ".join(quotes) or self.names.label(side.label)

    def item_of(self, key: UUID) -> Item:
        return next(item for item in self.items if key in item.keys)

    def at(self, named: UUID | None) -> UUID | None:
        """The question asked for, else the first that is open."""
        return named if named in self.questions else next(iter([*self.case.open, *self.questions]), None)

    def after(self, keys: Sequence[UUID]) -> UUID:
        """The next open question after these, from the beginning again after the last; else the last of these."""
        place = max((self.questions.index(key) for key in keys if key in self.questions), default=0)
        ahead = [*self.questions[place:], *self.questions[:place]]
        return next((key for key in ahead if key in self.case.open and key not in keys), keys[-1])

    def beside(self, key: UUID) -> list[tuple[str, str, UUID]]:
        """What comes before and after it in the list, and what is open next, by the keys that lead there."""
        item = self.item_of(key)
        at = self.items.index(item)
        ways = [("k", _("Previous"), other.keys[0]) for other in self.items[:at][-1:]]
        ways += [("j", _("Next"), other.keys[0]) for other in self.items[at + 1 :][:1]]
        skipped = self.after(item.keys)
        return ways if skipped in item.keys else [*ways, ("z", _("Skip"), skipped)]

    def own_labels(self, question: Disagreement) -> list[Label]:
        """Which labels own words may get, those of the sides first; none where there is nothing to mark."""
        if Choice.OWN not in choices(question, self.case.labels):
            return []
        return sorted(self.bench.span_labels, key=lambda label: label.key not in labels_in(question))

    def rules(self, question: Disagreement) -> list[tuple[dict[str, Any], str]]:
        """What the guideline says of the labels in question: the reasons that can be given, the first by a key."""
        labels = labels_in(question)
        sections = self.case.sides.version.guideline.get("sections", [])
        said = [rule for section in sections if section.get("label") in labels for rule in section.get("rules", [])]
        return list(zip(said, [*REASON_KEYS, *[""] * len(said)], strict=False))

    @cached_property
    def wordings(self) -> dict[str, str]:
        return wordings(self.case.sides.sets[0].label_set_version.guideline)

    def seen(self, key: UUID) -> str:
        """A question as this page shows it: with the edit that has decided it, if one has."""
        decision = self.decisions.get(key)
        return f"{key} {decision.last_edit_id}" if decision else str(key)

    def at_hand(self, key: UUID) -> dict[str, Any]:
        question, item = self.case.sides.questions[key], self.item_of(key)
        return {
            "key": key,
            "item": item,
            "seen": [self.seen(key), *(self.seen(other) for other in item.keys if other != key)],
            "offers": list(offers(self.case, key, self.decisions.get(key), self.names)),
            "as_there": None if self.finished else as_there(self.case, key, self.precedents),
            "neighbours": self.beside(key),
            "rules": self.rules(question),
            "decided_by": self.wordings.get(item.decision.rule, "") if item.decision else "",
            "own_labels": self.own_labels(question),
            "own_words": self.words_of(question),
            "spans": " ".join(map(str, self.bench.at_hand(key))),
            "why_alike": why_alike(question),
        }


def named_task(tasks: QuerySet[Task], task_id: UUID) -> Task:
    return get_object_or_404(
        tasks.select_related("article__outlet", "article__story", "article__revision", "project"), pk=task_id
    )


def adjudication_of(task: Task, reader: User) -> Adjudication:
    """Raises a Refusal where the sides cannot be compared. Reading begins nothing."""
    sides = sides_of(task.pk)
    labels = Label.objects.with_questions().filter(version=sides.version)
    adjudicated = AnnotationSet.objects.filter(kind=AnnotationSet.Kind.ADJUDICATED, task=task)
    begun = adjudicated.with_version().with_submitted().first()
    case = Case(sides, {label.key: label for label in labels}, standing(begun) if begun else {})
    return Adjudication(Bench(task, begun, editable=False, case=case), begun, reader)


@gzip_page
@require_safe
@login_required
def adjudication(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    task = named_task(access.adjudicated_tasks(person) | access.settled_tasks(person), task_id)
    found = adjudication_of(task, person)
    key = found.at(named(request, "question"))
    # What makes ids, and no id: each form gets one of its own.
    context = {"adjudication": found, "bench": found.bench, "new_id": uuid7} | (found.at_hand(key) if key else {})
    return render(request, "adjudication/page.html", context)
