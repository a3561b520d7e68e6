from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from newsreview.accounts import signing_in
from newsreview.accounts.models import User


class Command(BaseCommand):
    help = "Print a link that signs a person in: once, within minutes, from this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("email", nargs="?", help="the person's e-mail address")
        who.add_argument(
            "--first-administrator", action="store_true", help="a link that makes the first administrator instead"
        )
        parser.add_argument(
            "--base-url", default="http://127.0.0.1:8000", help="where the app is served (default: %(default)s)"
        )

    def handle(self, *, email: str | None, base_url: str, **_options: Any) -> str:
        path = sign_in_path(person_called(email)) if email else first_administrator_path()
        return base_url.rstrip("/") + path


def person_called(email: str) -> User:
    try:
        person = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise CommandError(f"Nobody has the e-mail address {email}. People are added in the back office.") from None
    if not person.is_active:
        raise CommandError(f"{person} is deactivated and cannot sign in.")
    return person


def sign_in_path(person: User) -> str:
    return reverse("sign-in", args=[signing_in.make_link(person)])


def first_administrator_path() -> str:
    try:
        return reverse("first-administrator", args=[signing_in.make_first_administrator_link()])
    except signing_in.AdministratorExists as error:
        raise CommandError(str(error)) from error
