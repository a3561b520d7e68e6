"""What the log says, and that it quotes no article."""

import json
import logging
from datetime import datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from newsreview import logs
from newsreview.corpus.models import Article

EMBARGOED = "The minister resigns on Friday"


@pytest.fixture
def written() -> StringIO:
    return StringIO()


@pytest.fixture(params=[logs.Lines, logs.Json])
def log(written: StringIO, request: pytest.FixtureRequest) -> logging.Logger:
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    handler.addFilter(logs.WithoutTexts())
    logger = logging.getLogger(f"tried.{uuid4()}")
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    return logger


def read(text: str) -> None:
    try:
        {"other": 0}[text]
    except KeyError as error:
        raise ValueError(f"cannot read {text}") from error


def test_an_error_is_told_by_type_and_place_not_by_what_it_quotes(log: logging.Logger, written: StringIO) -> None:
    try:
        read(EMBARGOED)
    except ValueError as error:
        log.exception("Something went wrong: %s", error)  # noqa: TRY401 -- as some libraries do

    said = written.getvalue()
    assert EMBARGOED not in said
    assert said.count("ValueError") == 2  # in the message, and as what was caught
    assert said.count("KeyError") == 1
    assert said.count("test_logs.py:") == 3


def test_a_row_that_the_database_refuses_is_not_quoted(db: None, log: logging.Logger, written: StringIO) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        Article.objects.create(text=EMBARGOED, language="x" * 200, astral=False)
    log.error("refused: %s", caught.value)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [EMBARGOED])
    log.error("refused: %s", caught.value)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing")
    log.error("refused: %s", caught.value)

    said = written.getvalue()
    assert EMBARGOED not in said
    assert "22P02" in said
    assert '42703 column \\"nothing\\" does not exist'.replace("\\", "") in said.replace("\\", "")


def test_what_the_system_says_is_told(log: logging.Logger, written: StringIO) -> None:
    log.error("no room: %s", OSError(28, "No space left on device", "/raw/ab/abcdef"))

    assert "OSError: [Errno 28]" not in written.getvalue()
    assert "OSError: [28] No space left on device" in written.getvalue()


def test_json_is_one_object_a_line_with_its_request(written: StringIO) -> None:
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Json())
    logger = logging.getLogger(f"tried.{uuid4()}")
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    token = logs.request_id.set("abc123")
    try:
        logger.info("two\nlines “quoted” \x1b[31m", extra={"status": 200, "queries": 3, "unknown": "left out"})
    finally:
        logs.request_id.reset(token)

    [line] = written.getvalue().splitlines()
    assert line.isascii()
    told = json.loads(line)
    assert datetime.fromisoformat(told.pop("time")).utcoffset() is not None
    assert told.pop("process") > 0
    assert told == {
        "level": "INFO",
        "logger": logger.name,
        "message": "two\nlines “quoted” \x1b[31m",
        "status": 200,
        "queries": 3,
        "request": "abc123",
    }
