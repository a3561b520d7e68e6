"""Second factors: what counts as shown, what they open, and who takes one off."""

import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from newsreview.accounts import factors
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.accounts.throttling import FREE
from tests.sessions import signed_in

PASSWORD = "a kettle of northern fish"
SECRET = totp.generate_totp_secret()
LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


@pytest.fixture
def chief(person: Callable[..., User]) -> User:
    return person("chief", password=PASSWORD, is_staff=True)


@pytest.fixture
def with_app(chief: User) -> User:
    totp.TOTP.activate(chief, SECRET)
    RecoveryCodes.activate(chief)
    return chief


def code(shift: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + shift)))


def password_given(person: User) -> Client:
    client = Client()
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return client


def code_given(client: Client, said: str) -> str:
    answer = client.post(CODE, {"code": said})
    return "in" if answer.status_code == 302 else answer.context["form"].errors["code"][0]


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def what(person: User) -> list[str]:
    return list(SecurityEvent.objects.about(person).order_by("id").values_list("what", flat=True))


def test_a_password_alone_signs_nobody_in_who_has_a_second_factor(with_app):
    client = password_given(with_app)
    assert who(client) is None

    assert (code_given(client, code()), who(client)) == ("in", str(with_app.pk))
    assert what(with_app) == ["factor used", "signed in"]


def test_a_code_works_once_in_whichever_process(with_app):
    first, second = password_given(with_app), password_given(with_app)
    now = code()

    assert code_given(first, now) == "in"
    cache.clear()  # what another process does not know
    assert code_given(second, now) == "Incorrect code."


def test_a_recovery_code_works_once(with_app):
    [first, *_] = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()

    assert code_given(password_given(with_app), first) == "in"
    assert code_given(password_given(with_app), first) == "Incorrect code."


def test_guessing_codes_has_to_wait_even_for_the_right_one(with_app):
    client = password_given(with_app)
    for _ in range(FREE):
        assert code_given(client, "000000") == "Incorrect code."

    assert code_given(client, code()).startswith("Too many wrong tries.")
    assert what(with_app) == ["factor failed"] * FREE


def test_what_the_database_keeps_of_a_factor_is_encrypted(with_app):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert code_given(password_given(with_app), code()) == "in"


def test_with_another_secret_key_no_code_fits(with_app, settings):
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    settings.SECRET_KEY = "x" * 60

    client = password_given(with_app)
    assert {code_given(client, said) for said in (code(), codes[0])} == {"Incorrect code."}


def test_the_back_office_asks_staff_without_a_factor_to_set_one_up_and_leads_back(
    chief, django_capture_on_commit_callbacks
):
    client = password_given(chief)
    answer = client.get(reverse("admin:accounts_user_changelist"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "This asks for a second factor." in answer.text

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    [key] = re.findall(r'class="secret" readonly value="(\w+)"', page.text)
    said = totp.format_hotp_value(totp.hotp_value(key, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        codes = client.post(reverse("mfa_activate_totp"), {"code": said}, follow=True)
    assert codes.text.count("<li>") == 10

    back = client.get(reverse("second-factor"))
    assert back["Location"] == reverse("admin:accounts_user_changelist")
    assert client.get(back["Location"]).status_code == 200
    assert what(chief) == ["signed in", "factor added", "factor added"]


def test_the_back_office_opens_to_who_showed_a_code(with_app):
    client = password_given(with_app)
    code_given(client, code())

    assert client.get(reverse("admin:index")).status_code == 200


def test_a_session_without_a_code_proves_it_on_the_way(with_app):
    client = Client()
    client.force_login(with_app)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"

    client.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code(), "next": "/admin/"})
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_link_printed_on_the_machine_opens_the_back_office(chief):
    assert signed_in(chief).get(reverse("admin:index")).status_code == 200


def test_proof_of_one_person_is_none_of_the_next_in_the_same_browser(chief, person):
    client = signed_in(chief)
    client.force_login(person("clerk", is_staff=True))

    assert urlsplit(client.get(reverse("admin:index"))["Location"]).path == reverse("second-factor")


def test_nobody_is_led_to_another_site(chief):
    answer = signed_in(chief).get(reverse("second-factor"), {"next": "https://example.org/"})

    assert answer["Location"] == reverse("queue")


def test_the_installation_can_ask_everybody(annotator, settings):
    settings.SECOND_FACTOR = "everybody"
    client = Client()
    client.force_login(annotator)

    answer = client.get(reverse("articles"), {"words": "tram"})
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/articles/?words=tram"]}
    assert client.post(reverse("practice")).status_code == 403
    assert client.get(reverse("account")).status_code == 200
    assert signed_in(annotator).get(reverse("articles")).status_code == 200


@pytest.mark.parametrize(("cast", "asked"), [("manager", True), ("annotator", False)])
def test_managers_are_asked_to_set_one_up(cast, asked, request):
    person = request.getfixturevalue(cast)
    person.set_password(PASSWORD)
    person.save()

    client = password_given(person)
    assert ("set up a second factor" in client.get(reverse("queue")).text) is asked


def test_an_administrator_takes_a_lost_factor_off(with_app, person, sign_in):
    administrator = person("administrator", is_staff=True, is_superuser=True)
    asked = {"action": "take_off", "_selected_action": str(with_app.pk), "confirmed": "1", "count": "1"}
    sign_in(administrator).post(reverse("admin:accounts_user_changelist"), asked)

    assert not factors.has_factor(with_app)
    removed = SecurityEvent.objects.about(with_app).filter(what="factor removed")
    assert sorted(removed.values_list("detail__factor", "by__name")) == [
        ("recovery_codes", "Administrator"),
        ("totp", "Administrator"),
    ]
    assert who(password_given(with_app)) == str(with_app.pk)


def test_staff_who_are_no_administrators_take_no_factor_off(with_app, person, sign_in):
    asked = {"action": "take_off", "_selected_action": str(with_app.pk), "confirmed": "1", "count": "1"}
    sign_in(person("clerk", is_staff=True)).post(reverse("admin:accounts_user_changelist"), asked)

    assert factors.has_factor(with_app)


@pytest.mark.parametrize(
    "answer", ["5", "[]", "{}", "null", '"x"', '{"id": 1}', '{"response": {"userHandle": "eHg"}}', "no"]
)
def test_no_answer_of_a_passkey_breaks_a_page(with_app, answer):
    client = password_given(with_app)
    for address in (CODE, "/accounts/2fa/webauthn/login/"):
        assert client.post(address, {"credential": answer}).status_code in {200, 302}
    assert who(client) is None

    client = signed_in(with_app)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for address in ("/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/reauthenticate/"):
        assert client.post(address, {"credential": answer}).status_code in {200, 302}
    assert Authenticator.objects.filter(type="webauthn").count() == 0
