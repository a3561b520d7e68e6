"""What the database is asked is counted and, when slow, told without what it was asked with."""

import pytest
from django.db import connection
from pytest_django import Settings

from newsreview.statements import counted


def test_what_is_asked_within_is_counted(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with counted() as spent:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT pg_sleep(0.01)")
        cursor.execute("SELECT 1")

    assert spent.statements == 2
    assert spent.seconds >= 0.01


def test_a_slow_statement_is_told_without_its_values(
    db: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_STATEMENT_MILLISECONDS = 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.01), %s", ["The minister resigns"])

    [record] = [record for record in caplog.records if record.name == "newsreview.statements"]
    assert record.__dict__["sql"] == "SELECT pg_sleep(0.01), %s"
    assert record.__dict__["database_milliseconds"] >= 10
    assert "minister" not in str(record.__dict__)
