"""Who is let in by an issuer of OpenID Connect, and who is not: then nobody is signed in, and nothing is connected."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from newsreview.accounts import forgetting, people, single_sign_on
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.accounts.single_sign_on import Identity
from tests import issuer as issuers
from tests.issuer import ADA, SECRET, Issuer

BEGIN, BACK, CONNECT, REMOVE = (
    reverse(name)
    for name in ("single-sign-on", "single-sign-on-return", "single-sign-on-connection", "single-sign-on-removal")
)
PASSWORD = "a kettle of northern fish"


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    with issuers.running() as running:
        issuers.set_up(settings, running)
        yield running


@pytest.fixture
def ada(person: Callable[..., User]) -> User:
    return person("ada", password=PASSWORD)


def way_back(issuer: Issuer, there: Any) -> str:
    """What the issuer sends the browser back to, of an answer that leads there."""
    address = there["Location"]
    assert address.startswith(f"{issuer.address}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return issuer.consent(asked).removeprefix("http://testserver")


def come_in(issuer: Issuer, client: Client | None = None, **form: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.get(way_back(issuer, client.post(BEGIN, form)))


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def written_down(person: User | None = None) -> list[tuple[str, list[str]]]:
    rows = SecurityEvent.objects.filter(person=person).order_by("id")
    return [(row.what, sorted(row.said)) for row in rows]


def refused(client: Client, answer: Any) -> list[str]:
    """Why, as it was written down; after making sure that nothing came of it."""
    assert answer.status_code in {403, 503}
    assert "Single sign-on did not work." in answer.text
    assert (signed_in(client), SocialAccount.objects.count()) == (None, 0)
    return [row.detail["why"] for row in SecurityEvent.objects.filter(what="sign-on refused").order_by("id")]


def test_an_address_is_matched_once_and_from_then_on_the_subject_alone(issuer: Issuer, ada: User) -> None:
    client, answer = come_in(issuer, next="/projects/")

    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/projects/", str(ada.pk))
    bound = SocialAccount.objects.get()
    assert (bound.user, bound.provider, bound.uid, bound.extra_data) == (ada, issuer.address, ADA["sub"], {})
    assert SocialToken.objects.count() == 0
    issuer.person["email"] = "ada.brandt@example.com"
    people.describe(person=ada, name="Ada", email="brandt@example.org")
    again, _ = come_in(issuer)

    assert signed_in(again) == str(ada.pk)
    ada.refresh_from_db()
    assert ada.email == "brandt@example.org"
    assert written_down(ada) == [
        ("sign-on connected", [issuer.address]),
        ("signed in", ["by single sign-on"]),
        ("described", ["ada@example.org", "brandt@example.org"]),
        ("signed in", ["by single sign-on"]),
    ]


def test_the_sign_in_page_has_a_button_that_says_what_it_was_told_to(issuer: Issuer, settings: Any, db: None) -> None:
    page = Client().get(reverse("account_login"), {"next": "/projects/"})

    assert ("Sign in with Example Times" in page.text, f'action="{BEGIN}"' in page.text) == (True, True)
    assert f"form-action 'self' {issuer.address}" in page["Content-Security-Policy"]
    settings.SINGLE_SIGN_ON = {}
    assert "Sign in with Example Times" not in Client().get(reverse("account_login")).text
    assert issuer.asked == []


SPOILT: dict[str, dict[str, Any]] = {
    "InvalidIssuerError": {"iss": "https://elsewhere.example.org"},
    "InvalidAudienceError": {"aud": "another client"},
    "another audience": {"aud": ["newsreview", "another client"], "azp": "another client"},
    "ExpiredSignatureError": {"exp": int(time.time()) - 120},
    "ImmatureSignatureError": {"iat": int(time.time()) + 3600},
    "another nonce": {"nonce": "of another sign-in"},
    "MissingRequiredClaimError": {"sub": None},
    "no subject": {"sub": "x" * 192},
    "address not verified": {"email_verified": False},
}


@pytest.mark.parametrize("why", SPOILT)
def test_a_token_that_is_not_right_lets_nobody_in(issuer: Issuer, ada: User, why: str) -> None:
    issuer.spoil = SPOILT[why]

    assert [said.removeprefix("not an answer: ") for said in refused(*come_in(issuer))] == [why]


def test_a_nonce_is_never_left_out(issuer: Issuer, ada: User) -> None:
    issuer.spoil = {"nonce": None}

    assert refused(*come_in(issuer)) == ["another nonce"]


@pytest.mark.parametrize(
    "address", [{"email_verified": "true"}, {"email_verified": None}, {"email": ["ada@example.org"]}]
)
def test_only_a_plain_yes_to_a_plain_address_vouches_for_it(issuer: Issuer, ada: User, address: dict[str, Any]) -> None:
    issuer.spoil = address

    assert refused(*come_in(issuer)) == ["address not verified"]


@pytest.mark.parametrize(("algorithm", "why"), [("none", "InvalidAlgorithmError"), ("HS256", "InvalidAlgorithmError")])
def test_a_token_without_the_issuer_s_signature_lets_nobody_in(
    issuer: Issuer, ada: User, algorithm: str, why: str
) -> None:
    key: Any = None if algorithm == "none" else SECRET
    issuer.algorithm, issuer.key = algorithm, key

    assert refused(*come_in(issuer)) == [f"not an answer: {why}"]


def test_a_signature_by_another_key_lets_nobody_in(issuer: Issuer, ada: User) -> None:
    issuer.key = issuers.keys()[1]
    first = refused(*come_in(issuer))
    issuer.named = "second"

    assert first == ["not an answer: InvalidSignatureError"]
    assert refused(*come_in(issuer)) == [*first, "not an answer: ValueError"]


def test_a_way_back_that_was_not_begun_here_lets_nobody_in(issuer: Issuer, ada: User) -> None:
    elsewhere = Client()
    begun = way_back(issuer, elsewhere.post(BEGIN))
    client = Client()

    assert refused(client, client.get(begun)) == ["not begun here"]
    assert "/token" not in issuer.asked
    assert elsewhere.get(begun).status_code == 302
    assert elsewhere.get(begun).status_code == 403  # it works once


def test_a_code_of_another_sign_in_lets_nobody_in(issuer: Issuer, ada: User) -> None:
    """Its PKCE is another one's."""
    client = Client()
    stolen = parse_qs(urlsplit(way_back(issuer, Client().post(BEGIN))).query)["code"][0]
    mine = parse_qs(urlsplit(way_back(issuer, client.post(BEGIN))).query)["state"][0]

    assert refused(client, client.get(BACK, {"code": stolen, "state": mine})) == ["not an answer: OAuth2Error"]


