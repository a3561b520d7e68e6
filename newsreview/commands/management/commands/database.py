"""`manage.py database`: look after the PostgreSQL that comes with the app; `grants` looks after any."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsreview import embedded
from newsreview.backups import keeping, putting_aside, upgrading
from newsreview.backups.errors import BackupError
from newsreview.commands import granting, starting, verifying
from newsreview.commands.owning import as_owner
from newsreview.commands.showing import Bars

STOPPED = 3  # what service scripts answer for a program that is not running

EXAMPLES = f"""\
examples:
  manage.py database status    is it running, where does it keep its data, and how did the last daily backup go?
  manage.py database start     start it, and let it run until it is told to stop
  manage.py database stop      stop it, whoever uses it
  manage.py database verify    is everything in it as it was stored? Takes as long as reading it all
  manage.py database grants    give the app its rights to the tables again; `migrate` does that too
  manage.py dbshell            talk SQL to it, as the app
  manage.py database upgrade   carry the data of an older PostgreSQL over to the one that comes with this version
  manage.py database upgrade --old-programs /usr/lib/postgresql/17/bin
  manage.py database drop-old newsreview_before_restore_20261123_050000
                               give up what a restore has put aside; without a name it lists what there is

Other commands and `make serve` start it by themselves when they need it; the last one to end stops it again, unless it
was started by `database start`.

exit codes:
  0  done; for status: it is running
  1  it cannot be done, or verify found a fault: the message says why, and what to do
  {STOPPED}  status: it is not running
"""


class Command(BaseCommand):
    help = "Start, stop or upgrade the PostgreSQL that comes with the app, or tell how it is."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = ["status", "start", "stop", "grants", "verify", "upgrade", "drop-old"]
        parser.add_argument("action", choices=actions, help="what to do")
        parser.add_argument("database", nargs="?", default="", metavar="DATABASE", help="drop-old: which")
        parser.add_argument("--old-programs", type=Path, metavar="DIR", help="upgrade: the old version's postgres")

    def handle(self, *, action: str, database: str, old_programs: Path | None, **_options: Any) -> None:
        if database and action != "drop-old":
            raise CommandError(f"`database {action}` takes no further word: {database}.")
        try:
            if action == "drop-old":
                self.drop_old(database)
                return
            if action in {"grants", "verify"}:
                self.grant() if action == "grants" else self.verify()
                return
            if action == "status" and not settings.USES_EMBEDDED_DATABASE:
                self.tell_of_other_server()
                return
            self.refuse_other_servers()
            if action == "upgrade":
                self.upgrade(Path(settings.DATA_DIR), old_programs)
            else:
                do = {"status": self.tell_status, "start": self.start, "stop": self.stop}[action]
                do(Path(settings.DATA_DIR))
        except (embedded.EmbeddedError, BackupError) as error:
            raise CommandError(str(error)) from error

    def refuse_other_servers(self) -> None:
        if not settings.USES_EMBEDDED_DATABASE:
            raise CommandError(
                "DATABASE_URL is set: this app uses that server, which is started and stopped where it runs. "
                "Unset DATABASE_URL to use the one that comes with the app."
            )

    def grant(self) -> None:
        try:
            wrong = granting.needless() + granting.lacking()
            if wrong:
                with as_owner():
                    granting.grant()
        except starting.NotReadyError as error:
            raise CommandError(str(error)) from error
        for right in wrong:
            self.stdout.write(f"Put right: {right}.")
        self.stdout.write("The app's rights are as they should be.")

    def verify(self) -> None:
        try:
            faults = 0
            for sentence in verifying.damage():
                faults += 1
                self.stdout.write(sentence)
        except embedded.EmbeddedError as error:
            raise CommandError(str(error)) from error
        if faults:
            raise CommandError(
                f"{faults} faults were found. Make a copy of the data folder before anything is changed."
            )
        looked = (
            "Tables, indexes, texts, quotes and journals"
            if settings.USES_EMBEDDED_DATABASE
            else "Texts, quotes and journals"
        )
        self.stdout.write(f"{looked} are as they were stored.")

    def start(self, data_dir: Path) -> None:
        cluster = embedded.start(data_dir, keep=True, progress=self.stdout.write)
        self.stdout.write(f"The database is running (process {cluster.pid}); its socket is in {cluster.socket_dir}.")

    def stop(self, data_dir: Path) -> None:
        stopped = embedded.stop(data_dir, progress=self.stdout.write)
        self.stdout.write("The database is stopped." if stopped else "The database was not running.")

    def upgrade(self, data_dir: Path, old_programs: Path | None) -> None:
        done = upgrading.upgrade(data_dir, old_programs=old_programs, watching=Bars(), progress=self.stdout.write)
        with as_owner():
            granting.grant()  # a dump holds no rights
        self.stdout.write(
            f"The database is carried over from PostgreSQL {done.old_major} to {embedded.MAJOR}: {done.rows} rows, "
            f"each compared. {done.old} is kept as it was: remove it when you need it no more."
        )

    def drop_old(self, database: str) -> None:
        if database:
            putting_aside.drop_old(database)
            self.stdout.write(f"{database} is gone.")
            return
        for name in (there := putting_aside.kept_before()):
            self.stdout.write(name)
        if not there:
            self.stdout.write("No restore has put a database aside.")

    def tell_of_other_server(self) -> None:
        self.stdout.write("DATABASE_URL is set: its server is started, stopped and looked at where it runs.")
        self.tell_of_programs_and_backups()

    def tell_of_programs_and_backups(self) -> None:
        self.stdout.write(f"PostgreSQL's programs (psql, pg_dump, pg_restore) are in {embedded.programs_dir()}.")
        self.stdout.write(keeping.told_of_last())

    def tell_status(self, data_dir: Path) -> None:
        status = embedded.status(data_dir)
        self.stdout.write(self.sentence(status))
        self.tell_of_programs_and_backups()
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
