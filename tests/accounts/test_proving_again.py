"""Dangerous steps ask once more who is there, and go on with the step then."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import Token, User
from tests.sessions import signed_in

PASSWORD = "a kettle of northern fish"
RECORDS = "account_authentication_methods"


@pytest.fixture
def left_open(person) -> Client:
    """An administrator's browser, six minutes after they signed in."""
    administrator = person("administrator", password=PASSWORD, is_staff=True, is_superuser=True)
    client = signed_in(administrator)
    session = client.session
    session[RECORDS] = [record | {"at": time.time() - 360} for record in session[RECORDS]]
    session.save()
    return client


def asks(answer) -> bool:
    return bool(answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate")))


def token_form() -> dict[str, object]:
    return {"id": str(uuid7()), "name": "Training", "scopes": ["read"], "days": "30"}


def test_making_a_token_asks_for_the_password_and_then_makes_it(left_open):
    answer = left_open.post(reverse("tokens"), token_form())
    assert (asks(answer), Token.objects.count()) == (True, 0)

    wrong = left_open.post(answer["Location"], {"password": "wrong", "next": "/tokens/"})
    assert (wrong.status_code, Token.objects.count()) == (200, 0)
    made = left_open.post(answer["Location"], {"password": PASSWORD, "next": "/tokens/"})
    assert "“Training” is made" in made.text
    assert Token.objects.count() == 1


def test_who_has_just_signed_in_is_not_asked(person):
    ada: User = person("ada", password=PASSWORD)
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.post(reverse("tokens"), token_form())

    assert Token.objects.count() == 1


def test_a_person_without_a_password_has_nothing_to_be_asked_for(annotator):
    signed_in(annotator).post(reverse("tokens"), token_form())

    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("admin:accounts_user_change", {"name": "Ada", "email": "ada@example.org", "is_superuser": "on"}),
        ("admin:accounts_user_changelist", {"action": "deactivate", "confirmed": "1", "count": "1", "person": ""}),
        ("admin:projects_membership_change", {"role": "manager"}),
    ],
)
def test_rights_roles_and_leaving_ask_in_the_back_office(left_open, annotator, name, form):
    row = annotator.memberships.get() if "membership" in name else annotator
    args = [] if "changelist" in name else [row.pk]
    answer = left_open.post(reverse(name, args=args), {"_selected_action": str(row.pk)} | form)

    assert asks(answer)
    annotator.refresh_from_db()
    standing = (annotator.is_active, annotator.is_superuser, annotator.memberships.get().role)
    assert standing == (True, False, "annotator")


def test_deactivating_goes_on_once_the_password_is_given(left_open, annotator):
    page = reverse("admin:accounts_user_changelist")
    form = {"action": "deactivate", "confirmed": "1", "count": "1", "person": "", "_selected_action": str(annotator.pk)}
    asked = left_open.post(page, form)
    left_open.post(asked["Location"], {"password": PASSWORD, "next": page})

    annotator.refresh_from_db()
    assert annotator.is_active is False