def test_whoever_gives_up_there_is_told_so(issuer: Issuer, ada: User) -> None:
    client = Client()
    state = parse_qs(urlsplit(way_back(issuer, client.post(BEGIN))).query)["state"][0]

    assert refused(client, client.get(BACK, {"error": "access_denied", "state": state})) == ["given up there"]


def test_nobody_is_made_by_signing_in(issuer: Issuer, db: None) -> None:
    client, answer = come_in(issuer)

    assert refused(client, answer) == ["not known"]
    assert "Ask a manager of your project to invite you." in answer.text
    assert User.objects.count() == 0


@pytest.mark.parametrize("lookalike", ["k\u0131m@example.org", "\u212aim@example.org"])
def test_letters_that_become_those_of_an_address_are_others(
    issuer: Issuer, person: Callable[..., User], lookalike: str
) -> None:
    """The database takes a dotless i for an I, and elsewhere a Kelvin sign for a K."""
    kim = person("kim")
    issuer.person["email"] = lookalike
    first = refused(*come_in(issuer))
    issuer.person["email"] = "KIM@Example.org"
    client, _ = come_in(issuer)

    assert (first, signed_in(client)) == (["not known"], str(kim.pk))


def test_whoever_is_deactivated_stays_out(issuer: Issuer, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert refused(*come_in(issuer)) == ["deactivated"]
    assert written_down(ada) == [("sign-on refused", ["deactivated"])]
    SocialAccount.objects.create(user=ada, provider=issuer.address, uid=ADA["sub"])
    client, answer = come_in(issuer)
    assert (answer.status_code, signed_in(client)) == (403, None)
    assert "You are deactivated here." in answer.text


def test_another_subject_with_the_same_address_stays_out(issuer: Issuer, ada: User) -> None:
    come_in(issuer)
    issuer.person["sub"] = "another"
    client, answer = come_in(issuer)

    assert (answer.status_code, signed_in(client)) == (403, None)
    assert "connected with somebody else" in answer.text
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == [ADA["sub"]]
    assert written_down(ada)[-1] == ("sign-on refused", ["connected otherwise"])


@pytest.mark.parametrize("which", ["staff", "administrator", "factor"])
def test_an_address_alone_connects_nobody_who_can_do_much(issuer: Issuer, ada: User, which: str) -> None:
    rights = {"staff": {"is_staff": True}, "administrator": {"is_superuser": True}}.get(which, {})
    User.objects.filter(pk=ada.pk).update(**rights)
    if which == "factor":
        Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={})

    assert refused(*come_in(issuer)) == ["to be connected by its person"]


