from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.web import history


def test_what_is_too_large_is_refused_before_it_is_read(client: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 2**20
    answer = client.post("/accounts/login/", b"x" * (2 * 2**20 + 1), content_type="text/plain")
    assert answer.status_code == 413
    assert "At most 2 MB" in answer.content.decode()


def test_every_answer_says_who_may_keep_and_embed_it(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Security-Policy"].count("'unsafe") == 0


def test_who_is_signed_out_is_led_to_sign_in_but_a_part_of_a_page_is_told_so(client: Client) -> None:
    told = [client.get("/projects/", headers=headers) for headers in ({}, {"HX-Request": "true"})]

    assert [(answer.status_code, answer.get("Location")) for answer in told] == [
        (302, "/accounts/login/?next=/projects/"),
        (401, None),
    ]
    assert "<p data-advice>Sign in again; nothing is lost.</p>" in told[1].content.decode()


def test_what_cannot_be_read_is_a_bad_request_and_a_fault_of_ours_is_none(
    monkeypatch: pytest.MonkeyPatch, sign_in: Callable[[User], Client], draft: AnnotationSet, annotator: User
) -> None:
    client, url = sign_in(annotator), f"/sets/{draft.pk}/restoration/"
    client.raise_request_exception = False

    def broken(**_request: object) -> None:
        raise KeyError("a bug")

    assert [client.post(url, form).status_code for form in ({"to": "0"}, {"to": "x", "base": "0"})] == [400, 400]
    monkeypatch.setattr(history, "restore", broken)
    assert client.post(url, {"to": "0", "base": "0"}).status_code == 500
