"""`manage.py restore`: the desk of a backup in place of this one."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.backups.errors import BackupError
from newsreview.backups.restoring import restore, try_out
from newsreview.commands import granting
from newsreview.commands.owning import as_owner
from newsreview.commands.showing import Bars
from newsreview.commands.starting import NotReadyError

FAILED, USAGE = 1, 2

EXAMPLES = f"""\
examples:
  manage.py restore desk.tar              into an empty installation
  manage.py restore desk.tar --replace    in place of what is there, which is kept under another name
  manage.py restore desk.tar --dry-run    only try it, in a scratch database: nothing is changed

Stop the app first. The file is checked, member by member, and restored beside what is there; when every row is as it
was and every journal says so, it takes the place of the app's database in one step. Until then, and when it is
interrupted, everything is as it was: run it again. Missing migrations are applied. Everybody has to sign in again.

exit codes:
  0  the desk of the backup is there; for --dry-run: it could be
  {FAILED}  everything is as it was: the message says why
  {USAGE}  nothing was begun: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Put the desk of a backup in place of this one."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `manage.py backup` wrote")
        parser.add_argument("--replace", action="store_true", help="also where there is something already")
        parser.add_argument("--dry-run", action="store_true", help="only try it")

    def handle(self, *, file: Path, replace: bool, dry_run: bool, **_options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=USAGE)
        try:
            if dry_run:
                told = try_out(file, watching=Bars())
                self.stdout.write(f"{file} can be restored: it is the desk of {told.made_at:%Y-%m-%d %H:%M} UTC.")
                return
            done = restore(file, replace=replace, watching=Bars())
            with as_owner():
                granting.grant()  # to a database that has just been made, and what a dump does not hold
        except (BackupError, NotReadyError) as error:
            raise CommandError(str(error), returncode=FAILED) from error
        made_at = done.manifest.made_at
        self.stdout.write(f"The desk of {made_at:%Y-%m-%d %H:%M} UTC is restored; {done.files} files were put back.")
        if not done.has_its_secret:
            self.stdout.write(
                "This installation has another secret key than the desk had: exports will call annotators otherwise, "
                "and no code of an authenticator app fits. Put the secret_key of then into the data folder before you "
                "go on."
            )
        if done.kept_as:
            self.stdout.write(
                f"What was there before is the database {done.kept_as}. "
                f"Once you need it no more: manage.py database drop-old {done.kept_as}"
            )
