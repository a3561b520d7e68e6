from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.signing import TimestampSigner
from django.db import connection
from django.utils import timezone

from newsreview.accounts import signing_in
from newsreview.accounts.models import SignInLink, User

PASSWORD = "a kettle of northern fish"


def test_link_signs_its_person_in_once(stranger: User) -> None:
    token = signing_in.make_link(stranger)

    assert signing_in.look_at_link(token) == stranger
    assert signing_in.use_link(token) == stranger
    with pytest.raises(signing_in.LinkUsed):
        signing_in.use_link(token)
    with pytest.raises(signing_in.LinkUsed):
        signing_in.look_at_link(token)


def test_looking_uses_nothing_up(stranger: User) -> None:
    token = signing_in.make_link(stranger)

    signing_in.look_at_link(token)

    assert SignInLink.objects.get().used_at is None


def test_link_expires(stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signing_in.make_link(stranger)
    monkeypatch.setattr(signing_in, "LIFETIME", timedelta(seconds=-1))

    with pytest.raises(signing_in.LinkExpired):
        signing_in.use_link(token)


def test_links_of_yesterday_are_swept_away(stranger: User) -> None:
    old = SignInLink.objects.create(user=stranger, created_at=timezone.now() - timedelta(days=1))

    signing_in.make_link(stranger)

    assert list(SignInLink.objects.filter(pk=old.pk)) == []
    assert SignInLink.objects.count() == 1


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: token[8:]])
def test_a_spoilt_token_is_unknown(stranger: User, spoil) -> None:
    token = signing_in.make_link(stranger)

    with pytest.raises(signing_in.LinkUnknown):
        signing_in.use_link(spoil(token))


def test_what_other_parts_signed_is_no_link(stranger: User) -> None:
    link = SignInLink.objects.create(user=stranger)

    with pytest.raises(signing_in.LinkUnknown):
        signing_in.use_link(TimestampSigner().sign(link.pk.hex))
    with pytest.raises(signing_in.LinkUnknown):
        signing_in.look_at_link(signing_in.make_first_administrator_link())


def test_deactivated_person_is_refused(stranger: User) -> None:
    token = signing_in.make_link(stranger)
    User.objects.filter(pk=stranger.pk).update(is_active=False)

    with pytest.raises(signing_in.PersonInactive):
        signing_in.use_link(token)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_signs_in() -> None:
    token = signing_in.make_link(User.objects.create_user("ana@example.org"))

    def use(_: int) -> str:
        try:
            return str(signing_in.use_link(token))
        except signing_in.LinkUsed:
            return "used"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(8))) == ["ana@example.org", *["used"] * 7]


def test_first_administrator_is_made_once(db: None) -> None:
    token = signing_in.make_first_administrator_link()

    ana = signing_in.make_first_administrator(token=token, email="ana@example.org", name="Ana", password=PASSWORD)

    assert (ana.is_superuser, ana.is_staff, ana.check_password(PASSWORD)) == (True, True, True)
    with pytest.raises(signing_in.AdministratorExists):
        signing_in.make_first_administrator(token=token, email="bo@example.org", name="Bo", password=PASSWORD)
    with pytest.raises(signing_in.AdministratorExists):
        signing_in.make_first_administrator_link()


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_one_becomes_administrator() -> None:
    token = signing_in.make_first_administrator_link()

    def make(number: int) -> bool:
        fields = {"email": f"person{number}@example.org", "name": "", "password": PASSWORD}
        try:
            return signing_in.make_first_administrator(token=token, **fields).is_superuser
        except signing_in.AdministratorExists:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(make, range(4))) == [False, False, False, True]


def test_first_administrator_link_expires(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signing_in.make_first_administrator_link()
    monkeypatch.setattr(signing_in, "FIRST_ADMINISTRATOR_LIFETIME", timedelta(seconds=-1))

    with pytest.raises(signing_in.LinkExpired):
        signing_in.look_at_first_administrator_link(token)


def test_a_sign_in_link_makes_no_administrator(stranger: User) -> None:
    with pytest.raises(signing_in.LinkUnknown):
        signing_in.look_at_first_administrator_link(signing_in.make_link(stranger))


def test_first_administrator_needs_an_address(db: None) -> None:
    token = signing_in.make_first_administrator_link()

    with pytest.raises(ValidationError):
        signing_in.make_first_administrator(token=token, email="ana", name="Ana", password=PASSWORD)
    assert User.objects.count() == 0


def test_command_prints_a_link_for_a_person(stranger: User) -> None:
    link = call_command("sign_in_link", "Stranger@Example.org", base_url="http://127.0.0.1:8123/")

    assert link.startswith("http://127.0.0.1:8123/sign-in/")
    assert signing_in.use_link(link.split("/")[-2]) == stranger


def test_command_knows_only_people_who_are_there(stranger: User) -> None:
    with pytest.raises(CommandError, match=r"Nobody has the e-mail address nobody@example\.org"):
        call_command("sign_in_link", "nobody@example.org")
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    with pytest.raises(CommandError, match="deactivated"):
        call_command("sign_in_link", stranger.email)


def test_command_prints_the_first_administrators_link_until_there_is_one(db: None) -> None:
    link = call_command("sign_in_link", first_administrator=True)

    signing_in.look_at_first_administrator_link(link.split("/")[-2])
    User.objects.create_superuser("ana@example.org", PASSWORD)
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("sign_in_link", first_administrator=True)
