"""People at work on generated sets: the operations they send, in this process and over HTTP."""

import json
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.projects.models import Membership, Project
from tests.bench import generating
from tests.bench.generating import uuid_of
from tests.bench.serving import Browser
from tests.bench.writing import Copy

LENGTH = 33
JSON = "application/json"


def make_desk(copy: Copy, numbers: range, people: int = 1) -> list[User]:
    """People of one project, who hold by turns a set with the copy's marks for each number."""
    generating.start_afresh()
    project = generating.make_project("bench")
    annotators = generating.make_people(project, Membership.Role.ANNOTATOR, people)
    fill(project, annotators, copy, numbers)
    generating.settle()
    return annotators


def fill(project: Project, people: Sequence[User], copy: Copy, numbers: range) -> None:
    generating.make_articles(numbers, copy)
    generating.make_tasks(project, numbers)
    generating.make_sets(project, numbers, people)
    generating.make_marks(project, numbers, copy)


def span_add(copy: Copy, at: int = 100) -> dict[str, Any]:
    """A new claim on the words there: no generated one is as long."""
    words = copy.text(1)[at : at + LENGTH]
    ids = {"id": str(uuid7()), "span": str(uuid7()), "ms": 1200}
    return ids | {"op": "span.add", "label": "claim", "start": at, "end": at + LENGTH, "quote": words}


def body(number: int, operation: dict[str, Any], base: int = 1) -> dict[str, Any]:
    return {"set": str(uuid_of("set", number)), "base": base, "ops": [operation]}


def path(number: int, operation: dict[str, Any]) -> str:
    """As the browser asks for it: the new span is the selected one."""
    return f"{reverse('task-ops', args=[uuid_of('task', number)])}?span={operation['span']}&p=2"


def post(browser: Browser, number: int, operation: dict[str, Any], base: int = 1) -> int:
    """The set's version afterwards."""
    answer = browser.post(path(number, operation), json.dumps(body(number, operation, base)), JSON)
    return int(answer.headers["x-set-version"])
