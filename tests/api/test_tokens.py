"""S15: a token opens what its person may and its scopes say, from the header alone, as long as it is good."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsreview.accounts.models import Token
from newsreview.accounts.tokens import revoke_token
from tests.api.programs import HERE

ME = f"{HERE}me/"


def test_a_token_says_whose_it_is_and_what_it_may(program, annotator):
    asking = program(annotator, "read", "annotate")

    told = asking.read("me/")
    assert told == {
        "person": {"id": str(annotator.pk), "name": "Annotator"},
        "name": "Program",
        "scopes": ["annotate", "read"],
        "expires_at": told["expires_at"],
    }
    assert Token.objects.get().used_at is not None


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer nr_x"}, {"Authorization": "Token {}"}, {"Authorization": "{}"}, {"X-Token": "{}"}],
)
def test_nothing_but_a_good_token_in_its_header_opens(program, annotator, sign_in, headers):
    secret = program(annotator).secret
    client = sign_in(annotator)
    answer = client.get(ME, headers={name: value.format(secret) for name, value in headers.items()})

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="newsreview"')
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_in_an_address_opens_nothing(program, annotator):
    secret = program(annotator).secret

    for name in ("token", "access_token", "Authorization"):
        assert Client().get(ME, {name: secret}).status_code == 401


def test_a_revoked_or_expired_token_and_a_deactivated_person_are_out_at_the_next_request(program, annotator, colleague):
    revoked, expired, left = program(annotator), program(annotator), program(colleague)
    assert [each.get("me/").status_code for each in (revoked, expired, left)] == [200] * 3
    revoke_token(token=revoked.token)
    Token.objects.filter(pk=expired.token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)

    assert [each.get("me/").status_code for each in (revoked, expired, left)] == [401] * 3


def test_a_scope_that_is_missing_is_named(program, manager, draft):
    reads, marks = program(manager, "read"), program(manager, "annotate")
    told = [
        reads.get("projects/ferry/export/"),
        reads.post("projects/ferry/import/", "{}", "application/x-ndjson"),
        reads.post(f"sets/{draft.pk}/ops/", {}),
        reads.post(f"tasks/{draft.task_id}/set/"),
        marks.get("projects/"),
    ]

    assert [answer.status_code for answer in told] == [403] * 5
    missing = [answer.json()["detail"].split("“")[1].split("”")[0] for answer in told]
    assert missing == ["export", "import", "annotate", "annotate", "read"]
    assert {answer.json()["type"] for answer in told} == {"urn:newsreview:problem:out-of-scope"}
