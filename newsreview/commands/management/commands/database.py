"""`manage.py database`: look after the PostgreSQL that comes with the app."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsreview import embedded

STOPPED = 3  # what service scripts answer for a program that is not running

EXAMPLES = f"""\
examples:
  manage.py database status    is it running, and where does it keep its data?
  manage.py database start     start it, and let it run until it is told to stop
  manage.py database stop      stop it, whoever uses it
  manage.py dbshell            talk SQL to it

Other commands and `make serve` start it by themselves when they need it; the last one to end stops it again, unless it
was started by `database start`.

exit codes:
  0  done; for status: it is running
  1  it cannot be done: the message says why, and what to do
  {STOPPED}  status: it is not running
"""


class Command(BaseCommand):
    help = "Start or stop the PostgreSQL that comes with the app, or tell how it is."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "start", "stop"], help="what to do")

    def handle(self, *, action: str, **_options: Any) -> None:
        if not settings.USES_EMBEDDED_DATABASE:
            raise CommandError(
                "DATABASE_URL is set: this app uses that server, which is started and stopped where it runs. "
                "Unset DATABASE_URL to use the one that comes with the app."
            )
        do = {"status": self.tell_status, "start": self.start, "stop": self.stop}[action]
        try:
            do(Path(settings.DATA_DIR))
        except embedded.EmbeddedError as error:
            raise CommandError(str(error)) from error

    def start(self, data_dir: Path) -> None:
        cluster = embedded.start(data_dir, keep=True, progress=self.stdout.write)
        self.stdout.write(f"The database is running (process {cluster.pid}); its socket is in {cluster.socket_dir}.")

    def stop(self, data_dir: Path) -> None:
        stopped = embedded.stop(data_dir, progress=self.stdout.write)
        self.stdout.write("The database is stopped." if stopped else "The database was not running.")

    def tell_status(self, data_dir: Path) -> None:
        status = embedded.status(data_dir)
        self.stdout.write(self.sentence(status))
        self.stdout.write(f"PostgreSQL's programs (psql, pg_dump, pg_restore) are in {embedded.programs_dir()}.")
        if status.state is not embedded.State.RUNNING:
            sys.exit(STOPPED)

    def sentence(self, status: embedded.Status) -> str:
        ending = "until `database stop`" if status.stays else "until the last program that uses it ends"
        return {
            embedded.State.RUNNING: f"The database in {status.folder} is running (process {status.pid}), {ending}.",
            embedded.State.STARTING: f"The database in {status.folder} is starting or stopping (process {status.pid}).",
            embedded.State.STOPPED: f"The database in {status.folder} is stopped.",
            embedded.State.CRASHED: f"The database in {status.folder} died. The next start recovers it.",
            embedded.State.ABSENT: f"There is no database yet. The first start makes it in {status.folder}.",
        }[status.state]
