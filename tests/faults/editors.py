"""Editors who mark without pause while something breaks, and who write down what the server called saved."""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import OpenerDirector, Request

import psycopg
from uuid_utils.compat import uuid7

from newsreview import embedded
from tests.commands.serving import Served, browser, follow, manage
from tests.faults.history import End, History, Operation, Verdict, judge, read

SECONDS_TO_RECOVER = 60
SECONDS_TO_ANSWER = 15
SECONDS_BETWEEN_TRIES = 0.05
LONGEST = 60  # characters of a mark
STANDING = 30  # marks that an editor leaves standing before removing the oldest
SIGN_INS = 40

MAKE_DESK = """
import json
from newsreview.accounts import signing_in
from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.corpus.models import Article
from newsreview.projects import setting_up
project = setting_up.create_project(slug="faults")
for number in range({people}):
    person = User.objects.create_user(f"editor{{number}}@example.org", name=f"Editor {{number}}")
    setting_up.set_role(project=project, person=person, role="annotator")
    article = Article.objects.create(text={text!r} + f" {{number}}", first_line="Faults")
    [task] = setting_up.add_tasks(project=project, articles=[article])
    held = taking.take(task=task, person=person)
    links = [signing_in.make_link(person) for _ in range({links})]
    print("made", json.dumps(dict(task=str(task.pk), set=str(held.pk), links=links)))
"""
TEXT = "\n".join(" ".join(f"w{number:03d}" for number in range(at, at + 12)) for at in range(0, 240, 12))


class Trouble(NamedTuple):
    """What came instead of a success: its status (0: no answer), after how long, when to try again, and words."""

    status: int
    seconds: float
    retry_after: str | None
    words: str


class Asked(NamedTuple):
    operation: Operation
    body: bytes


@dataclass
class Editor:
    """Adds spans and removes them again, each operation until it is answered, always with the same id: as the browser's
    outbox does."""

    url: str
    task: str
    set: str
    links: list[str]
    history: History
    stopped: threading.Event
    saved: int = 0
    wrong: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held from the first sending of an operation to its answer."""

    def __post_init__(self) -> None:
        self.sign_in()
        self.thread = threading.Thread(target=self.work)

    def sign_in(self) -> None:
        self.opener: OpenerDirector = browser()
        follow(self.opener, f"{self.url}/sign-in/{self.links.pop()}/")
        page = self.opener.open(f"{self.url}/tasks/{self.task}/", timeout=SECONDS_TO_ANSWER).read().decode()
        self.token = re.search(r'name="csrf-token" content="(\w+)"', page)[1]  # type: ignore[index]

    def work(self) -> None:
        standing: deque[Asked] = deque()
        for number in count():
            time.sleep(0.001)  # so that whoever wants the editor to rest has a chance
            with self.busy:
                if self.stopped.is_set() or self.wrong:
                    return
                standing.append(self.addition(number))
                self.until_answered(standing[-1])
                if len(standing) > STANDING:
                    self.until_answered(self.removal(standing.popleft()))

    def addition(self, number: int) -> Asked:
        """Of a stretch that few others share."""
        start = number // LONGEST % (len(TEXT) - LONGEST)
        end = start + 1 + number % LONGEST
        what = {"op": "span.add", "label": "source", "start": start, "end": end, "quote": TEXT[start:end]}
        return self.asked(Operation(str(uuid7()), str(uuid7())), what)

    def removal(self, added: Asked) -> Asked:
        operation = Operation(str(uuid7()), added.operation.span, removes=True)
        return self.asked(operation, {"op": "span.remove", "seen": added.operation.id})

    def asked(self, operation: Operation, what: dict[str, Any]) -> Asked:
        self.history.invoke(operation)
        what |= {"id": operation.id, "span": operation.span}
        return Asked(operation, json.dumps({"set": self.set, "base": 10**6, "ops": [what]}).encode())

    def until_answered(self, asked: Asked) -> None:
        end_of_patience = time.monotonic() + SECONDS_TO_RECOVER
        while not self.once(asked):
            if time.monotonic() > end_of_patience:
                self.wrong.append(f"no answer in {SECONDS_TO_RECOVER} seconds: {self.troubles[-3:]}")
                return
            time.sleep(SECONDS_BETWEEN_TRIES)

    def once(self, asked: Asked) -> bool:
        """Whether the server has said yes or no. Who is signed out signs in again."""
        began = time.monotonic()
        try:
            self.send(asked.body)
        except HTTPError as error:
            words = error.read().decode()
            trouble = Trouble(error.code, time.monotonic() - began, error.headers["Retry-After"], words)
        except (OSError, HTTPException):
            trouble = Trouble(0, time.monotonic() - began, None, "")
        else:
            self.history.tell(asked.operation, End.SAVED)
            self.saved += 1
            return True
        self.troubles.append(trouble)
        if trouble.status == 401:
            with suppress(OSError, HTTPException):  # not now
                self.sign_in()
        elif 400 <= trouble.status < 500:
            self.history.tell(asked.operation, End.REFUSED)
            self.wrong.append(f"{trouble.status} {trouble.words[:300]}")
            return True
        return False

    def send(self, body: bytes) -> None:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = Request(f"{self.url}/tasks/{self.task}/ops/", body, headers)
        with self.opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
            answer.read()


@dataclass
class Office:
    """All editors of one server, and what they were told."""

    served: Served
    history: History
    editors: list[Editor]

    def saves_more(self, more: int = 5) -> None:
        """Wait until so many further operations of each editor were called saved: nobody is stuck."""
        targets, end = [editor.saved + more for editor in self.editors], time.monotonic() + SECONDS_TO_RECOVER
        while any(editor.saved < target for editor, target in zip(self.editors, targets, strict=True)):
            assert self.wrong() == []
            assert time.monotonic() < end, self.served.words()
            time.sleep(0.02)

    def wrong(self) -> list[str]:
        return [sentence for editor in self.editors for sentence in editor.wrong]

    def troubles(self) -> list[Trouble]:
        return [trouble for editor in self.editors for trouble in editor.troubles]

    @contextmanager
    def resting(self) -> Iterator[list[Editor]]:
        """Nobody waits for an answer, and nobody asks for anything, while the block lasts."""
        with ExitStack() as held:
            for editor in self.editors:
                held.enter_context(editor.busy)
            yield self.editors

    def verdict(self) -> Verdict:
        with self.resting(), database_of(self.served.data_dir) as connection:
            return judge(self.history, read(connection))


def database_of(data_dir: Path) -> psycopg.Connection[Any]:
    """Past the app and any proxy."""
    return psycopg.connect(**embedded.start(data_dir).dsn(), autocommit=True)


@contextmanager
def at_work(served: Served, *, editors: int) -> Iterator[Office]:
    """Until the block ends. Each has an article of their own. What the journal says is then what stands."""
    code = MAKE_DESK.format(people=editors, text=TEXT, links=SIGN_INS)
    made = manage(served.data_dir, "shell", "-c", code)
    desks = [json.loads(line) for line in re.findall(r"^made (.*)$", made.stdout, re.MULTILINE)]
    assert len(desks) == editors, made.stderr
    stopped, history = threading.Event(), History()
    office = Office(served, history, [Editor(served.url, **desk, history=history, stopped=stopped) for desk in desks])
    for editor in office.editors:
        editor.thread.start()
    try:
        office.saves_more()
        yield office
    finally:
        stopped.set()
        for editor in office.editors:
            editor.thread.join(SECONDS_TO_RECOVER + SECONDS_TO_ANSWER)
    assert office.wrong() == []
    assert manage(served.data_dir, "check_journal").returncode == 0
