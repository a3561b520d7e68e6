"""A person makes tokens for programs, sees them once, and revokes them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from newsreview.accounts.models import Token, User
from newsreview.accounts.tokens import make_token, token_in_use

SECRET = re.compile(r"nr_[\w-]{43}")


def form() -> dict[str, object]:
    return {"id": str(uuid7()), "name": "Training", "scopes": ["read", "export"], "days": "30"}


@pytest.fixture
def own(sign_in: Callable[[User], Client], annotator: User) -> Client:
    return sign_in(annotator)


def test_a_token_is_shown_on_one_page_and_never_again(own, annotator):
    asked = form()
    [secret] = SECRET.findall(own.post("/tokens/", asked).text)

    assert token_in_use(secret) == Token.objects.get(scopes=["export", "read"])
    again = own.post("/tokens/", asked, follow=True)
    assert "is shown only once" in again.text
    assert SECRET.findall(again.text + own.get("/tokens/").text) == []
    assert Token.objects.of(annotator).count() == 1


def test_each_scope_is_there_in_words_and_as_programs_and_documents_call_it(own):
    told = re.findall(r">\s*([^<>]+?) <code class=\"muted\">(\w+)</code></label>", own.get("/tokens/").text)

    assert [(words.lower(), key) for words, key in told] == [
        (scope.label.lower(), scope.value) for scope in Token.Scope
    ]


def test_a_token_without_a_scope_is_not_made(own):
    answer = own.post("/tokens/", form() | {"scopes": []})

    assert (answer.status_code, Token.objects.count()) == (422, 0)


def test_a_revoked_token_opens_nothing_and_says_so(own):
    [secret] = SECRET.findall(own.post("/tokens/", form()).text)
    page = own.post(reverse("token-revocation", args=[Token.objects.get().pk]), follow=True)

    assert token_in_use(secret) is None
    assert "“Training” opens nothing any more." in page.text
    assert '<span class="pill">revoked</span>' in page.text


def test_nobody_sees_or_revokes_anothers(own, sign_in, colleague):
    own.post("/tokens/", form())
    theirs = sign_in(colleague)

    assert "Training" not in theirs.get("/tokens/").text
    assert theirs.post(reverse("token-revocation", args=[Token.objects.get().pk])).status_code == 404
    assert Token.objects.get().is_good


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_questions(
    own, annotator, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    for _ in range(rows):
        make_token(person=annotator, name="t", scopes=["read"], lifetime=timedelta(days=1))

    with django_assert_num_queries(4):
        assert own.get("/tokens/").text.count("/revocation/") == rows
