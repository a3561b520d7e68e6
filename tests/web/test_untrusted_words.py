"""Words that people or articles bring in stay words, on every page; and every answer carries the policy for that."""

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from tests.web.hostile import ATTACK

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'"
)
# What the pages themselves have; whatever else appears came from somebody's words.
NEVER = {"img", "svg", "style", "iframe", "object", "embed", "base", "mark"}


class Elements(HTMLParser):
    """Every element of a page, and the words in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.inline_scripts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data
        tag, attrs = self.found[-1] if self.found else ("", {})
        if tag == "script" and attrs.get("type") != "application/json" and data.strip():
            self.inline_scripts.append(data)

    def faults(self) -> Iterator[str]:
        for tag, attrs in self.found:
            if tag in NEVER:
                yield f"<{tag}>"
            for name, value in attrs.items():
                if name.startswith("on") or name == "style" or "hx-get=/" in name:
                    yield f"{tag} {name}"
                if name in {"href", "src", "action"} and (value or "").startswith("javascript:"):
                    yield f"{tag} {name}={value}"
        yield from self.inline_scripts


def pages(mine: AnnotationSet) -> list[str]:
    task = reverse("task", args=[mine.task_id])
    spans = [f"{task}?span={span.pk}" for span in mine.spans.all()]
    panels = [f"{task}inspector/?span={span.pk}" for span in mine.spans.all()]
    lists = [reverse("queue"), reverse("project-list"), reverse("project", args=["ferry"])]
    return [*lists, task, *spans, *panels, f"{task}submission/"]


def test_no_page_takes_words_for_markup(
    annotator: User, attacked: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    for url in pages(attacked):
        answer = client.get(url)
        shown = Elements(answer.text)
        assert list(shown.faults()) == [], url
        assert "onerror=alert(1)" in shown.words + json.dumps(shown.found), url
        assert "{{ 7|add:7 }}" in shown.words + json.dumps(shown.found), url


def test_a_manager_sees_words_as_words(
    attacked: AnnotationSet, manager: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(manager)
    ferry = ("project", "project-upload", "project-team", "project-labels", "project-guideline-text")
    for url in (reverse(name, args=["ferry"]) for name in ferry):
        shown = Elements(client.get(url).text)
        assert list(shown.faults()) == [], url
        assert "onerror=alert(1)" in shown.words


def test_fragments_take_words_for_words(
    annotator: User, attacked: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    change = {"op": "undo", "id": str(uuid7())}
    body = {"set": str(attacked.pk), "base": 0, "ops": [change]}
    answer = sign_in(annotator).post(
        reverse("task-ops", args=[attacked.task_id]), body, content_type="application/json"
    )

    assert answer.status_code == 200
    assert list(Elements(answer.text).faults()) == []


def test_refusals_repeat_nothing_as_markup(
    annotator: User, draft: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(annotator)
    ops, form = reverse("task-ops", args=[draft.task_id]), reverse("task-form", args=[draft.task_id])
    change = {"op": "span.add", "id": str(uuid7()), "span": str(uuid7()), "label": ATTACK, "start": 0, "end": 5}
    bodies: list[Any] = [{"set": str(draft.pk), "base": 0, "ops": [change | {"quote": "Ferry"}]}, {ATTACK: 1}, [ATTACK]]
    answers = [client.post(ops, body, content_type="application/json") for body in bodies]
    answers += [client.post(form, {"do": ATTACK}), client.post(form, {"words": ATTACK, "label": ATTACK})]

    for answer in answers:
        assert 400 <= answer.status_code < 500
        plain = answer["Content-Type"].startswith("text/plain")
        assert plain or list(Elements(answer.text).faults()) == []
        assert answer["X-Content-Type-Options"] == "nosniff"


def answers_of_every_kind(client: Client, mine: AnnotationSet) -> list[Any]:
    broken = Client(raise_request_exception=False)
    task = reverse("task", args=[mine.task_id])
    return [
        *(client.get(url) for url in pages(mine)),
        client.get("/nothing/here/"),
        client.post("/"),
        client.post(f"{task}ops/", "{", content_type="application/json"),
        client.get(f"{task}?span=x&p=x"),
        broken.get(task),
        broken.get(reverse("account_login")),
        broken.get("/sign-in/x/"),
        broken.get("/admin/"),
        broken.get("/words.js"),
        Client(enforce_csrf_checks=True).post(f"{task}ops/"),
        client.get("/", headers={"host": "elsewhere.example"}),
    ]


def test_every_answer_carries_the_policy(
    annotator: User, attacked: AnnotationSet, sign_in: Callable[[User], Client]
) -> None:
    statuses = set()
    for answer in answers_of_every_kind(sign_in(annotator), attacked):
        statuses.add(answer.status_code)
        policy = answer.get("Content-Security-Policy", "")
        assert "; ".join(sorted(policy.split("; "))) == POLICY, answer.request["PATH_INFO"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"

    assert statuses >= {200, 302, 400, 403, 404, 405, 410}
    assert "unsafe" not in str(settings.CONTENT_SECURITY_POLICY)


def test_a_fault_of_ours_carries_the_policy_and_says_nothing_of_itself(
    annotator: User, attacked: AnnotationSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_given: object) -> None:
        raise RuntimeError(ATTACK)

    monkeypatch.setattr("newsreview.web.queue.own_rows", fault)
    client = Client(raise_request_exception=False)
    client.force_login(annotator)
    answer = client.get("/")

    assert answer.status_code == 500
    assert "; ".join(sorted(answer["Content-Security-Policy"].split("; "))) == POLICY
    assert "RuntimeError" not in answer.text
    assert list(Elements(answer.text).faults()) == []


def test_what_is_handed_out_as_a_file_is_a_file(
    draft: AnnotationSet, manager: User, sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(manager).get(reverse("project-export", args=["ferry"]))

    assert answer["Content-Type"] == "application/x-ndjson"
    assert answer["Content-Disposition"] == 'attachment; filename="ferry.jsonl"'
    assert answer["X-Content-Type-Options"] == "nosniff"
