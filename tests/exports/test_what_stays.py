"""What the database itself refuses of releases, so that no door can pass it."""

from typing import Any

import pytest
from django.db import IntegrityError

from newsreview.exports import releasing
from newsreview.exports.models import Outcome, Release, Withdrawal
from tests.owner import as_owner


@pytest.mark.parametrize(
    ("model", "change"), [(Release, {"name": "Other"}), (Outcome, {"manifest": {}}), (Withdrawal, {"why": "Other."})]
)
def test_what_was_released_stays(releases, manager, model: Any, change: dict[str, Any]):
    releasing.withdraw(release=releases(), by=manager, why="An outlet took it back.")
    before = list(model.objects.values())

    for act in (lambda: model.objects.update(**change), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError, match="only grows"), as_owner():
            act()
    assert list(model.objects.values()) == before
