import threading

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection
from django.urls import reverse

from newsreview.accounts import people
from newsreview.accounts.models import User


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("administrator@example.org", name="Administrator")


def test_invited_person_has_no_password(db):
    someone = people.invite(email="ada@Example.org", name="Ada")

    assert (someone.email, someone.name, someone.has_usable_password()) == ("ada@example.org", "Ada", False)
    assert (someone.is_staff, someone.is_superuser, someone.is_active) == (False, False, True)


def test_address_belongs_to_one_person(person):
    person("ada")

    with pytest.raises(ValidationError, match="exists already"):
        people.invite(email="ADA@example.org")


def test_person_is_described_anew(person):
    ada = people.describe(person=person("ada"), name="Ada Brandt", email="ada.brandt@example.org")

    assert User.objects.filter(name="Ada Brandt", email="ada.brandt@example.org").get() == ada


def test_former_address_opens_the_account_no_more(person, client):
    ada = person("ada")
    ada.set_password("seven ferries and a harbour")
    ada.save()
    EmailAddress.objects.create(user=ada, email=ada.email)

    people.describe(person=ada, name="Ada", email="ada.brandt@example.org")

    page = reverse("account_login")
    with_former = client.post(page, {"login": "ada@example.org", "password": "seven ferries and a harbour"})
    with_new = client.post(page, {"login": "ada.brandt@example.org", "password": "seven ferries and a harbour"})
    assert (with_former.status_code, with_new.status_code) == (200, 302)


def test_rights_are_given_whole(person, administrator):
    ada, night_desk = person("ada"), Group.objects.create(name="Night desk")

    people.give_rights(person=ada, is_staff=True, is_superuser=True, groups=[night_desk])
    people.give_rights(person=ada, is_staff=True, is_superuser=False, groups=[])

    assert (ada.is_staff, ada.is_superuser, list(ada.groups.all())) == (True, False, [])


def test_last_administrator_stays(person, administrator):
    with pytest.raises(people.CannotLeave, match="Administrator is the last administrator"):
        people.give_rights(person=administrator, is_staff=True, is_superuser=False, groups=[])
    with pytest.raises(people.CannotLeave, match="Administrator is the last administrator"):
        people.deactivate(person=administrator, by=person("ada"))

    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.is_active) == (True, True)


def test_nobody_deactivates_themselves(administrator):
    with pytest.raises(people.CannotLeave, match="Nobody deactivates themselves"):
        people.deactivate(person=administrator, by=administrator)


def test_person_leaves_and_comes_back(person, administrator):
    ada = person("ada")

    assert people.deactivate(person=ada, by=administrator).is_active is False
    assert people.activate(person=ada).is_active is True


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_the_rights_from_each_other_at_once():
    two = [User.objects.create_superuser(f"{name}@example.org") for name in ("ada", "bo")]
    start = threading.Barrier(2)

    def deactivate(person: User, by: User) -> None:
        start.wait()
        try:
            people.deactivate(person=person, by=by)
        except people.CannotLeave:
            refused.append(person)
        finally:
            connection.close()

    refused: list[User] = []
    threads = [threading.Thread(target=deactivate, args=pair) for pair in (two, two[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    close_old_connections()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == len(refused) == 1


def test_group_is_named_and_renamed(db):
    group = people.name_group(group=Group(), name="Night desk")
    people.name_group(group=group, name="Day desk")

    assert list(Group.objects.values_list("name", flat=True)) == ["Day desk"]
