"""What goes on at the same time in the background waits only for its own kind."""

import pytest
from django.db import connection

from newsreview.corpus import finding_copies, indexing
from newsreview.intake import storing
from newsreview.stories import turns

HELD = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"


@pytest.mark.django_db
def test_each_work_has_a_turn_of_its_own() -> None:
    with connection.cursor() as cursor:
        for take_turn in (storing.TAKE_TURN, finding_copies.TAKE_TURN, indexing.TAKE_TURN, turns.TAKE_TURN):
            cursor.execute(take_turn)
        cursor.execute(HELD)
        held = cursor.fetchone()

    assert held == (4,)
