"""A connection to PostgreSQL that notices when nobody is at the other end any more.

A server that is gone without a word, or a line that swallows everything, closes nothing: whoever waits for an answer
would wait for ever. How long an answer may take the server knows itself (`statement_timeout`); whether it is there can
only be asked.
"""

from collections.abc import Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import Ready, Wait

SECONDS_OF_SILENCE = 5.0
SECONDS_TO_ANSWER = 2

Result = TypeVar("Result")


class Line(psycopg.Connection[Any]):
    """For a pool's `connection_class`. Who hears nothing for five seconds asks, by another connection, whether anybody
    is there, again every five seconds; and raises OperationalError where nobody answers."""

    def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        return super().wait(self.listened(gen), *args, **kwargs)

    def listened(self, gen: PQGen[Result]) -> Generator[Wait, Ready | int, Result]:
        try:
            awaited, heard = next(gen), monotonic()
            while True:
                ready = yield awaited
                if ready:
                    heard = monotonic()
                elif monotonic() - heard > SECONDS_OF_SILENCE:
                    self.refuse_silence()
                    heard = monotonic()
                awaited = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    def refuse_silence(self) -> None:
        there = psycopg.conninfo.make_conninfo(
            self.info.dsn, password=self.info.password, connect_timeout=SECONDS_TO_ANSWER
        )
        try:
            psycopg.connect(there).close()
        except psycopg.OperationalError as error:
            self.pgconn.finish()  # what comes now comes too late
            raise psycopg.OperationalError(f"the database says nothing any more: {error}") from error
