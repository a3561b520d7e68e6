"""`manage.py import_predictions`: what a model marked, from a file."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsreview import access
from newsreview.annotation.refusals import Unacceptable
from newsreview.intake.management.commands.import_articles import person_called, project_named
from newsreview.intake.prediction_files import Summary, import_predictions

SOME_REFUSED = 1
USAGE = 2

EXPLAINED = """\
A line of the file is an article as the API takes it (docs/predictions.md), by its id and the SHA-256 of its text, which
stand in every export:

  {"article": "0197…", "sha256": "9b2e…", "spans": [{"id": "c1", "label": "claim", "start": 20, "end": 39,
   "quote": "We asked for a week", "score": 0.93}], "links": []}

A line is stored whole, or refused with nothing of it stored. Sending the same file again changes nothing. A version of
a model marks an article once: what has changed is another version.

examples:
  %(prog)s predicted.jsonl --model spancat --model-version 3 --project ferry --by ada@example.org

exit codes:
  0  every line is there
  1  some were refused: each is named with its number, its field and the reason
  2  nothing was stored: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Bring in what a version of a model marked."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--model", required=True, metavar="NAME", help="what the model is called")
        parser.add_argument("--model-version", required=True, metavar="VERSION", help="and this version of it")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's name in addresses")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="whom the journal names for it: a manager or ML engineer"
        )

    def handle(self, *, path: Path, project: str, by: str, model: str, model_version: str, **_options: Any) -> None:
        into, person = project_named(project, may_create=False, manager=None), person_called(by)
        if not access.may_predict(person, into):
            raise CommandError(f"{by} is neither manager nor ML engineer of {into.slug}.", returncode=USAGE)
        try:
            with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
                summary = import_predictions(
                    path=path, project=into, by=person, model=model, version=model_version, progress=bar.update
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=USAGE) from error
        except Unacceptable as error:
            raise CommandError(str(error), returncode=USAGE) from error
        self.tell(path, summary)
        if summary.refused:
            sys.exit(SOME_REFUSED)

    def tell(self, path: Path, summary: Summary) -> None:
        for refusal in summary.refusals:
            line = f", line {refusal.line}" if refusal.line else ""
            self.stderr.write(f"{path.name}{line}: {refusal.reason}")
        if unnamed := summary.refused - len(summary.refusals):
            self.stderr.write(f"... and {unnamed:,} more were refused.")
        self.stdout.write(f"{summary.stored:,} stored, {summary.present:,} already there, {summary.refused:,} refused")
