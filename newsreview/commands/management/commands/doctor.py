"""`manage.py doctor`: look the installation over, and say what to do."""

import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand

from newsreview.commands import doctoring
from newsreview.commands.doctoring import State

EXAMPLES = """\
examples:
  manage.py doctor                       before you go live, and whenever something seems wrong
  manage.py doctor || mail -s desk me    in a timer: it is quiet about nothing, and its exit code tells

Nothing is changed. exit codes:
  0  all is well, or needs care but not now
  1  something is ill: the line says what to do
"""
SIGNS = {State.WELL: "ok  ", State.CARE: "care", State.ILL: "ILL "}


class Command(BaseCommand):
    help = "Look the installation over: database, disk, jobs, mail, clock; and say what to do."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def handle(self, **_options: Any) -> None:
        ill = False
        for found in doctoring.examine():
            ill |= found.state is State.ILL
            self.stdout.write(f"{SIGNS[found.state]}  {found.about:11} {found.said}")
            if found.advice:
                self.stdout.write(f"{'':18}{found.advice}")
        if ill:
            sys.exit(1)
