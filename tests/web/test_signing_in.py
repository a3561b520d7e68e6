from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from newsreview.accounts import signing_in
from newsreview.accounts.models import User

PASSWORD = "a kettle of northern fish"


def page_of(person: User) -> str:
    return reverse("sign-in", args=[signing_in.make_link(person)])


def first_page() -> str:
    return reverse("first-administrator", args=[signing_in.make_first_administrator_link()])


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_opening_a_link_shows_a_button_and_signs_nobody_in(client: Client, stranger: User) -> None:
    answer = client.get(page_of(stranger))

    assert answer.status_code == 200
    assert "Sign in as Stranger" in answer.text
    assert signed_in(client) is None


def test_the_button_signs_in_and_opens_the_queue(client: Client, stranger: User) -> None:
    answer = client.post(page_of(stranger))

    assert (answer.status_code, answer["Location"]) == (302, reverse("queue"))
    assert signed_in(client) == str(stranger.pk)


def test_a_used_link_says_so(client: Client, stranger: User) -> None:
    page = page_of(stranger)
    client.post(page)

    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 410
        assert "This link was used already" in answer.text


def test_a_made_up_link_says_so(client: Client, db: None) -> None:
    answer = client.get(reverse("sign-in", args=["made:up:link"]))

    assert answer.status_code == 410
    assert "This is no sign-in link of this newsreview" in answer.text


def test_link_warns_before_it_signs_another_person_out(
    sign_in: Callable[[User], Client], annotator: User, stranger: User
) -> None:
    client = sign_in(annotator)
    page = page_of(stranger)

    assert "This signs Annotator out." in client.get(page).text
    client.post(page)
    assert signed_in(client) == str(stranger.pk)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "sent",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_links_work_on_this_machine_only(client: Client, stranger: User, method: str, sent: dict[str, str]) -> None:
    for page in (page_of(stranger), first_page()):
        assert getattr(client, method)(page, **sent).status_code == 403
    assert signed_in(client) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1"])
def test_every_loopback_address_is_this_machine(client: Client, stranger: User, address: str) -> None:
    assert client.get(page_of(stranger), REMOTE_ADDR=address).status_code == 200


def test_a_link_without_a_csrf_token_signs_nobody_in(stranger: User) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(page_of(stranger)).status_code == 403
    assert signed_in(client) is None


def test_first_administrator_is_made_and_signed_in(client: Client, db: None) -> None:
    page = first_page()

    assert "You are the first here" in client.get(page).text
    answer = client.post(page, {"email": "ana@example.org", "name": "Ana", "password": PASSWORD})

    ana = User.objects.get()
    assert answer.status_code == 302
    assert (ana.email, ana.name, ana.is_superuser, ana.check_password(PASSWORD)) == (
        "ana@example.org",
        "Ana",
        True,
        True,
    )
    assert signed_in(client) == str(ana.pk)
    assert client.get(page).status_code == 410


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "short", "at least 15 characters"),
        ("password", "annika@example.org", "too similar to the e-mail address"),
        ("email", "annika", "valid email address"),
        ("name", "", "This field is required"),
        ("email", "STRANGER@example.org", "Somebody with this e-mail address exists already"),
    ],
)
def test_first_administrators_form_says_what_is_wrong(
    client: Client, stranger: User, field: str, value: str, words: str
) -> None:
    filled_in = {"email": "annika@example.org", "name": "Annika", "password": PASSWORD, field: value}
    answer = client.post(first_page(), filled_in)

    assert answer.status_code == 422
    assert words in answer.text
    assert User.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_email_verification_sent"])
def test_nobody_signs_up(client: Client, stranger: User, method: str, name: str) -> None:
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    assert getattr(client, method)(reverse(name), form).status_code == 404
    assert User.objects.count() == 1


def test_password_signs_in_whatever_the_case_of_the_address(client: Client, person: Callable[..., User]) -> None:
    ana = person("ana")
    ana.set_password(PASSWORD)
    ana.save()

    answer = client.post(reverse("account_login"), {"login": "Ana@Example.ORG", "password": PASSWORD})

    assert answer.status_code == 302
    assert signed_in(client) == str(ana.pk)


def test_wrong_password_is_told_without_saying_who_exists(client: Client, person: Callable[..., User]) -> None:
    person("ana")
    answers = [
        client.post(reverse("account_login"), {"login": f"{name}@example.org", "password": PASSWORD}).text
        for name in ("ana", "nobody")
    ]

    said = [answer.split('role="alert">')[1].split("</p>")[0] for answer in answers]
    assert said[0] == said[1] == "The email address and/or password you specified are not correct."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Forgot password?"),
        ("account_reset_password", "Send the link"),
        ("account_reset_password_done", "Look into your mail"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_inactive", "You are deactivated here"),
    ],
)
def test_pages_for_people_outside_are_ours(client: Client, db: None, name: str, words: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert words in answer.text
    assert "<style" not in answer.text
    assert "style=" not in answer.text


@pytest.mark.parametrize(
    ("name", "words"),
    [("account_logout", "Sign out?"), ("account_set_password", "Choose a password")],
)
def test_pages_for_people_inside_are_ours(
    sign_in: Callable[[User], Client], stranger: User, name: str, words: str
) -> None:
    assert words in sign_in(stranger).get(reverse(name)).text


def test_forgotten_password_is_chosen_anew_by_mail(
    client: Client, person: Callable[..., User], mailoutbox: list[EmailMessage]
) -> None:
    ana = person("ana")
    client.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if "/accounts/password/reset/key/" in word)

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    ana.refresh_from_db()
    assert ana.check_password(PASSWORD) is True
