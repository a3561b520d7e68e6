"""`manage.py export_project`: a project in any of the formats, on standard output, in a file or as a folder."""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from newsreview.exports import exporting, writing
from newsreview.exports.formats import FORMATS
from newsreview.exports.formats.format import FileFormat, FolderFormat, LibraryMissing
from newsreview.exports.saving import may_become_a_folder, whole_or_not_at_all
from newsreview.native_format import NotWhole, in_words
from newsreview.projects.models import Project

FAILED = 1
USAGE = 2

EXPLAINED = """\
formats:
{formats}

docs/formats.md describes each. All others are made from the app's own (docs/export-format.md), whose last line has
counts and a digest: an export without it is not whole. All of it shows one moment, whoever works meanwhile.

examples:
  %(prog)s ferry > ferry.jsonl
  %(prog)s ferry --out exports/ferry.jsonl
  %(prog)s ferry | gzip > ferry.jsonl.gz
  %(prog)s ferry --format attributions | jq .quote
  %(prog)s ferry --format csv --out ferry.csv

With --out the file or folder appears only when it is whole; only the account that ran the command may read it. A file
is replaced, a folder must not be there yet. Standard output then says what of the project it is made from.

exit codes:
  0  the export is whole
  1  it is not: the message says why, but to a reader who went away; a file of this name is as it was before
  2  nothing was begun: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Write a project's articles and marks, in one of many formats."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        formats = "\n".join(f"  {name:<15} {form.title}" for name, form in FORMATS.items())
        explained = EXPLAINED.format(formats=formats)
        return super().create_parser(
            prog_name, subcommand, epilog=explained, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the project's name in addresses")
        parser.add_argument("--format", choices=FORMATS, default="jsonl", metavar="NAME", help="(default: %(default)s)")
        parser.add_argument("--out", type=Path, metavar="PATH", help="where to write; standard output otherwise")

    def handle(self, *, slug: str, out: Path | None, **options: Any) -> None:
        project, form, progress = project_named(slug), FORMATS[options["format"]], Progress()
        try:
            form.refuse_without_libraries()
            if isinstance(form, FolderFormat):
                writing.fill(project, form, new_folder(out, form), progress)
            elif isinstance(form, FileFormat):
                write_file(project, form, out, progress)
        except LibraryMissing as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except BrokenPipeError:
            raise  # whoever reads has gone away
        except (DatabaseError, OSError, exporting.ExportBroken, NotWhole) as error:
            raise CommandError(f"The export is not whole: {error}", returncode=FAILED) from error
        if out is not None:
            self.stdout.write(f"{out} is written, from {in_words(progress.counts)}")


def write_file(project: Project, form: FileFormat, out: Path | None, progress: "Progress") -> None:
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise CommandError(f"{out} is a folder, or is in none that exists. Name a file.", returncode=USAGE)
    with closing(writing.blocks(project, form, progress)) as blocks:
        if out is None:
            print_blocks(blocks)
        else:
            with whole_or_not_at_all(out) as file:
                file.writelines(blocks)


def new_folder(out: Path | None, form: FolderFormat) -> Path:
    if out is None:
        raise CommandError(f"{form.name} is a folder of files. Name it with --out.", returncode=USAGE)
    if not may_become_a_folder(out):
        raise CommandError(f"{out} is there already, or is in no folder that exists. Name a new one.", returncode=USAGE)
    return out


def print_blocks(blocks: Iterator[bytes]) -> None:
    sys.stdout.buffer.writelines(blocks)
    sys.stdout.buffer.flush()


class Progress:
    """Blocks pass through, with a bar on standard error where that is a terminal. The header knows how many come."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def __call__(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        header = next(blocks)
        yield header
        self.counts = json.loads(header)["counts"]
        total = self.counts["articles"]
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
