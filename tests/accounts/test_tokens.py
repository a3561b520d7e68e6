"""S15: tokens are hashed, scoped, expire, can be revoked, and say when they were last used."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from uuid_utils.compat import uuid7

from newsreview.accounts import tokens
from newsreview.accounts.models import Token
from newsreview.accounts.tokens import make_token, revoke_token, token_in_use

DAY = timedelta(days=1)


def test_a_token_is_its_person_s_with_its_scopes(annotator):
    made, secret = make_token(person=annotator, name=" Training ", scopes=["read", "export", "read"], lifetime=DAY)

    found = token_in_use(secret)
    assert (found, made.person) == (made, annotator)
    assert (made.name, made.scopes) == (" Training ", ["export", "read"])
    assert token_in_use(f"{secret}x") is token_in_use("nr_") is token_in_use("\udcff") is None


def test_no_row_of_the_database_holds_what_a_token_reads(annotator):
    _, secret = make_token(person=annotator, name="Training", scopes=["read"], lifetime=DAY)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM accounts_token t")
        [(row,)] = cursor.fetchall()
    assert secret not in row
    assert secret.removeprefix(tokens.PREFIX) not in row
    assert (len(secret), secret[:3]) == (46, "nr_")


def test_expired_revoked_and_deactivated_open_nothing(annotator, person):
    gone = person("gone")
    expired, revoked, deactivated = (
        make_token(person=whose, name="t", scopes=["read"], lifetime=lifetime)
        for whose, lifetime in ((annotator, -DAY), (annotator, DAY), (gone, DAY))
    )
    assert token_in_use(revoked[1]) == revoked[0]
    revoke_token(token=revoked[0])
    gone.is_active = False
    gone.save()

    assert [token_in_use(secret) for _, secret in (expired, revoked, deactivated)] == [None] * 3
    moment = Token.objects.get(pk=revoked[0].pk).revoked_at
    revoke_token(token=revoked[0])
    assert Token.objects.get(pk=revoked[0].pk).revoked_at == moment


def test_the_last_use_is_noted_once_a_minute(annotator, django_assert_num_queries):
    _, secret = make_token(person=annotator, name="t", scopes=["read"], lifetime=DAY)
    before = timezone.now()
    token_in_use(secret)

    assert Token.objects.filter(used_at__gte=before).exists()
    with django_assert_num_queries(1):
        token_in_use(secret)
    Token.objects.update(used_at=before - tokens.NOTED_EVERY)
    token_in_use(secret)
    assert Token.objects.filter(used_at__gte=before).exists()


def test_none_lasts_longer_than_a_year(annotator):
    made, _ = make_token(person=annotator, name="t", scopes=["read"], lifetime=timedelta(days=4000))

    assert made.expires_at <= timezone.now() + timedelta(days=366)


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["root"]}, {"name": ""}, {"name": "n" * 101}])
def test_what_is_none_is_refused(annotator, wrong):
    with pytest.raises(ValidationError):
        make_token(**{"person": annotator, "name": "t", "scopes": ["read"], "lifetime": DAY} | wrong)


def test_the_same_id_makes_one_token(annotator):
    asked = {"person": annotator, "name": "t", "scopes": ["read"], "lifetime": DAY, "token_id": uuid7()}
    make_token(**asked)

    with pytest.raises(ValidationError):
        make_token(**asked)
    assert Token.objects.count() == 1
