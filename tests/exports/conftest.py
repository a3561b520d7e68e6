"""An export as the test's own transaction sees it; only test_one_moment.py and the doors need committed rows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing
from newsreview.annotation.models import AnnotationSet
from newsreview.exports import exporting
from newsreview.projects.models import Project
from tests.exports.plain_reader import Export, read


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
