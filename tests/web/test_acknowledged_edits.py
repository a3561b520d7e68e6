"""Two annotators and their reviewer do whatever they like in whatever order: every edit that was acknowledged stays in
the history, once, as it was (C14)."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import moving_on, taking
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.labels.drafting import begin_next_version
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Task

TEXT = "Ada said that one ferry sails."
WORDS = ("Ada", "said", "one ferry", "ferry", "sails")

Op = dict[str, Any]
Row = tuple[Any, ...]
Step = tuple[str, int, int]


@dataclass
class Tab:
    """A page of one person about one set, and what it showed when it was loaded."""

    person: User
    client: Client
    mine: AnnotationSet
    base: int = 0
    shown: list[tuple[UUID, UUID]] = field(default_factory=list)
    """Spans, each with its last edit."""

    def url(self, name: str) -> str:
        return reverse(name, args=[self.mine.pk])

    def load(self) -> None:
        own = self.mine.person == self.person
        page = self.client.get(reverse("task", args=[self.mine.task_id]) if own else self.url("review"))
        if page.status_code == 200:
            self.base = self.mine.edits.count()
            self.shown = list(self.mine.spans.order_by("pk").values_list("pk", "last_edit"))

    def send(self, op: Op) -> int:
        body = json.dumps({"set": str(self.mine.pk), "base": self.base, "ops": [op]})
        url = reverse("task-ops", args=[self.mine.task_id])
        headers = {"X-Person": str(self.person.pk)}
        return self.client.post(url, body, content_type="application/json", headers=headers).status_code


class Newsroom:
    """Two annotators with a set of the same article, two tabs each, and their reviewer with a tab for either set."""

    def __init__(self, sets: list[AnnotationSet], reviewer: User) -> None:
        pages = [(one, person) for one in sets for person in (one.person, one.person, reviewer) if person]
        self.clients = {person: Client() for _, person in pages}
        self.tabs = [Tab(person, self.clients[person], one) for one, person in pages]
        self.sent: list[tuple[Tab, Op]] = []
        self.known: dict[AnnotationSet, list[Row]] = {one: [] for one in sets}
        self.acknowledged: set[UUID] = set()
        for person, client in self.clients.items():
            client.force_login(person)

    def save(self, tab: Tab, op: Op) -> None:
        self.sent.append((tab, op))
        self.deliver(tab, op)

    def deliver(self, tab: Tab, op: Op) -> None:
        if tab.send(op) == 200:
            self.acknowledged.add(UUID(op["id"]))
        elif UUID(op["id"]) not in self.acknowledged:
            assert not Edit.objects.filter(pk=op["id"]).exists(), "what is refused is not done"

    def post(self, tab: Tab, name: str, **form: Any) -> None:
        """A form of a page. That it leads on acknowledges the edit that it has made."""
        before = tab.mine.edits.count()
        answer = tab.client.post(tab.url(name), form)
        signed_out = answer.status_code == 302 and "/login/" in answer["Location"]
        if answer.status_code == 302 and not signed_out and tab.mine.edits.count() > before:
            self.acknowledged.add(tab.mine.edits.latest("number").pk)

    def check(self) -> None:
        connection.check_constraints()
        for one, before in self.known.items():
            rows = list(history(one))
            assert rows[: len(before)] == before, "what is in the history stays, as it is"
            assert [number for _, number, *_ in rows] == list(range(1, len(rows) + 1))
            self.known[one] = rows
        stored = [row[0] for rows in self.known.values() for row in rows]
        assert [edit for edit in self.acknowledged if stored.count(edit) != 1] == []


def history(annotation_set: AnnotationSet) -> Iterator[Row]:
    fields = ("pk", "number", "by", "at", "verb", "request_digest", "result", "changes", "undoes", "redoes")
    return annotation_set.edits.order_by("number").values_list(*fields).iterator()


def place(number: int) -> Op:
    words = WORDS[number % len(WORDS)]
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def operation(tab: Tab, number: int) -> Op:
    """By what the tab has shown, however long ago that was."""
    made: Op = {"id": str(uuid7())}
    if not tab.shown or number % 3 == 0:
        label = ("claim", "source")[number % 2]
        return made | {"op": "span.add", "span": str(uuid7()), "label": label, **place(number // 3)}
    span, last = tab.shown[number % len(tab.shown)]
    known = made | {"span": str(span), "seen": str(last)}
    others: list[Op] = [
        {"op": "span.set", "attr": "note", "value": f"Note {number}."},
        {"op": "span.move", **place(number)},
        {"op": "span.remove"},
    ]
    return known | others[number % len(others)]


def said_of_the_article(room: Newsroom, tab: Tab, number: int) -> None:
    kind = ("own_report", "agency_copy", "unclear")[number % 3]
    room.save(tab, {"op": "label.set", "id": str(uuid7()), "label": "origin", "value": {"kind": kind}})


def send_again(room: Newsroom, _tab: Tab, number: int) -> None:
    if room.sent:
        room.deliver(*room.sent[number % len(room.sent)])


def carry_over(room: Newsroom, tab: Tab, _number: int) -> None:
    """The project moves to newer labels, and its drafts with it."""
    newer = begin_next_version(label_set=tab.mine.label_set_version.label_set)
    move = moving_on.publish_next(version=newer, by=tab.person, becomes={}, stay=[])
    moving_on.carry_on(move.pk)


def simple(op: str) -> Callable[[Newsroom, Tab, int], None]:
    return lambda room, tab, number: room.save(tab, {"op": op, "id": str(uuid7())} | more(op, tab, number))


def more(op: str, tab: Tab, number: int) -> Op:
    """Mostly what stands, now and then what the tab has shown."""
    return {"base": tab.mine.edits.count() if number % 4 else tab.base} if op == "submit" else {}


ACTS: dict[str, Callable[[Newsroom, Tab, int], None]] = {
    "open": lambda _room, tab, _number: tab.load(),
    "save": lambda room, tab, number: room.save(tab, operation(tab, number)),
    "say": said_of_the_article,
    "again": send_again,
    "undo": simple("undo"),
    "redo": simple("redo"),
    "submit": simple("submit"),
    "reopen": simple("reopen"),
    "sign out": lambda room, tab, _number: room.clients[tab.person].logout(),
    "sign in": lambda room, tab, _number: room.clients[tab.person].force_login(tab.person),
    "restore": lambda room, tab, number: room.post(tab, "set-restoration", to=number, base=tab.mine.edits.count()),
    "return": lambda room, tab, _number: room.post(tab, "review-return", id=str(uuid7()), text="Once more."),
    "accept": lambda room, tab, _number: room.post(tab, "review-acceptance", base=tab.mine.edits.count()),
    "carry over": carry_over,
}
OFTEN = [*ACTS, *["open"] * 3, *["save"] * 6, "say", *["again"] * 2, "undo", *["submit"] * 2, "return"]


@pytest.fixture
def play(
    project: Project, make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User
) -> Callable[[int, int], int]:
    """Plays sequences, each in a transaction of its own that leaves nothing; how much they acknowledged together."""
    giving_out.change_rules(project=project, people_per_article=2)
    task = make_task(TEXT, first_line=TEXT)
    sets = [taking.take(task=task, person=person).pk for person in (annotator, colleague)]

    acknowledged = []

    def sequence(steps: list[Step]) -> None:
        with transaction.atomic():
            room = Newsroom(list(AnnotationSet.objects.filter(pk__in=sets).select_related("person")), reviewer)
            for what, tab, number in steps:
                ACTS[what](room, room.tabs[tab], number)
                room.check()
            assert [contradictions_in(one) for one in sets] == [[], []]
            acknowledged.append(len(room.acknowledged))
            transaction.set_rollback(True)

    def many(sequences: int, most: int) -> int:
        steps = st.lists(
            st.tuples(st.sampled_from(OFTEN), st.integers(0, 5), st.integers(0, 20)), min_size=most // 2, max_size=most
        )
        limits = settings(max_examples=sequences, deadline=None, suppress_health_check=list(HealthCheck))
        limits(given(steps)(sequence))()
        return sum(acknowledged)

    return many


def test_what_was_acknowledged_stays_in_the_history(play: Callable[[int, int], int]) -> None:
    assert play(8, 16) > 0


@pytest.mark.faults
def test_what_was_acknowledged_stays_in_long_histories(play: Callable[[int, int], int]) -> None:
    assert play(300, 60) > 0
