"""What clients were told of their operations, laid beside what the database has.

Of each operation that it sends, a client notes how it ended: *saved* (the server said so), *refused* (the server said
no), or *unknown* (nobody answered: it may have been carried out or not). Sent again under its id, the last word counts,
but what was called saved once is saved.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import psycopg


class End(StrEnum):
    SAVED = "saved"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Operation:
    """One span comes, or goes."""

    id: str
    span: str
    removes: bool = False


class History:
    """Of all clients, each in a thread of its own."""

    def __init__(self) -> None:
        self._one_writes = threading.Lock()
        self.ends: dict[Operation, End] = {}

    def invoke(self, operation: Operation) -> None:
        """Before it is sent: whoever is stopped now does not know what became of it."""
        with self._one_writes:
            self.ends.setdefault(operation, End.UNKNOWN)

    def tell(self, operation: Operation, end: End) -> None:
        with self._one_writes:
            if self.ends[operation] is not End.SAVED:
                self.ends[operation] = end

    def that_ended(self, end: End) -> list[Operation]:
        with self._one_writes:
            return [operation for operation, ended in self.ends.items() if ended is end]

    def saved(self) -> int:
        return len(self.that_ended(End.SAVED))


@dataclass
class Stored:
    """The journal: how often it has an edit, and how often a span came and went in it. And which spans stand."""

    edits: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)

    def effects(self, operation: Operation) -> int:
        return (self.went if operation.removes else self.came)[operation.span]

    def has(self, operation: Operation) -> bool:
        """Journal and rows both: a row that the journal does not explain is no work that was kept."""
        rest = self.came[operation.span] - self.went[operation.span]
        return self.edits[operation.id] > 0 and self.effects(operation) > 0 and self.standing[operation.span] == rest


@dataclass(frozen=True)
class Verdict:
    acknowledged: int
    lost: list[Operation]
    doubled: list[Operation]
    denied: list[Operation]
    """Refused in words, and carried out all the same."""
    there: list[Operation]
    """Nobody ever knew: these were carried out, and those below were not."""
    not_there: list[Operation]

    @property
    def wrong(self) -> list[Operation]:
        return self.lost + self.doubled + self.denied

    def __str__(self) -> str:
        unknown = len(self.there) + len(self.not_there)
        return (
            f"operations acknowledged {self.acknowledged}, lost {len(self.lost)}, doubled {len(self.doubled)}"
            f" (refused but there {len(self.denied)}, never answered {unknown}, of which there {len(self.there)})"
        )


def judge(history: History, stored: Stored) -> Verdict:
    saved, unknown = history.that_ended(End.SAVED), history.that_ended(End.UNKNOWN)
    return Verdict(
        acknowledged=len(saved),
        lost=[operation for operation in saved if not stored.has(operation)],
        doubled=[
            operation
            for operation in saved + unknown
            if stored.edits[operation.id] > 1 or stored.effects(operation) > 1 or stored.standing[operation.span] > 1
        ],
        denied=[operation for operation in history.that_ended(End.REFUSED) if stored.edits[operation.id]],
        there=[operation for operation in unknown if stored.has(operation)],
        not_there=[operation for operation in unknown if not stored.has(operation)],
    )


EDITS = "SELECT id::text FROM annotation_edit"
CHANGES = """
    SELECT change ->> 'id', change -> 'before' = 'null', count(*)::int
      FROM annotation_edit, jsonb_array_elements(changes) AS change
     WHERE change ->> 'object' = 'span' AND (change -> 'before' = 'null' OR change -> 'after' = 'null')
     GROUP BY 1, 2
"""
SPANS = "SELECT id::text FROM annotation_span"


def read(connection: psycopg.Connection[Any]) -> Stored:
    stored = Stored(
        edits=Counter(edit for (edit,) in connection.execute(EDITS)),
        standing=Counter(span for (span,) in connection.execute(SPANS)),
    )
    for span, comes, times in connection.execute(CHANGES):
        (stored.came if comes else stored.went)[span] = times
    return stored
