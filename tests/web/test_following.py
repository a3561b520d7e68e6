"""Requests have an id, are counted, and are told to the log without what stands in their addresses."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from newsreview.accounts.models import User
from newsreview.web import queue


def answered(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.__dict__ for record in caplog.records if record.name == "newsreview.web.following"]


def test_a_request_is_told_with_its_route_person_and_queries(
    sign_in: Callable[[User], Client], annotator: User, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(annotator)
    with caplog.at_level(logging.INFO, "newsreview.web.following"):
        answer = client.get("/projects/ferry/?q=embargoed")

    [told] = answered(caplog)
    assert answer.status_code == 200
    assert {name: told[name] for name in ("method", "route", "status", "person")} == {
        "method": "GET",
        "route": "/projects/<slug:slug>/",
        "status": 200,
        "person": str(annotator.pk),
    }
    assert told["queries"] > 1  # type: ignore[operator]
    assert "embargoed" not in str(told["message"])


@pytest.mark.parametrize(("given", "kept"), [("abcdef-123", True), ("short", False), ("a b\nc-defgh", False)])
def test_an_id_of_the_proxy_is_kept_when_it_is_one(client: Client, given: str, kept: bool) -> None:  # noqa: FBT001
    told = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert (told == given) is kept
    assert len(told) >= 8


def test_a_fault_of_ours_names_its_request(
    sign_in: Callable[[User], Client], annotator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("a bug")

    client = sign_in(annotator)
    client.raise_request_exception = False
    monkeypatch.setattr(queue, "render", broken)
    answer = client.get("/")

    assert answer.status_code == 500
    assert f"request {answer['X-Request-ID']}." in answer.content.decode()
