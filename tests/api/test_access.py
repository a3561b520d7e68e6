"""S1, S2: every operation × everybody, and every other method; what somebody may not see is as if it were not there."""

import re
from itertools import product

from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from newsreview.accounts.models import Token, User
from newsreview.annotation import taking
from newsreview.api import describing
from newsreview.api.urls import urlpatterns
from newsreview.projects import giving_out, setting_up
from tests.annotation.hand import Hand
from tests.api.desk import Desk
from tests.api.programs import Program
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
    """HEAD answers as GET does, and without a body; what is made as it is sent is not made for that."""
    routes = {row.split(" ", maxsplit=1)[1] for row in TABLE}
    told = {
        (method, route): [desk.answer(who, method, route).status_code for who in ("nobody", "manager")]
        for method, route in product(METHODS, routes)
        if f"{method} {route}" not in TABLE
    }
    heads = {route: desk.answer("annotator", "HEAD", route) for route in routes if f"GET {route}" in TABLE}

    assert {asked: answers for asked, answers in told.items() if answers != [401, 405]} == {}
    streamed = ("api-project-export", "api-release-file")
    as_get = {
        route: 405 if route.startswith(streamed) else int(TABLE[f"GET {route}"].split()[CAST.index("annotator")])
        for route in heads
    }
    assert {route: (answer.status_code, answer.getvalue()) for route, answer in heads.items()} == {
        route: (status, b"") for route, status in as_get.items()
    }


def test_a_token_of_somebody_deactivated_or_of_another_project_opens_nothing(desk: Desk) -> None:
    """S16, S1: for every operation what nobody gets, and what a stranger gets."""
    rival = User.objects.create_user("rival@example.org")
    setting_up.create_project(slug="canal", by=rival)
    desk.clients["rival"] = Program(rival).client
    theirs = {
        row: [desk.answer(who, *row.split(" ", maxsplit=1)).status_code for who in ("rival", "stranger")]
        for row in TABLE
    }
    people = desk.people.values()
    User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=False)
    gone = {row: {desk.answer(who, *row.split(" ", maxsplit=1)).status_code for who in CAST} for row in TABLE}

    assert {row: answers for row, answers in theirs.items() if answers[0] != answers[1]} == {}
    assert {row: answers for row, answers in gone.items() if answers != {401}} == {}


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
