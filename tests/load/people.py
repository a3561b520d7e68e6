"""Virtual people for Locust: editors who mark and hand in, and one who takes exports out."""

import json
import os
import re
import time
from pathlib import Path
from random import Random
from typing import Any

from locust import HttpUser, constant, task
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from uuid_utils.compat import uuid7

from tests.load.article import TEXT

SECONDS_A_GESTURE = 6 / float(os.environ["LOAD_SPEED"])  # a person takes about six, now less and now more
GESTURES_A_TASK = 40
DESK = json.loads(Path(os.environ["LOAD_DESK"]).read_text())
TOKEN = re.compile(r'name="csrf-token" content="(\w+)"')
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
VERSION = re.compile(r'data-version="(\d+)"')


class Editor(HttpUser):  # type: ignore[misc]  # Locust may not be installed
    began: float
    """When the last gesture did: seconds of a clock of no date."""
    chance: Random

    def wait_time(self) -> float:
        """Seconds. A gesture begins so long after the one before began, however long the answer took.

        Not each after the same time: who came at the same moment would mark at the same moment ever after.
        """
        now = time.monotonic()
        pause = max(0.0, self.began + self.chance.uniform(0, 2) * SECONDS_A_GESTURE - now)
        self.began = now + pause
        return pause

    def on_start(self) -> None:
        # A line that the server closed while it was idle is opened again, as browsers do. An operation carries its id.
        self.client.mount("http://", HTTPAdapter(max_retries=Retry(total=1, allowed_methods=None)))
        self.me = DESK["editors"].pop()
        self.chance = Random(self.me["link"])
        self.began = time.monotonic()
        page = self.client.get(self.me["link"], name="signing in").text
        self.client.post(self.me["link"], {"csrfmiddlewaretoken": found(FORM_TOKEN, page)}, name="signing in")
        self.open_next()

    def open_next(self) -> None:
        self.task, self.set = self.me["held"].pop()
        page = self.client.get(f"/tasks/{self.task}/", name="opening an article").text
        self.token, self.version = found(TOKEN, page), int(found(VERSION, page))
        self.spans: list[dict[str, str]] = []
        self.made = 0

    @task  # type: ignore[untyped-decorator]
    def gesture(self) -> None:
        """Mostly a new mark; now and then an answer, a removal, a step undone. In the end the article is handed in."""
        self.made += 1
        if self.made > GESTURES_A_TASK:
            self.operate("handing in", {"op": "submit", "base": self.version})
            self.open_next()
            return
        what = self.chance.choices(["mark", "set", "remove", "undo"], [80, 10, 5, 5])[0] if self.spans else "mark"
        if what == "mark":
            self.mark()
        elif what == "undo":
            self.spans.clear()  # whatever it was that went: what is not known is not touched
            self.operate("undo", {"op": "undo"})
        elif what == "set":
            span = self.chance.choice(self.spans)
            span["seen"] = self.operate("answering", {"op": "span.set", "attr": "unsure", "value": True, **span})
            self.spans.remove(span)
        else:
            self.operate("removing a mark", {"op": "span.remove", **self.spans.pop()})

    def mark(self) -> None:
        start = self.made * 13 * 9 % (len(TEXT) - 60)
        end = start + self.chance.randint(3, 50)
        span = str(uuid7())
        label = self.chance.choice(["claim", "source"])
        what = {"op": "span.add", "label": label, "start": start, "end": end, "quote": TEXT[start:end], "infer": True}
        self.spans.append({"span": span, "seen": self.operate("marking", what | {"span": span}, shows=span)})

    def operate(self, name: str, what: dict[str, Any], shows: str = "") -> str:
        edit = str(uuid7())
        body = {"set": self.set, "base": self.version, "ops": [what | {"id": edit, "ms": 6000}]}
        address = f"/tasks/{self.task}/ops/" + (f"?span={shows}&p=1" if shows else "")
        with self.client.post(
            address, json=body, headers={"X-CSRFToken": self.token}, name=name, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code} {answer.text[:200]}")
            self.version = int(answer.headers.get("X-Set-Version", self.version))
        return edit


class MachineLearning(HttpUser):  # type: ignore[misc]  # as above
    """Takes the whole project out, again and again."""

    fixed_count = 1
    wait_time = constant(1)

    @task  # type: ignore[untyped-decorator]
    def export(self) -> None:
        headers = {"Authorization": f"Bearer {DESK['token']}"}
        self.client.get("/api/v1/projects/load/export/", headers=headers, name="export")


def found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    if match is None:
        raise RuntimeError(f"{pattern.pattern} is not on the page: {page[:300]}")
    return match[1]
