"""E3 on the demo. It is loaded once for this module, which therefore has nothing else in it."""

from collections.abc import Callable

import pytest

from newsreview.intake.bringing_marks import Summary
from newsreview.projects import setting_up
from tests.commands.conftest import loaded  # noqa: F401 -- a fixture
from tests.exports.formats.conftest import demo_export  # noqa: F401 -- a fixture
from tests.exports.plain_reader import read
from tests.intake.round_trip import LOSSES, as_format, content, export_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # it is loaded once, by one worker


@pytest.mark.parametrize("form", LOSSES)
def test_the_demo_comes_back_with_equal_content_and_only_once(
    bring_marks: Callable[..., Summary],
    demo_export: bytes,  # noqa: F811
    form: str,
) -> None:
    again = setting_up.create_project(slug="again", name="Again")

    first = bring_marks(form, as_format(form, demo_export), into=again)
    second = bring_marks(form, as_format(form, demo_export), into=again)

    assert (first.articles, first.sets, first.present, first.refusals) == (6, 2, 0, [])
    assert (second.articles, second.sets, second.present, second.refusals) == (6, 0, 2, [])
    assert content(export_of(again), **LOSSES[form]) == content(read(demo_export), **LOSSES[form])
