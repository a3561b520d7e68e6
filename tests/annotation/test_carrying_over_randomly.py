"""Random work by two people, carried over to newer versions in between: who does not look does not notice."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreview.accounts.models import User
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.refusals import Refusal
from newsreview.labels import drafting
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.publishing import make_label_set, publish
from newsreview.projects import setting_up
from newsreview.projects.models import Project
from tests.annotation.plain_desk import Refused
from tests.annotation.plain_scheme import SCHEME
from tests.annotation.random_operations import Choices, Op, next_operation
from tests.annotation.test_random_sequences import TEXTS
from tests.annotation.two_desks import TwoDesks

MAPS: list[dict[str, str | None]] = [
    {},
    {"claim": "source"},
    {"source": "claim"},
    {"claim": "source", "source": "heading"},
    {"claim.kind.aim": None},
]


class Work:
    """Two people at a set, whose label set moves on under their hands."""

    def __init__(self, data: st.DataObject, project: Project, people: dict[str, User]) -> None:
        self.desks = TwoDesks(data.draw(st.sampled_from(TEXTS)), project, people)
        self.choose = Choices(data, self.desks.plain)
        self.label_set = project.label_set_version.label_set

    def some(self, steps: int) -> Iterator[tuple[str, Op]]:
        """Each is drawn after the one before it was done."""
        for _ in range(steps):
            by, op = self.choose.one(["ada", "ada", "ben"]), next_operation(self.choose)
            # These count edits, and the plain desk knows of none that move labels.
            if op["op"] not in {"submit", "reopen"}:
                yield by, {"id": str(uuid4())} | op

    def move_on(self, becomes: dict[str, str | None]) -> None:
        newer = publish(version=self.next_version(retired=becomes.keys()), by=None)
        with suppress(Refusal):
            carry_over(
                annotation_set=self.desks.set,
                by=self.desks.people["chief"],
                version=newer.pk,
                becomes=becomes,
                stay=[],
            )
        connection.check_constraints()

    def next_version(self, retired: Iterable[str]) -> LabelSetVersion:
        version = drafting.begin_next_version(label_set=self.label_set)
        version.labels.filter(key__in=retired).update(retired=True)
        return version


@pytest.fixture
def play(person: Callable[..., User]) -> Callable[[Callable[[Work], None]], None]:
    version = publish(version=make_label_set(scheme=SCHEME), by=None)
    project = setting_up.create_project(slug="random", label_set_version=version)
    people = {name: person(name) for name in ("ada", "ben", "chief")}

    def sequence(data: st.DataObject, act: Callable[[Work], None]) -> None:
        with transaction.atomic():
            act(Work(data, project, people))
            transaction.set_rollback(True)

    def many(act: Callable[[Work], None]) -> None:
        limits = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
        limits(given(st.data())(lambda data: sequence(data, act)))()

    return many


def test_the_same_labels_in_a_newer_version_are_not_noticed(play: Callable[[Callable[[Work], None]], None]) -> None:
    def act(work: Work) -> None:
        for _ in range(3):
            for by, op in work.some(6):
                work.desks.do(by, **op)
            work.move_on({})
            work.desks.compare_rows()
        assert contradictions_in(work.desks.set.pk) == []

    play(act)


def test_whatever_labels_become_the_journal_says_what_stands(play: Callable[[Callable[[Work], None]], None]) -> None:
    def act(work: Work) -> None:
        for _ in range(3):
            for by, op in work.some(6):
                with suppress(Refused):
                    work.desks.plain.run(by, op)
                with suppress(Refusal), transaction.atomic():
                    work.desks.run(by, op)
            work.move_on(work.choose.one(MAPS))
            assert contradictions_in(work.desks.set.pk) == []

    play(act)
