"""An export as the test's own transaction sees it; only test_one_moment.py and the doors need committed rows."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.exports import building, exporting, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release
from newsreview.projects.models import Project, Task
from tests.annotation.hand import Hand
from tests.exports.plain_reader import Export, read
from tests.exports.released import this_transaction


@pytest.fixture
def export(project: Project) -> Callable[[], Export]:
    return lambda: read(b"".join(exporting.blocks_of(project)))


@pytest.fixture
def mark() -> Callable[..., UUID]:
    """A span of this label on the first place where the article says so; `at` says where, when that is not it."""

    def make(annotation_set: AnnotationSet, label: str, quote: str, *, at: int | None = None, **marks: Any) -> UUID:
        text = annotation_set.task.article.text
        start = text.index(quote) if at is None else at
        span: UUID = uuid7()
        by = annotation_set.person
        assert isinstance(by, User)
        editing.add_span(
            annotation_set=annotation_set,
            by=by,
            span=span,
            label=label,
            start=start,
            end=start + len(quote),
            quote=quote,
            **marks,
        )
        return span

    return make


@pytest.fixture
def releases(monkeypatch: pytest.MonkeyPatch, project: Project, manager: User) -> Callable[..., Release]:
    """Releases of the project by the manager, built in the transaction of the test."""
    monkeypatch.setattr(building, "one_moment", this_transaction)
    names = (f"Release {number}" for number in count(1))

    def make(**choices: Any) -> Release:
        asked: dict[str, Any] = {"project": project, "by": manager, "choices": Choices(**choices)}
        release = releasing.request_release(**asked, name=next(names))
        building.build(release.pk)
        return Release.objects.with_end().get(pk=release.pk)

    return make


@pytest.fixture
def handed_in(make_task: Callable[..., Task]) -> Callable[..., Hand]:
    """What a person has handed in for an article with this text, with a claim on its first word."""

    def make(person: User, text: str | None = None, *, task: Task | None = None, **fields: Any) -> Hand:
        task = task or make_task(*([text] if text else []), **fields)
        hand = Hand(taking.deal_out(task=task, person=person, by=person), person)
        hand.add("claim", task.article.text.split()[0])
        hand.submit()
        return hand

    return make
