"""Sessions are shown, ended, and end by themselves; a deactivated person is out at the next request. (S16)"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsreview.accounts import people, sessions
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent, Session
from newsreview.accounts.tokens import LONGEST, make_token
from newsreview.web.devices import device_words
from tests.sessions import signed_in

PASSWORD = "a kettle of northern fish"


def is_in(client: Client) -> bool:
    return client.get(reverse("queue")).status_code == 200


def age(client: Client, *, began: timedelta, seen: timedelta) -> None:
    """As if it had begun and been used so long ago."""
    row, now = Session.objects.get(session_key=client.session.session_key), timezone.now()
    held = sessions.SessionStore().decode(row.session_data) | {
        "began": (now - began).timestamp(),
        "seen": (now - seen).timestamp(),
    }
    row.session_data = sessions.SessionStore().encode(held)
    row.seen_at, row.began_at = now - seen, now - began
    row.expire_date = min(row.seen_at + sessions.IDLE, row.began_at + sessions.AT_MOST)
    row.save()


@pytest.mark.parametrize(
    ("began", "seen", "stays"), [(7.9, 7.9, True), (8.1, 8.1, False), (11.9, 0.1, True), (12.1, 0.1, False)]
)
def test_a_session_ends_after_eight_idle_hours_and_after_twelve_hours(annotator, began, seen, stays):
    client = signed_in(annotator)
    age(client, began=timedelta(hours=began), seen=timedelta(hours=seen))

    assert is_in(client) is stays


def test_using_it_puts_the_idle_end_off_but_never_the_last_one(annotator):
    client = signed_in(annotator)
    age(client, began=timedelta(hours=6), seen=timedelta(hours=1))
    assert is_in(client)

    row = Session.objects.get(person=annotator)
    assert (row.expire_date - row.began_at, row.seen_at - row.began_at > timedelta(hours=5)) == (sessions.AT_MOST, True)


def test_every_request_of_a_busy_person_is_not_written_down(annotator):
    client = signed_in(annotator)
    before = Session.objects.get(person=annotator).seen_at
    assert is_in(client)

    assert Session.objects.get(person=annotator).seen_at == before


def test_deactivating_ends_every_session_and_token_at_the_next_request(annotator, manager):
    """S16."""
    clients = [signed_in(annotator), signed_in(annotator)]
    _, secret = make_token(person=annotator, name="Program", scopes=["read"], lifetime=LONGEST)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert [is_in(client) for client in clients] == [True, True]
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 200

    people.deactivate(person=annotator, by=manager)

    assert [is_in(client) for client in clients] == [False, False]
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 401
    people.activate(person=annotator)
    assert [is_in(client) for client in clients] == [False, False]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(person):
    ada = person("ada", password=PASSWORD)
    here, elsewhere = signed_in(ada), signed_in(ada)
    form = {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    here.post(reverse("account_change_password"), form)

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert Session.objects.filter(person=ada).count() == 1


def test_the_page_shows_ones_own_sessions_and_none_of_their_keys(annotator, colleague):
    here, elsewhere = signed_in(annotator), Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604"})
    signed_in(annotator, elsewhere)
    elsewhere.get(reverse("account"))
    signed_in(colleague)

    page = here.get(reverse("account")).text

    assert page.count('<tr class="session">') == 2
    assert [key for key in Session.objects.values_list("session_key", flat=True) if key in page] == []


def test_one_of_them_is_ended_and_it_is_written_down(annotator):
    here, elsewhere = signed_in(annotator), signed_in(annotator)
    answer = here.post(reverse("session-end", args=[elsewhere.session["named"]]), follow=True)

    assert "You are signed out there." in answer.text
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert SecurityEvent.objects.about(annotator).latest("id").what == "session ended"


def test_all_others_are_ended_at_once(annotator, colleague):
    here, others, colleagues = signed_in(annotator), [signed_in(annotator) for _ in range(3)], signed_in(colleague)
    here.post(reverse("sessions-end"))

    assert [is_in(client) for client in (here, *others, colleagues)] == [True, False, False, False, True]


def test_nobody_ends_somebody_elses_session(annotator, colleague):
    theirs = signed_in(colleague)

    assert signed_in(annotator).post(reverse("session-end", args=[theirs.session["named"]])).status_code == 404
    assert is_in(theirs)


def test_what_has_ended_is_swept_away_at_the_next_sign_in(annotator, colleague):
    client = signed_in(annotator)
    age(client, began=timedelta(hours=13), seen=timedelta(hours=9))
    signed_in(colleague)

    assert list(Session.objects.values_list("person", flat=True)) == [colleague.pk]


def test_sign_in_again_begins_with_another_key(person):
    ada: User = person("ada", password=PASSWORD)
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    before = client.session.session_key
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})

    assert before != client.session.session_key
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/126 Safari/537 Edg/126", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) AppleWebKit Version/17 Safari/604", "Safari on iPhone"),
        ("curl/8", "curl/8"),
        ("", "an unknown device"),
    ],
)
def test_a_device_is_told_in_words(told, words):
    assert device_words(told) == words
