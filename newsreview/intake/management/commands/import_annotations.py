"""`manage.py import_annotations`: bring articles in that were marked elsewhere, with their marks."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsreview.intake.bringing_marks import READERS, Summary, import_marked
from newsreview.intake.management.commands.import_articles import (
    CODE_POINTS,
    UTF_16,
    labels_from,
    manager_called,
    project_named,
)
from newsreview.native_format import in_words

SOME_REFUSED = 1
USAGE = 2

EXPLAINED = """\
Files may be this app's own exports (jsonl), Label Studio's JSON (label-studio) and doccano's JSON lines (doccano).
docs/formats.md says what is taken from each. Every label must be one of the project's, by its key or name, unless
--labels names a JSON file with what it becomes, as for import_articles. Marks come as
annotation sets of kind “import”, which are nobody's here; importing the same file again changes nothing. Where one mark
of a record is wrong, nothing of that record is stored.

examples:
  %(prog)s ferry.jsonl --project ferry --by ada@example.org
  %(prog)s tasks.json --format label-studio --project ferry --by ada@example.org
  %(prog)s all.jsonl --format doccano --offsets utf-16 --project ferry --by ada@example.org

exit codes:
  0  every record is there, with its marks
  1  some were refused: each is named with its line, its field and the reason
  2  nothing was imported: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Bring articles into a project with marks made elsewhere."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's name in addresses")
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="whom the journal names for it, and who manages the project"
        )
        parser.add_argument("--labels", type=Path, metavar="FILE.json", help="what the file's labels become")
        parser.add_argument("--format", choices=READERS, default="jsonl", help="(default: %(default)s)")
        parser.add_argument(
            "--offsets", choices=(CODE_POINTS, UTF_16), default=CODE_POINTS, help="unit (default: %(default)s)"
        )

    def handle(self, *, path: Path, project: str, by: str, offsets: str, **options: Any) -> None:
        into = project_named(project, may_create=False, manager=None)
        person = manager_called(by, into)
        try:
            with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
                summary = import_marked(
                    path=path,
                    form=options["format"],
                    project=into,
                    by=person,
                    utf16=offsets == UTF_16,
                    chosen=labels_from(options["labels"], into),
                    progress=bar.update,
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=USAGE) from error
        self.tell(summary)
        if summary.refused:
            sys.exit(SOME_REFUSED)

    def tell(self, summary: Summary) -> None:
        for refusal in summary.refusals:
            line = f", line {refusal.line}" if refusal.line else ""
            self.stderr.write(f"{refusal.file}{line}: {refusal.reason}")
        brought = in_words({"articles": summary.articles, "annotation_sets": summary.sets})
        refused = in_words({"records": summary.refused})
        self.stdout.write(f"{brought} imported, {summary.present:,} already there, {refused} refused")
