"""S14: whoever guesses passwords waits, longer and longer; nobody learns who exists; nobody locks out a desk."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from newsreview.accounts import throttling
from newsreview.accounts.auditing import asked_from, digest_of, network_of
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent
from newsreview.accounts.throttling import FREE, OF_A_NETWORK, OF_AN_ACCOUNT

PASSWORD = "a kettle of northern fish"
DESK, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def ada(person: Callable[..., User]) -> User:
    return person("ada", password=PASSWORD)


def tried(email: str, password: str = "wrong", address: str = DESK) -> str:
    """What came of it: “in”, or what the page says."""
    form = {"login": email, "password": password}
    answer = Client().post(reverse("account_login"), form, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return "in"
    return str(answer.text.split('role="alert">')[1].split("</p>")[0])


def happened(what: str, account: str, address: str, *, times: int = 1, ago: timedelta = timedelta(0)) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_securityevent (what, at, account, network, detail)"
            " SELECT %s, statement_timestamp() - %s::interval, %s, %s, '{}' FROM generate_series(1, %s)",
            [what, str(ago), digest_of(account), network_of(address), times],
        )


def wait(account: str, address: str = DESK) -> int:
    with asked_from(address, lambda: None):
        return round(throttling.wait_for(account).total_seconds())


def test_a_hundred_wrong_passwords_are_few_that_were_tried(ada):
    said = [tried(ada.email) for _ in range(100)]

    assert len(set(said[:FREE])) == 1
    assert {words.split(" Wait ")[0] for words in said[FREE:]} == {"Too many wrong tries."}
    assert list(SecurityEvent.objects.order_by("id").values_list("what", "person")) == [
        *[("sign-in failed", ada.pk)] * FREE,
        ("sign-in held up", ada.pk),
    ]


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(FREE - 1, 0), (FREE, 15), (FREE + 1, 30), (FREE + 2, 60), (FREE + 3, 120), (FREE + 6, 900), (FREE + 90, 900)],
)
def test_each_further_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour(db, failures, seconds):
    happened("signed in", "ada@example.org", DESK, ago=timedelta(days=2))
    happened("sign-in failed", "ada@example.org", DESK, times=failures)

    assert wait("ADA@example.org ") == seconds


@pytest.mark.parametrize(("ago", "said"), [(0, "Too many wrong tries"), (15, "in")])
def test_the_right_password_has_to_wait_too_and_opens_when_the_wait_is_over(ada, ago, said):
    happened("sign-in failed", ada.email, DESK, times=FREE, ago=timedelta(seconds=ago))

    assert tried(ada.email, PASSWORD).partition(".")[0] == said


def test_signing_in_starts_the_count_anew(ada):
    happened("sign-in failed", ada.email, DESK, times=FREE - 1)

    assert tried(ada.email, PASSWORD) == "in"
    assert (tried(ada.email), wait(ada.email)) == (
        "The email address and/or password you specified are not correct.",
        0,
    )


def test_wrong_passwords_of_yesterday_count_no_more(db):
    happened("sign-in failed", "ada@example.org", DESK, times=90, ago=timedelta(days=1, seconds=1))

    assert wait("ada@example.org") == 0


def test_an_editor_is_not_locked_out_from_where_they_sign_in_by_guesses_from_elsewhere(ada, db):
    happened("signed in", ada.email, DESK, ago=timedelta(days=29))
    for n in range(30):
        happened("sign-in failed", ada.email, f"198.51.100.{n}", times=2)

    assert wait(ada.email, DESK) == 0
    assert tried(ada.email, PASSWORD) == "in"
    assert wait(ada.email, ELSEWHERE) == OF_AN_ACCOUNT[1].total_seconds()


def test_a_desk_behind_one_address_is_not_locked_out_by_guesses_from_there(ada, person):
    happened("signed in", ada.email, DESK, ago=timedelta(days=29))
    for n in range(OF_A_NETWORK[0]):
        happened("sign-in failed", f"guess{n}@example.org", DESK)

    assert tried(ada.email, PASSWORD) == "in"
    assert wait("bo@example.org", DESK) == OF_A_NETWORK[1].total_seconds()
    assert wait("bo@example.org", ELSEWHERE) == 0


def test_a_person_who_has_not_signed_in_from_there_for_long_is_nobody_known(db):
    happened("signed in", "ada@example.org", DESK, ago=timedelta(days=31))
    happened("sign-in failed", "bo@example.org", DESK, times=OF_A_NETWORK[0])

    assert wait("ada@example.org", DESK) > 0


def test_neighbours_in_a_network_of_ipv6_are_counted_as_one(db):
    happened("sign-in failed", "ada@example.org", "2001:db8::1", times=FREE)

    assert (wait("ada@example.org", "2001:db8::2"), wait("ada@example.org", "2001:db8:1::2")) == (15, 0)


def test_who_does_not_exist_is_told_the_same_and_waits_the_same(ada):
    said = [[tried(email) for _ in range(FREE + 1)] for email in (ada.email, "nobody@example.org")]

    assert said[0] == said[1]


class Counting(MD5PasswordHasher):
    """Hashes that were made: each takes the same time, so their number is what a clock could tell."""

    made = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.made += 1
        return super().encode(password, salt)


def test_who_does_not_exist_costs_as_many_hashes_and_questions(ada, person, settings, django_assert_num_queries):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    ada.set_password(PASSWORD)
    ada.save()
    invited, away = person("invited"), person("away", password=PASSWORD, is_active=False)

    cost = {}
    for email in (ada.email, invited.email, away.email, "nobody@example.org"):
        Counting.made = 0
        with django_assert_num_queries(12):
            tried(email)
        cost[email] = Counting.made

    assert cost == dict.fromkeys(cost, 1)


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_as_many(ada):
    happened("sign-in failed", ada.email, DESK, times=FREE - 1)
    said = []

    def guess() -> None:
        said.append(tried(ada.email))
        close_old_connections()
        connection.close()

    crowd = [threading.Thread(target=guess) for _ in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert sorted(words.split(".")[0] for words in said) == [
        "The email address and/or password you specified are not correct",
        *["Too many wrong tries"] * 5,
    ]
