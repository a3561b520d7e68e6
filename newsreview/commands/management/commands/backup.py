"""`manage.py backup`: all that a desk knows, in one file that was restored to try it."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.backups import daily, keeping
from newsreview.backups.errors import BackupError, in_words
from newsreview.backups.making import Made, make_backup
from newsreview.commands.showing import Bars

FAILED, USAGE, FILES_MISSING = 1, 2, 3

EXAMPLES = f"""\
examples:
  manage.py backup desk.tar              the database, raw files and releases, tried by restoring it
  manage.py backup desk.tar --no-verify  without trying it: half the time, and no proof
  manage.py backup --daily               into the folder of daily backups, as the app does by itself each day
  manage.py backup --list                the daily backups that are there, and how the last one went
  manage.py restore desk.tar --dry-run   try a backup again, on this machine or another

The file appears under its name when it is whole, over whatever had the name; until then that stays. People may go on
working: it shows one moment. Only its owner can read it. It holds texts and marks as they are, so keep it like them. It
has no sessions and not the secret key: keep the file secret_key of the data folder, and the environment, elsewhere.

exit codes:
  0  the backup is there
  {FAILED}  it is not: the message says why; a file of this name is as it was before
  {USAGE}  nothing was begun: the message says what was wrong with the command
  {FILES_MISSING}  it is there, but files which the database names were missing or damaged on this machine
"""


class Command(BaseCommand):
    help = "Write the database, raw files and releases into one file, and try it by restoring it."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to write; another disk is best")
        what.add_argument("--daily", action="store_true", help="into the folder of daily backups; old ones go")
        what.add_argument("--list", action="store_true", help="what is in the folder of daily backups")
        parser.add_argument("--no-verify", action="store_true", help="do not restore it to try it")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        if options["list"]:
            self.list_daily()
            return
        if file is not None and (file.is_dir() or not file.parent.is_dir()):
            raise CommandError(f"{file} is a folder, or is in none that exists. Name a file.", returncode=USAGE)
        try:
            if file is None:
                made = daily.back_up(Bars())
            else:
                made = make_backup(file, proved=not options["no_verify"], watching=Bars())
        except BackupError as error:
            raise CommandError(str(error), returncode=FAILED) from error
        self.tell(made)

    def tell(self, made: Made) -> None:
        self.stdout.write(daily.told(made))
        if made.manifest.missing:
            sys.exit(FILES_MISSING)

    def list_daily(self) -> None:
        for kept in keeping.kept():
            self.stdout.write(
                f"{kept.made_at:%Y-%m-%d %H:%M} UTC  {in_words(kept.path.stat().st_size):>9}  {kept.path}"
            )
        self.stdout.write(keeping.told_of_last())
