"""`manage.py check_export`: whether an export is whole, for whoever was sent one."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.native_format import NotWhole, check, in_words

NOT_WHOLE = 1
USAGE = 2

EXPLAINED = """\
The last line of an export in the app's own format has counts, and the digest of all lines before it.

examples:
  %(prog)s ferry.jsonl && python train.py ferry.jsonl
  gunzip --stdout ferry.jsonl.gz | %(prog)s -

exit codes:
  0  the export is whole: standard output says how much is in it
  1  it was cut short, or changed: the message says where
  2  the file cannot be read
"""


class Command(BaseCommand):
    help = "Look whether an export is whole."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the export; - for standard input")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            if file == Path("-"):
                counts = check(sys.stdin.buffer)
            else:
                with file.open("rb") as lines:
                    counts = check(lines)
        except NotWhole as error:
            raise CommandError(f"{file} is not whole. {error}", returncode=NOT_WHOLE) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=USAGE) from error
        self.stdout.write(f"whole: {in_words(counts)}")
