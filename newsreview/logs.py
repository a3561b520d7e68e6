"""What is written to the log: a line each, for people or as JSON for programs, without a word of any article.

A log is read by more people than an article under embargo, and kept elsewhere. So errors are told by their type and by
where in the code they arose; what they say is left out, since it may quote what was being worked on, unless it comes
from the system or tells how the database is.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import psycopg

# Of the request that this thread answers: what its lines have in common.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# What one may hand over in `extra`: names, numbers and identifiers.
FIELDS = ("method", "route", "status", "milliseconds", "queries", "database_milliseconds", "person", "sql", "job")
# SQLSTATE classes of which the message quotes data: malformed values, and rows that break a rule.
QUOTING = ("22", "23")


def described(error: BaseException) -> str:
    """The error in a line that quotes nobody's text: its type and, where that is safe, what it says."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    said = what_it_says(error)
    return f"{name}: {said}" if said else name


def what_it_says(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"[{error.errno}] {error.strerror}" if error.strerror else ""
    from_database = error if isinstance(error, psycopg.Error) else error.__cause__  # Django raises its own from them
    if not isinstance(from_database, psycopg.Error):
        return ""
    state = from_database.sqlstate or ""
    if state.startswith(QUOTING):
        return state
    first_line = (from_database.diag.message_primary or str(from_database)).partition("\n")[0]
    return f"{state} {first_line}".strip()


def places(error: BaseException) -> list[str]:
    """Where it arose, innermost last: “file:line function”."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on; each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class WithoutTexts(logging.Filter):
    """Replaces errors among the arguments of a message, and the address of a request, which may hold a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(described(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
        if (request := getattr(record, "request", None)) is not None and hasattr(request, "path"):
            address = f"{request.method} {route_of(request)}"
            if isinstance(record.args, tuple):
                record.args = tuple(address if arg == request.path else arg for arg in record.args)
        return True


def route_of(request: Any) -> str:
    """The pattern that the address of the request matched, without what stands in it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "-"


class Told(logging.Formatter):
    """What both forms have in common: an error is told without its words."""

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        found = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if told := request_id.get():
            found["request"] = told
        return found

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the library's name
        return "\n".join(
            line for error in chain(ei[1]) for line in (described(error), *(f"  at {place}" for place in places(error)))
        )


class Lines(Told):
    """For people: time, level, logger, message, and fields behind it."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the library's name
        fields = "".join(f" {name}={value}" for name, value in self.fields(record).items())
        return super().formatMessage(record) + fields


class Json(Told):
    """For programs: an object a line, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **self.fields(record),
        }
        if record.exc_info and record.exc_info[1]:
            told["errors"] = [{"error": described(error), "at": places(error)} for error in chain(record.exc_info[1])]
        return json.dumps(told, ensure_ascii=True, default=str)
