"""Imports that end before their time, while whoever asked waits."""

from collections.abc import Iterator

import pytest

from newsreview.intake import batches
from newsreview.intake.finding import Found
from newsreview.intake.importing import import_at_once
from newsreview.intake.models import Import
from newsreview.intake.records import Details, Refusal
from newsreview.projects.models import Project


@pytest.mark.parametrize(
    ("broken_off_by", "why"),
    [(KeyboardInterrupt(), "It was broken off."), (RuntimeError("a bug"), "RuntimeError: a bug")],
)
def test_an_import_that_is_broken_off_ends_and_says_why(
    project: Project, broken_off_by: BaseException, why: str
) -> None:
    def found() -> Iterator[Found | Refusal]:
        yield from [Refusal(reason="bad")] * batches.MOST_RECORDS
        raise broken_off_by

    of = Import.objects.create(project=project)
    with pytest.raises(type(broken_off_by)):
        import_at_once(found(), of=of, defaults=Details())
    of.refresh_from_db()
    assert (of.state, of.end.why) == ("failed", why)
