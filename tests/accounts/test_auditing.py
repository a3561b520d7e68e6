"""Whatever happens with an account is written down, and stays."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.urls import reverse

from newsreview.accounts import auditing, people, signing_in, tokens
from newsreview.accounts.auditing import What
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.accounts.tokens import LONGEST
from tests.owner import as_owner

PASSWORD = "a kettle of northern fish"


def happened(person: User | None = None) -> list[str]:
    return list(SecurityEvent.objects.filter(person=person).order_by("id").values_list("what", flat=True))


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("administrator@example.org", name="Administrator")


def test_every_verb_of_people_writes_down_what_it_did(administrator):
    ada = people.invite(email="ada@example.org", name="Ada")
    people.describe(person=ada, name="Ada Brandt", email="ada@example.org")
    people.describe(person=ada, name="Ada Brandt", email="brandt@example.org")
    people.describe(person=ada, name="Ada Brandt", email="brandt@example.org")
    people.give_rights(person=ada, is_staff=True, is_superuser=True, groups=[])
    people.deactivate(person=ada, by=administrator)
    people.activate(person=ada)
    made, _ = tokens.make_token(person=ada, name="Training", scopes=["read"], lifetime=LONGEST)
    tokens.revoke_token(token=made)
    tokens.revoke_token(token=made)
    signing_in.make_link(ada)
    people.name_group(group=Group(), name="Night desk")

    said = SecurityEvent.objects.about(ada).order_by("id")
    assert [(event.what, event.detail) for event in said] == [
        ("added", {}),
        ("described", {"name": "Ada Brandt"}),
        ("described", {"former_address": "ada@example.org", "address": "brandt@example.org"}),
        ("rights given", {"now": ["back office", "administrator"]}),
        ("deactivated", {}),
        ("activated", {}),
        ("token made", {"token": "Training", "scopes": ["read"]}),
        ("token revoked", {"token": "Training"}),
        ("link made", {}),
    ]
    assert happened() == ["group named"]


def test_a_verb_that_is_undone_leaves_no_word(administrator):
    with pytest.raises(people.CannotLeave):
        people.give_rights(person=administrator, is_staff=False, is_superuser=False, groups=[])

    assert happened(administrator) == []


def test_signing_in_and_out_say_who_and_from_where(client, person):
    ada = person("ada", password=PASSWORD)
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    client.post(reverse("account_logout"), REMOTE_ADDR="192.0.2.8")

    rows = SecurityEvent.objects.about(ada).order_by("id").values_list("what", "by", "address")
    assert list(rows) == [("signed in", ada.pk, "192.0.2.7"), ("signed out", ada.pk, "192.0.2.8")]


def test_a_password_chosen_is_written_down_and_the_password_is_not(client, person):
    ada = person("ada", password=PASSWORD)
    client.force_login(ada)
    asked = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    client.post(reverse("account_change_password"), asked)

    assert happened(ada) == ["signed in", "password chosen"]
    assert PASSWORD not in str(list(SecurityEvent.objects.values()))


def test_what_the_back_office_does_names_its_person(administrator, sign_in, person):
    ada = person("ada")
    asked = {"action": "deactivate", "_selected_action": str(ada.pk), "confirmed": "1", "count": "1", "person": ""}
    sign_in(administrator).post(reverse("admin:accounts_user_changelist"), asked)

    assert list(SecurityEvent.objects.about(ada).values_list("what", "by__name")) == [("deactivated", "Administrator")]


@pytest.mark.parametrize(
    "change", ["UPDATE accounts_securityevent SET what = 'signed out'", "DELETE FROM accounts_securityevent"]
)
def test_what_happened_stays(person, change):
    auditing.note(What.ADDED, person("ada"))

    with pytest.raises(IntegrityError, match="stays"), as_owner(), connection.cursor() as cursor:
        cursor.execute(change)
    assert SecurityEvent.objects.count() == 1


def test_the_page_of_ones_own_account_tells_it_and_nobody_elses(sign_in, annotator, colleague, manager):
    people.describe(person=annotator, name="<b>Ada", email=annotator.email)
    people.describe(person=colleague, name="Bo", email=colleague.email)

    page = sign_in(annotator).get(reverse("account"))

    assert page.text.count('<tr class="event">') == 2
    assert "&lt;b&gt;Ada" in page.text
    assert "Bo" not in page.text.split("<main")[1]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.7"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "somebody", None),
    ],
)
def test_only_our_own_proxies_are_believed(client, person, settings, proxies, header, address):
    settings.PROXIES = proxies
    ada = person("ada", password=PASSWORD)
    headers = {"x-forwarded-for": header} if header else {}
    asked = {"login": ada.email, "password": PASSWORD}
    client.post(reverse("account_login"), asked, REMOTE_ADDR="192.0.2.7", headers=headers)

    assert SecurityEvent.objects.about(ada).get().address == address


def test_neighbours_of_one_subscriber_are_one_network():
    assert auditing.network_of("2001:db8:1:2:3::4") == auditing.network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert auditing.network_of("192.0.2.7") == "192.0.2.7"
    assert auditing.network_of(None) == ""
