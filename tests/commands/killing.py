"""An editor who marks without pause while something is killed, and who writes down what the server called saved."""

import json
import re
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from typing import Self
from urllib.error import HTTPError
from urllib.request import OpenerDirector, Request

import psutil
import psycopg
from uuid_utils.compat import uuid7

from newsreview import embedded
from tests.commands.serving import Served, browser, follow

SECONDS_TO_RECOVER = 60
LONGEST = 60


@dataclass
class Editor:
    """Adds spans, each until it is answered, again and again with the same id: as the browser's outbox does."""

    served: Served
    opener: OpenerDirector = field(default_factory=browser)
    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        link = next(link for link in self.served.links() if "sign-in" in link)
        page = follow(self.opener, link)
        self.task = re.findall(r'href="/tasks/([0-9a-f-]{36})/"', page)[0]
        self.look()
        self.thread = threading.Thread(target=self.work)

    def look(self) -> None:
        page = self.opener.open(f"{self.served.url}/tasks/{self.task}/", timeout=20).read().decode()
        self.token = re.search(r'name="csrf-token" content="(\w+)"', page)[1]  # type: ignore[index]
        self.set = re.search(r'data-set="([0-9a-f-]{36})"', page)[1]  # type: ignore[index]
        with psycopg.connect(**embedded.start(self.served.data_dir).dsn()) as connection:
            query = "SELECT text FROM corpus_article a JOIN projects_task t ON t.article_id = a.id WHERE t.id = %s"
            row = connection.execute(query, [self.task]).fetchone()
        self.text = row[0] if row else ""

    def work(self) -> None:
        # The lines of the article hold no boilerplate from here to its end in the demo's draft.
        begin = len(self.text) * 3 // 4
        for number in count():
            start, length = begin + number // LONGEST, 1 + number % LONGEST
            if self.stopped.is_set() or start + length > len(self.text):
                return
            self.mark(start, start + length)

    def mark(self, start: int, end: int) -> None:
        span = str(uuid7())
        op = {"op": "span.add", "id": str(uuid7()), "span": span, "label": "source", "start": start, "end": end}
        body = {"set": self.set, "base": 10**6, "ops": [op | {"quote": self.text[start:end]}]}
        end_of_patience = time.monotonic() + SECONDS_TO_RECOVER
        while time.monotonic() < end_of_patience:
            try:
                self.send(body)
            except HTTPError as error:
                if error.code < 500:
                    self.refused.append(f"{error.code} {error.read().decode()[:300]}")
                    return
            except (OSError, HTTPException):
                pass
            else:
                self.saved.append(span)
                return
            time.sleep(0.05)
        self.refused.append("no answer")

    def send(self, body: dict[str, object]) -> None:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = Request(f"{self.served.url}/tasks/{self.task}/ops/", json.dumps(body).encode(), headers)
        self.opener.open(request, timeout=10).read()

    def saves_more(self, more: int = 3) -> None:
        """Wait until the server has answered `more` further operations."""
        target, end = len(self.saved) + more, time.monotonic() + SECONDS_TO_RECOVER
        while len(self.saved) < target and time.monotonic() < end:
            assert self.refused == []
            time.sleep(0.02)
        assert len(self.saved) >= target, self.served.words()

    def __enter__(self) -> Self:
        self.thread.start()
        self.saves_more()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.thread.join(SECONDS_TO_RECOVER + 20)

    def lost(self) -> set[str]:
        """What was called saved and is not in the database, or is not in its journal exactly once."""
        with psycopg.connect(**embedded.start(self.served.data_dir).dsn()) as connection:
            rows = connection.execute(
                """
                SELECT s.id::text FROM annotation_span s
                  JOIN annotation_edit e ON e.annotation_set_id = s.annotation_set_id
                   AND e.verb = 'span.add' AND e.result ->> 'span' = s.id::text
                 WHERE s.annotation_set_id = %s GROUP BY s.id HAVING count(*) = 1
                """,
                [self.set],
            ).fetchall()
        return set(self.saved) - {span for (span,) in rows}


def kill_a_worker(served: Served, number: int) -> None:
    workers = sorted(served.workers(), key=lambda process: process.pid)
    workers[number % len(workers)].kill()


def kill_the_database(served: Served) -> None:
    """The postmaster and everything it has started, at once."""
    pid = embedded.status(served.data_dir).pid
    assert pid is not None
    postmaster = psutil.Process(pid)
    for process in [postmaster, *postmaster.children()]:
        with suppress(psutil.NoSuchProcess):  # the rest may follow their postmaster before their turn comes
            process.kill()