def test_claims_give_no_rights(issuer: Issuer, ada: User) -> None:
    issuer.spoil = {"is_staff": True, "is_superuser": True, "groups": ["administrators"], "roles": ["admin"]}
    client, _ = come_in(issuer)

    ada.refresh_from_db()
    assert (signed_in(client), ada.is_staff, ada.is_superuser) == (str(ada.pk), False, False)
    assert client.get("/admin/").status_code == 404


def test_people_connect_their_own_account_after_proving_themselves_and_a_second_factor_is_asked_for_still(
    issuer: Issuer, person: Callable[..., User]
) -> None:
    chief = person("chief", password=PASSWORD, is_staff=True)
    issuer.person |= {"sub": "chief", "email": "boss@example.com", "email_verified": False}
    client = Client()
    client.force_login(chief)

    assert ">Connect</button>" in client.get(reverse("account")).text
    asked = client.post(CONNECT)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    there = client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(way_back(issuer, there), follow=True)
    assert "Single sign-on is connected" in page.text
    assert ">Disconnect</button>" in page.text
    fresh, answer = come_in(issuer)
    assert (answer.status_code, signed_in(fresh)) == (302, str(chief.pk))
    assert fresh.get("/admin/")["Location"].startswith(reverse("second-factor"))

    Authenticator.objects.create(user=chief, type=Authenticator.Type.TOTP, data={"secret": "x"})
    held, answer = come_in(issuer)
    assert (answer["Location"], signed_in(held)) == (reverse("mfa_authenticate"), None)


def test_disconnecting_asks_once_more_who_it_is(issuer: Issuer, ada: User) -> None:
    single_sign_on.connect(person=ada, identity=Identity(issuer.address, ADA["sub"]))
    client = Client()
    client.force_login(ada)
    asked = client.post(REMOVE)

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert SocialAccount.objects.count() == 1
    answer = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert "Single sign-on is disconnected." in answer.text
    assert SocialAccount.objects.count() == 0
    assert written_down(ada)[-1] == ("sign-on removed", [issuer.address])


def test_a_sign_on_of_somebody_else_connects_nothing(issuer: Issuer, ada: User, stranger: User) -> None:
    single_sign_on.connect(person=stranger, identity=Identity(issuer.address, ADA["sub"]))
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    answer = client.get(way_back(issuer, client.post(CONNECT)))

    assert (answer.status_code, SocialAccount.objects.get().user) == (403, stranger)
    assert "connected with another account here" in answer.text
    assert written_down(ada)[-1] == ("sign-on refused", ["connected with another account"])


