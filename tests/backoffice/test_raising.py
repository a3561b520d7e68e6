"""S13: staff raise nobody's rights, and least of all their own, whatever they send to which screen."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client

from newsreview.accounts.models import SignInLink, Token, User
from newsreview.projects.models import Membership
from tests.backoffice.screens import SCREENS, address, fields_of

RAISING = {"is_staff": "on", "is_superuser": "on", "is_active": "on", "user_permissions": "1", "permissions": "1"}
TABLES = ("memberships", "groups", "user_permissions", "tokens", "sign_in_links")
ONLY_ADMINISTRATORS_TOUCH = (Group, SignInLink, Token)


def rights() -> dict[str, Any]:
    """Everybody's, and what opens an account; but not who is in which project."""
    whole = ("pk", "email", "password", "is_staff", "is_superuser", "is_active", "groups", "user_permissions")
    named = {"people": whole, "groups": ("pk", "name", "permissions")}
    rows = {"people": User.objects.all(), "groups": Group.objects.all()}
    told: dict[str, Any] = {name: sorted(rows[name].values_list(*fields), key=repr) for name, fields in named.items()}
    others = {"tokens": Token.objects.all(), "links": SignInLink.objects.all()}
    return told | {name: sorted(found.values_list(), key=repr) for name, found in others.items()}


def roles(*, but_of: Any = None) -> set[tuple[Any, ...]]:
    return set(Membership.objects.exclude(project=but_of).values_list("person", "project", "role"))


def sent_to(client: Client, page: str, person: User) -> dict[str, Any]:
    """What the page itself would send, where it opens, and all that could raise this person besides."""
    answer = client.get(page)
    own = fields_of(answer) if answer.status_code == 200 and "adminform" in answer.context else {}
    rows = {"person": person.pk, "user": person.pk, "role": "manager", "scopes": ["manage"], "digest": "0" * 64}
    opened = {"email": f"{uuid4()}@desk.example", "password": "!", "confirmed": "1"}
    raised = RAISING | rows | opened | {"groups": [*Group.objects.values_list("pk", flat=True)]}
    tables = {f"{name}-{key}": number for name in TABLES for key, number in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))}
    beside = {f"{name}-0-{key}": value for name in TABLES for key, value in raised.items()}
    return tables | beside | own | raised


def try_everything(client: Client, person: User) -> set[int]:
    """Every screen's page for a new row, for the first and the last row, and their own page; what they answer."""
    told = set()
    for screen in SCREENS:
        rows: list[Model] = [*screen.model._default_manager.order_by("pk")]
        chosen = {row.pk for row in (*rows[:1], *rows[-1:])} | ({person.pk} if screen.model is User else set())
        pages = [address(screen.model, "add"), *(address(screen.model, "change", pk) for pk in chosen)]
        for page in pages:
            told.add(client.post(page, sent_to(client, page, person)).status_code)
    return told


@pytest.fixture
def clerk(person: Any) -> User:
    """Staff, and in no project."""
    someone: User = person("clerk", is_staff=True)
    return someone


def test_staff_of_no_project_raise_nobody(everything, elsewhere, administrator, clerk, sign_in):
    Group.objects.create(name="Chiefs")
    client = sign_in(clerk)
    before = rights(), roles()

    told = try_everything(client, clerk)

    added = {*User.objects.values_list("pk", flat=True)} - {row[0] for row in before[0]["people"]}
    after = rights()  # anybody of the staff invites; who is invited has no rights
    after["people"] = [row for row in after["people"] if row[0] not in added]
    assert (after, roles()) == before
    assert told <= {200, 302, 403, 404}


def test_chief_raises_nobody_beyond_their_project(everything, elsewhere, administrator, chief, at_chief, project):
    Group.objects.create(name="Chiefs")
    before, others = rights(), roles(but_of=project)

    told = try_everything(at_chief, chief)

    added = User.objects.exclude(pk__in={row[0] for row in before["people"]})
    assert not added.filter(is_staff=True).exists()
    assert not added.filter(is_superuser=True).exists()
    assert roles(but_of=project) == others
    assert {name: found for name, found in rights().items() if name != "people"} == {
        name: found for name, found in before.items() if name != "people"
    }
    assert [row for row in rights()["people"] if row in before["people"]] == before["people"]
    assert told <= {200, 302, 403, 404}


@pytest.mark.parametrize("model", ONLY_ADMINISTRATORS_TOUCH, ids=lambda model: model._meta.label)
def test_groups_tokens_and_links_are_closed_to_staff(everything, at_chief, model):
    row = model.objects.first()
    pages = [address(model, "changelist"), address(model, "add"), address(model, "change", row.pk)]
    told = [getattr(at_chief, method)(page).status_code for page in pages for method in ("get", "post")]

    assert set(told) == {403}
