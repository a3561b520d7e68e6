"""`manage.py export_project`: a project as JSON lines, on standard output or in a file."""

import json
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from newsreview.exports import exporting
from newsreview.exports.saving import whole_or_not_at_all
from newsreview.projects.models import Project

FAILED = 1
USAGE = 2

EXPLAINED = """\
The first line says what the export is and under which label set it was made, each following line is one article with
everybody's marks, and the last line has counts and a digest: an export without it is not whole.
docs/export-format.md describes every field. All of it shows one moment, whoever works meanwhile.

examples:
  manage.py export_project ferry > ferry.jsonl
  manage.py export_project ferry --out exports/ferry.jsonl
  manage.py export_project ferry | gzip > ferry.jsonl.gz

With --out the file appears, or is replaced, only when it is whole; only the account that ran the command may read it.

exit codes:
  0  the export is whole
  1  it is not: the message says why; a file of this name is as it was before
  2  nothing was begun: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Write a project's articles and marks as JSON lines."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the project's name in addresses")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to write; standard output otherwise")

    def handle(self, *, slug: str, out: Path | None, **_options: Any) -> None:
        project = project_named(slug)
        if out is not None and (out.is_dir() or not out.parent.is_dir()):
            raise CommandError(f"{out} is a folder, or is in none that exists. Name a file.", returncode=USAGE)
        try:
            if out is None:
                self.print_export(project)
            else:
                with whole_or_not_at_all(out) as file:
                    write(project, file)
        except (DatabaseError, OSError, exporting.ExportBroken) as error:
            raise CommandError(f"The export is not whole: {error}", returncode=FAILED) from error

    def print_export(self, project: Project) -> None:
        try:
            write(project, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Python would try once more when it ends, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise


def write(project: Project, file: IO[bytes]) -> None:
    with closing(exporting.stream(project)) as blocks:
        for block in with_progress(blocks):
            file.write(block)


def with_progress(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, with a bar on standard error where that is a terminal. The header knows how many will come."""
    header = next(blocks)
    yield header
    total = json.loads(header)["counts"]["articles"]
    with tqdm(total=total, unit=" articles", disable=None, leave=False) as bar:
        for block in blocks:
            yield block
            bar.update(min(block.count(b"\n"), total - bar.n))


def project_named(slug: str) -> Project:
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no project “{slug}”. There are: {known}.", returncode=USAGE)
    return project
