"""S1, S2: every operation × everybody, and every other method; what somebody may not see is as if it were not there."""

import re

from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from newsreview.accounts.models import Token
from newsreview.annotation import taking
from newsreview.api import describing
from newsreview.api.urls import urlpatterns
from newsreview.projects import giving_out
from tests.annotation.hand import Hand
from tests.api.desk import Desk
from tests.api.table import CAST, METHODS, OPEN, TABLE
from tests.stored import contents


def operations() -> set[str]:
    """As the API describes itself."""
    addresses = {f"/api/v1/{pattern.pattern}": pattern.name for pattern in urlpatterns}
    names = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", address).replace("{pk}", "{id}"): addresses[address] for address in addresses
    }
    paths = describing.schema()["paths"]
    return {f"{method.upper()} {names[path]}" for path, methods in paths.items() for method in methods}


def test_every_operation_is_in_the_table_and_described() -> None:
    in_table = {" ".join(row.split()[:2]) for row in TABLE}

    assert in_table == operations()
    assert {name.split()[1] for name in in_table | OPEN} == {pattern.name for pattern in urlpatterns}


def test_everybody_gets_what_the_table_says(desk: Desk) -> None:
    told = {}
    for row in TABLE:
        method, route = row.split(" ", maxsplit=1)
        told[row] = " ".join(str(desk.answer(who, method, route).status_code) for who in CAST)

    assert {row: answers for row, answers in told.items() if answers != TABLE[row]} == {}


def reads_of(desk: Desk, who: str) -> dict[str, bytes]:
    """Everything that they read but an export, which is a transaction of its own."""
    rows = [row for row in TABLE if row.startswith("GET ") and not row.endswith("-export")]
    return {row: desk.answer(who, "GET", row.removeprefix("GET ")).getvalue() for row in rows}


def test_reading_changes_no_row(desk: Desk) -> None:
    """C13. That a token was used is noted, once a minute."""
    for who in CAST:
        desk.answer(who, "GET", "api-me")
    Token.objects.update(used_at=timezone.now())
    before = contents()
    for who in CAST:
        reads_of(desk, who)

    assert contents() == before


def test_a_colleague_s_marks_show_nowhere(desk: Desk) -> None:
    """In a blind project nobody who annotates an article too learns of them, whatever their role."""
    giving_out.change_rules(project=desk.project, people_per_article=3)
    task, people = desk.tasks["held"], desk.people
    taking.take(task=task, person=people["reviewer"])
    theirs = Hand(taking.take(task=task, person=people["colleague"]), people["colleague"])
    blind = ("annotator", "reviewer")
    before, before_manager = [reads_of(desk, who) for who in blind], reads_of(desk, "manager")
    theirs.add("source", "An article")
    theirs.submit()

    assert [reads_of(desk, who) for who in blind] == before
    assert reads_of(desk, "manager") != before_manager


def test_every_other_method_is_refused(desk: Desk) -> None:
    routes = {row.split(" ", maxsplit=1)[1] for row in TABLE}
    others = [(method, route) for route in routes for method in METHODS if f"{method} {route}" not in TABLE]
    told = {
        (method, route): [desk.answer(who, method, route).status_code for who in ("nobody", "manager")]
        for method, route in others
    }

    assert {asked: answers for asked, answers in told.items() if answers != [401, 405]} == {}


def test_the_description_is_open_and_read_only(desk: Desk) -> None:
    answers = {method: getattr(Client(), method.lower())("/api/v1/openapi.json").status_code for method in METHODS}

    assert answers == {"GET": 200} | dict.fromkeys(METHODS[1:], 405)


def test_what_is_somebody_else_s_answers_as_what_is_not_there(desk: Desk) -> None:
    """S2: same status, same body, whatever the id."""
    told = set()
    for row in TABLE:
        method, route = row.split(" ", maxsplit=1)
        if "404" in TABLE[row].split()[1]:
            there = desk.answer("stranger", method, route)
            client = desk.clients["stranger"]
            nowhere = desk.address(route)
            for row_id in [*desk.tasks.values(), *desk.sets.values()]:
                nowhere = nowhere.replace(str(row_id.pk), str(uuid7()))
            nowhere = nowhere.replace("/ferry/", "/nowhere/")
            not_there = getattr(client, method.lower())(nowhere, **(desk.body(route) if method == "POST" else {}))
            told.add((there.status_code, there.content, not_there.status_code, not_there.content))

    [(status, body, as_status, as_body)] = told
    assert (status, body) == (as_status, as_body)
    assert status == 404
