import signal
import socket
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from newsreview import embedded
from newsreview.accounts import signing_in
from newsreview.accounts.management.commands.sign_in_link import first_administrator_path, sign_in_path
from newsreview.accounts.models import User
from newsreview.commands import demo, granting, server, starting
from newsreview.commands.database_checks import unapplied_migrations
from newsreview.commands.owning import as_owner

# Preparing may take longer than a request: a large index, a lock that another start holds meanwhile.
WITHOUT_LIMITS = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"
ONE_PREPARES = "SELECT pg_advisory_lock(%s)"
PREPARING = 0x6E72_0002
THREADS = 8
NO_ADMINISTRATOR = ["There is no administrator yet: `manage.py createsuperuser` makes the first.", ""]


class Command(BaseCommand):
    help = "Prepare the database and the static files, and serve the app until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="0 takes any free one (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=server.default_workers(), help="(default: %(default)s)")
        parser.add_argument("--threads", type=int, default=THREADS, help="of each worker (default: %(default)s)")
        parser.add_argument(
            "--demo",
            action=BooleanOptionalAction,
            default=True,
            help="fill an empty database with the demo story, and print a sign-in link for each of its people",
        )

    def handle(self, *, host: str, port: int, workers: int, threads: int, demo: bool, **_options: Any) -> None:
        # A start that is stopped half-way ends in order too, and lets go of the database.
        signal.signal(signal.SIGTERM, end)
        try:
            listener = server.listen(host, port)
            self.prepare(with_demo=demo)
        except (server.AddressTakenError, starting.NotReadyError, embedded.EmbeddedError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            sys.exit(130)
        words = self.words(listener, with_demo=demo)
        starting.close_connections()
        server.Server(
            listener=listener,
            workers=workers,
            threads=threads,
            when_ready=lambda: self.say(words),
            when_stopped=lambda: self.say("Stopped."),
        ).run()

    def prepare(self, *, with_demo: bool) -> None:
        if settings.USES_EMBEDDED_DATABASE:
            embedded.use(Path(settings.DATA_DIR), progress=self.say)
        for warning in starting.refuse_unsafe_database():
            self.say(f"Warning: {warning}")
        if granting.lacking() or unapplied_migrations(connection):  # which the app's role may not even read
            with as_owner():
                wait_for_other_starts()
                self.bring_up_to_date()
        for warning in starting.refuse_newer_database():
            self.say(f"Warning: {warning}")
        wait_for_other_starts()
        self.say("Collecting the static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        if with_demo and demo.database_is_empty():
            self.say("Loading the demo story …")
            demo.load()

    def bring_up_to_date(self) -> None:
        """Unless another start has done it meanwhile."""
        if missing := unapplied_migrations(connection):
            self.say(f"Bringing the database up to date ({len(missing)} migrations) …")
            call_command("migrate", interactive=False, verbosity=0)
        elif granting.lacking():
            self.say("Giving the app's role its rights …")
            granting.grant()

    def words(self, listener: socket.socket, *, with_demo: bool) -> str:
        url = server.local_url(listener)
        lines = ["", f"newsreview is ready: {url}/", ""]
        if not ip_address(listener.getsockname()[0]).is_loopback:
            lines += [
                f"Other machines reach it by the names in NEWSREVIEW_HOSTS: {', '.join(settings.ALLOWED_HOSTS)}",
                "",
            ]
        lines += self.links(url, with_demo=with_demo)
        return "\n".join([*lines, "Stop it with Ctrl-C.", ""])

    def links(self, url: str, *, with_demo: bool) -> list[str]:
        if not signing_in.links_open_here():
            return [] if User.objects.filter(is_superuser=True).exists() else NO_ADMINISTRATOR
        minutes = int(signing_in.LIFETIME.total_seconds() // 60)
        if with_demo and (people := list(demo.people())):
            names = {person: f"{person}, {demo.role_of(person)}" for person in people}
            width = max(map(len, names.values()))
            return [
                f"Sign in (each link works once, for {minutes} minutes, on this machine):",
                *(f"  {name:{width}}  {url}{sign_in_path(person)}" for person, name in names.items()),
                f"`.venv/bin/python manage.py sign_in_link EMAIL --base-url {url}` prints another.",
                "",
            ]
        if User.objects.filter(is_superuser=True).exists():
            return []
        return [
            "Become the first administrator (this link works once, for an hour, on this machine):",
            f"  {url}{first_administrator_path()}",
            "",
        ]

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def wait_for_other_starts() -> None:
    """What this connection holds from now on is let go when it is closed."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_LIMITS)
        cursor.execute(ONE_PREPARES, [PREPARING])


def end(_signal: int, _frame: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)
