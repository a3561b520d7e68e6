"""S1, S2: programs of others learn nothing of a project under embargo: they are answered as before there was one."""

from collections.abc import Callable

from newsreview.accounts.models import User
from tests.api.desk import Desk
from tests.api.table import TABLE
from tests.embargo import OUTSIDE, settle, under_embargo


def test_programs_are_answered_as_if_it_were_not_there(desk: Desk, person: Callable[..., User]) -> None:
    def reads(who: str) -> dict[str, bytes]:
        rows = [row for row in TABLE if row.startswith("GET ") and not row.endswith("-export")]
        return {row: desk.answer(who, "GET", row.removeprefix("GET ")).getvalue() for row in rows}

    settle()
    before = {who: reads(who) for who in OUTSIDE}

    under_embargo(list(desk.tasks.values()), person)

    told = {who: reads(who) for who in OUTSIDE}
    assert [(who, row) for who in OUTSIDE for row in told[who] if told[who][row] != before[who][row]] == []
