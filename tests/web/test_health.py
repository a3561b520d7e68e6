"""Whether the app lives and can work, and its figures, read by the library of who reads them."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from newsreview import room


def figures(client: Client, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        "".join([sample.name, *(f" {value}" for _, value in sorted(sample.labels.items()))]): sample.value
        for family in families
        for sample in family.samples
    }


def test_being_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_ready_is_who_reaches_the_database_and_has_room(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> None:
        raise OperationalError("gone")

    assert client.get("/readyz").json() == {"ready": True, "database": True, "disk": True}
    monkeypatch.setattr(room, "LEAST", 2**60)
    full = client.get("/readyz")
    with patch.object(connection, "cursor", gone):
        cut_off = client.get("/readyz")

    assert (full.status_code, full.json()) == (503, {"ready": False, "database": True, "disk": False})
    assert (cut_off.status_code, cut_off.json()["database"]) == (503, False)


def test_what_is_answered_is_counted_by_route(client: Client, db: None) -> None:
    before = figures(client)
    client.get("/accounts/login/")
    client.get("/accounts/login/")
    after = figures(client)

    for name in (
        "newsreview_answers_total GET /accounts/login/ 200",
        "newsreview_request_seconds_count GET /accounts/login/",
    ):
        assert after[name] - before.get(name, 0) == 2
    assert after["newsreview_database_up"] == 1
    assert after["newsreview_jobs_failed"] == 0
    assert after["newsreview_disk_bytes"] > after["newsreview_disk_free_bytes"] > 0


def test_figures_are_for_this_machine_and_for_who_has_the_token(client: Client, db: None, settings: Settings) -> None:
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    good = {"Authorization": "Bearer let-me-see"}

    assert [elsewhere.get("/metrics", headers=headers).status_code for headers in ({}, good)] == [404, 404]
    settings.METRICS_TOKEN = "let-me-see"
    bad = {"Authorization": "Bearer let-me"}
    assert [elsewhere.get("/metrics", headers=headers).status_code for headers in ({}, bad, good)] == [404, 404, 200]
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
