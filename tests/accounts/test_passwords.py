"""What a password may be: long, anything in it, and not what everybody guesses."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User

ADA = User(email="ada.brandt@example.org", name="Ada Brandt")


@pytest.mark.parametrize(
    "password",
    [
        "fifteen letters",
        "a kettle of northern fish",
        "x9" * 32,
        "kettle of northern fish " * 40,
        "汉字密码足够长也应该可以使用吧是的",
        " spaces at both ends stay ",
        "newsreview in the morning, tea at four",
    ],
)
def test_it_may_be_long_and_have_any_characters(password):
    validate_password(password, ADA)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fourteen chars", "at least 15 characters"),
        ("x" * 1025, "too long"),
        ("passwordpassword", "words that everybody guesses"),
        ("1q2w3e4r5t6y7u8i9o0p", "too common"),
        ("ada.brandt@example", "too similar to the e-mail address"),
        ("Ada Brandt Ada Br", "too similar to the name"),
        ("newsreview-2026-11", "words that everybody guesses here"),
        ("NewsReview!NewsReview!", "words that everybody guesses here"),
        ("desk.kurier 2026 kurier", "words that everybody guesses here"),
    ],
)
def test_what_everybody_guesses_is_refused(settings, password, why):
    settings.ALLOWED_HOSTS = ["desk.kurier.example"]

    with pytest.raises(ValidationError, match=why):
        validate_password(password, ADA)


def test_nothing_of_a_password_is_trimmed(person):
    kept = " a kettle of northern fish "
    ada = person("ada", password=kept)

    def comes_in(password: str) -> bool:
        form = {"login": ada.email, "password": password}
        return Client().post(reverse("account_login"), form).status_code == 302

    assert (comes_in(kept.strip()), comes_in(kept)) == (False, True)


def test_every_broken_rule_is_told_at_once():
    with pytest.raises(ValidationError) as told:
        validate_password("Ada Brandt", ADA)

    assert [words[:26] for words in told.value.messages] == ["This password is too short", "The password is too simila"]


def test_the_rules_are_told_in_two_sentences_where_a_password_is_chosen(person):
    ada = person("ada", password="a kettle of northern fish")
    client = Client()
    client.force_login(ada)
    [told] = password_validators_help_texts()

    assert told.count(".") == 2
    assert client.get(reverse("account_change_password")).text.count(told) == 1