def test_what_began_as_one_person_connects_no_other(issuer: Issuer, ada: User, stranger: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    back = way_back(issuer, client.post(CONNECT))
    client.force_login(stranger)
    answer = client.get(back)

    assert (answer.status_code, SocialAccount.objects.count()) == (403, 0)


def test_whoever_is_deactivated_meanwhile_connects_nothing(issuer: Issuer, ada: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    back = way_back(issuer, client.post(CONNECT))
    User.objects.filter(pk=ada.pk).update(is_active=False)
    answer = client.get(back)

    assert (answer.status_code, SocialAccount.objects.count()) == (403, 0)
    assert SecurityEvent.objects.latest("id").detail == {"why": "another person is signed in"}


def test_an_address_that_the_token_leaves_out_is_asked_for_but_not_of_anybody_else(issuer: Issuer, ada: User) -> None:
    issuer.spoil = {"email": None, "email_verified": None}
    issuer.userinfo = ADA | {"sub": "another"}
    first = refused(*come_in(issuer))
    issuer.userinfo = ADA
    client, _ = come_in(issuer)

    assert (first, signed_in(client)) == (["another subject"], str(ada.pk))


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
def test_nobody_but_the_issuer_is_asked_or_led_to(issuer: Issuer, ada: User, endpoint: str) -> None:
    """The watch over every test would see it, too."""
    issuer.spoil = {"email": None}
    with issuers.running() as other:
        issuer.described = {endpoint: f"{other.address}/authorize"}
        client = Client()
        answer = client.post(BEGIN)
        if endpoint != "authorization_endpoint":
            answer = client.get(way_back(issuer, answer))

        assert refused(client, answer) == ["sent to another host"]
        assert other.asked == []


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
def test_nobody_is_followed_elsewhere(issuer: Issuer, ada: User, path: str) -> None:
    with issuers.running() as other:
        issuer.moved = {path: f"{other.address}{path}"}
        client = Client()
        answer = client.post(BEGIN)
        if path == "/keys":
            answer = client.get(way_back(issuer, answer))

        assert refused(client, answer) == ["no answer: JSONDecodeError"]
        assert other.asked == []


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(issuer: Issuer, ada: User) -> None:
    issuer.described = {"issuer": "https://elsewhere.example.org"}
    client = Client()

    assert refused(client, client.post(BEGIN)) == ["another issuer"]


def test_an_issuer_that_is_away_is_said_to_be(issuer: Issuer, ada: User, settings: Any) -> None:
    address = "http://127.0.0.1:9"
    settings.SINGLE_SIGN_ON |= {"issuer": address, "origins": [address]}
    client = Client()
    answer = client.post(BEGIN)

    assert (answer.status_code, refused(client, answer)) == (503, ["no answer: ConnectionError"])
    assert "The other side does not answer just now." in answer.text


def test_the_way_there_cannot_be_bent(issuer: Issuer, ada: User) -> None:
    bent = {"scope": "openid,offline_access", "auth_params": "prompt=none", "process": "connect"}
    there = Client().post(f"{BEGIN}?scope=admin&auth_params=prompt%3Dnone&process=connect", bent)
    asked = parse_qs(urlsplit(there["Location"]).query)

    assert "prompt" not in asked
    assert set(asked["scope"][0].split()) == {"openid", "email"}


@pytest.mark.parametrize("there", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_other_place(issuer: Issuer, ada: User, there: str) -> None:
    _, answer = come_in(issuer, next=there)

    assert answer["Location"] == reverse("queue")


def test_only_a_button_of_ours_begins_it(issuer: Issuer, ada: User) -> None:
    assert Client().get(BEGIN).status_code == 405
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403
    assert issuer.asked == []


def test_nothing_of_the_library_s_own_pages_is_there(issuer: Issuer, ada: User) -> None:
    pages = ("/accounts/3rdparty/", "/accounts/3rdparty/signup/", "/accounts/social/signup/", "/accounts/oidc/x/login/")

    assert [Client().get(page).status_code for page in pages] == [404] * len(pages)


def test_refusals_that_anybody_can_bring_about_do_not_fill_the_table(
    issuer: Issuer, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_sign_on, "WRITTEN_DOWN", (3, single_sign_on.WRITTEN_DOWN[1]))
    for _ in range(5):
        assert Client().get(BACK, {"state": "made up", "code": "x"}).status_code == 403

    assert SecurityEvent.objects.count() == 3


def test_the_secret_stands_in_no_answer_and_no_log(issuer: Issuer, ada: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client = Client()
    there = client.post(BEGIN)
    answer = client.get(way_back(issuer, there))

    assert answer.status_code == 302
    assert [words for words in (there["Location"], caplog.text) if SECRET in words] == []
    assert "an access token" not in caplog.text


def test_taking_a_name_away_takes_its_sign_on(issuer: Issuer, ada: User) -> None:
    come_in(issuer)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    ada.refresh_from_db()
    forgetting.remove_name(person=ada)

    assert SocialAccount.objects.count() == 0
