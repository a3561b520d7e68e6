"""Random sequences of operations by two people, with retries and stale views, on the app and on the plain desk."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreview.accounts.models import User
from newsreview.annotation.checking import contradictions_in
from newsreview.labels.publishing import make_label_set, publish
from newsreview.projects import setting_up
from tests.annotation.plain_scheme import SCHEME
from tests.annotation.random_operations import Choices, next_operation
from tests.annotation.two_desks import TwoDesks

TEXTS = (
    "Ferry stalls\n“We asked,” said Ada. “No day,\nno week.” It is.\n",
    "👩‍👩‍👧 “Zoe\u0301 👍🏽 won” 𝒳𝒴 said\n🇸🇪 “ok”\n",
    "שלום “עולם” אמר\nقال “نعم” ثم\u00a0مضى",
    "“a”b\n“c” d\ne",
)


@pytest.fixture
def play(person: Callable[..., User]) -> Callable[..., None]:
    """Plays sequences, each in a transaction of its own that leaves nothing."""
    version = publish(version=make_label_set(scheme=SCHEME), by=None)
    project = setting_up.create_project(slug="random", label_set_version=version)
    people = {"ada": person("ada"), "ben": person("ben")}

    def sequence(data: st.DataObject, steps: int) -> None:
        with transaction.atomic():
            desks = TwoDesks(data.draw(st.sampled_from(TEXTS)), project, people)
            choose = Choices(data, desks.plain)
            for _ in range(data.draw(st.integers(steps // 2, steps))):
                again = choose.one([False] * 12 + [True]) and desks.sent
                by, op = (
                    choose.one(desks.sent) if again else (choose.one(["ada", "ada", "ben"]), next_operation(choose))
                )
                desks.do(by, **op)
                desks.compare_rows()
            desks.compare_journals()
            assert contradictions_in(desks.set.pk) == []
            transaction.set_rollback(True)

    def many(sequences: int, steps: int) -> None:
        limits = settings(max_examples=sequences, deadline=None, suppress_health_check=list(HealthCheck))
        limits(given(st.data())(lambda data: sequence(data, steps)))()

    return many


def test_random_sequences_leave_what_the_rules_say(play: Callable[..., None]) -> None:
    play(sequences=50, steps=20)


@pytest.mark.faults
def test_many_random_sequences_leave_what_the_rules_say(play: Callable[..., None]) -> None:
    play(sequences=500, steps=40)
