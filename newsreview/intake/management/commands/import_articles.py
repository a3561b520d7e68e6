"""`manage.py import_articles`: bring files of articles into a project."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsreview import access
from newsreview.accounts.models import User
from newsreview.intake import keeping
from newsreview.intake.details import BadField
from newsreview.intake.finding import sources
from newsreview.intake.foreign_labels import LabelMap, read_map_file
from newsreview.intake.importing import Summary, import_paths
from newsreview.intake.manifest import BadManifest
from newsreview.native_format import in_words
from newsreview.projects.models import Project
from newsreview.projects.setting_up import create_project

SOME_REFUSED = 1
CODE_POINTS, UTF_16 = "code-points", "utf-16"
STDIN = Path("-")
USAGE = 2
NO_ROOM = 3

EXPLAINED = """\
Files may be .txt (UTF-8, one article each), .html (a page each, with all that is around it), .jsonl (one record a
line), .json (one record, or a list of them), and .csv or .tsv (the first row names the columns, every other row is a
record); each also packed, as .jsonl.gz or .csv.zst, and any number of them in a .zip, .tar, .tar.gz or .tar.zst. The
file - is what comes in; --kind says what it is. docs/importing.md says more.
A record has a text, and may have title, outlet, url, published_at, language, id, story and metadata; what else it has
is kept in the metadata. A manifest is a CSV file with the column file and any of title,outlet,url,published_at,
language,story, and one row a file. Folders are read with all that is below them. Importing the same files again
changes nothing.
Records that were marked elsewhere (our own exports, Label Studio's JSON, doccano's JSON lines) come in with their
marks; --by names who brings them. --labels names a JSON file with what their labels become, by kind: the keys of the
project's labels, or null for what is left out, as in {"span": {"ORG": "source", "DATE": null}, "link": {}}.

examples:
  %(prog)s articles/ --project ferry --create-project --manager ada@example.org
  %(prog)s articles/ --project ferry --manifest articles.csv
  %(prog)s feed.jsonl --project ferry --outlet "Harbour Post" --story "The ferry row"
  zcat feed.csv.gz | %(prog)s - --kind csv --project ferry
  %(prog)s tasks.json --project ferry --by ada@example.org --labels labels.json

exit codes:
  0  every record is there
  1  some were refused: each is named with its file, its line and the reason
  2  nothing was imported: the message says what was wrong with the command
  3  the disk is full, or the bucket with the files does not answer: what was imported stays, and the command can be
     run again
"""


class Command(BaseCommand):
    help = "Bring articles into a project."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder of files, or -")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's name in addresses")
        parser.add_argument("--create-project", action="store_true", help="make the project when there is none")
        parser.add_argument("--manager", metavar="EMAIL", help="who manages the project that is made")
        parser.add_argument("--manifest", type=Path, metavar="FILE.csv", help="one row of details a file")
        parser.add_argument("--outlet", help="the outlet of records that name none")
        parser.add_argument("--story", help="the story of records that name none")
        parser.add_argument("--kind", metavar="KIND", help="what comes in as the file -: jsonl, csv.gz, zip …")
        parser.add_argument("--by", metavar="EMAIL", help="who brings marks in, and manages the project")
        parser.add_argument("--labels", type=Path, metavar="FILE.json", help="what the labels of marks become")
        parser.add_argument(
            "--offsets", choices=(CODE_POINTS, UTF_16), default=CODE_POINTS, help="of marks (default: %(default)s)"
        )

    def handle(
        self,
        *,
        paths: list[Path],
        project: str,
        create_project: bool,
        manager: str | None,
        by: str | None,
        **options: Any,
    ) -> None:
        if (STDIN in paths) != bool(options["kind"]):
            raise CommandError("--kind says what comes in as the file -, and each needs the other.", returncode=USAGE)
        for path in paths:
            if path != STDIN and not path.exists():
                raise CommandError(f"There is no file or folder {path}.", returncode=USAGE)
        if manager and not create_project:
            raise CommandError("--manager is for a project that is made: add --create-project.", returncode=USAGE)
        into = project_named(project, may_create=create_project, manager=person_called(manager) if manager else None)
        person = manager_called(by, into) if by else None
        with what_comes_in(paths, options["kind"]) as files:
            summary = self.bring_in(files, into, person, **options)
        self.tell(summary)
        if create_project and not into.memberships.exists():
            self.stderr.write(f"Nobody works in “{into}” yet: an administrator gives it a manager in the back office.")
        if summary.refused:
            sys.exit(SOME_REFUSED)

    def bring_in(self, paths: list[Path], into: Project, by: User | None, **options: Any) -> Summary:
        files = sources(paths, but=options["manifest"])
        total = sum(file.path.stat().st_size for file in files if file.path.is_file())
        try:
            with tqdm(total=total, unit="B", unit_scale=True, disable=None, leave=False) as bar:
                return import_paths(
                    paths=paths,
                    project=into,
                    by=by,
                    **{name: options[name] for name in ("outlet", "story", "manifest")},
                    chosen=labels_from(options["labels"], into),
                    utf16=options["offsets"] == UTF_16,
                    progress=bar.update,
                )
        except (BadManifest, BadField) as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except OSError as error:
            if keeping.is_full(error):
                raise CommandError(keeping.no_room(), returncode=NO_ROOM) from error
            if keeping.is_away(error):
                raise CommandError(str(error), returncode=NO_ROOM) from error
            raise

    def tell(self, summary: Summary) -> None:
        for name in summary.without_row:
            self.stderr.write(f"{name}: the manifest has no row for this file; it was read without one.")
        for refusal in summary.refusals:
            line = f", line {refusal.line}" if refusal.line else ""
            self.stderr.write(f"{refusal.file}{line}: {refusal.reason}")
        if unnamed := summary.refused - len(summary.refusals):
            self.stderr.write(f"... and {unnamed:,} more were refused.")
        if summary.into_metadata:
            names = ", ".join(f"{name} ({count:,})" for name, count in summary.into_metadata.items())
            self.stderr.write(f"No fields of an article, and so kept in its metadata: {names}")
        revised = f" ({summary.revised:,} of them new revisions)" if summary.revised else ""
        self.stdout.write(
            f"{summary.imported:,} imported{revised}, {summary.present:,} already there, "
            f"{summary.completed:,} completed, {summary.refused:,} refused"
        )
        if summary.sets or summary.sets_present:
            brought = in_words({"annotation_sets": summary.sets, "spans": summary.spans, "links": summary.links})
            self.stdout.write(f"With {brought}; {summary.sets_present:,} already there")


@contextmanager
def what_comes_in(paths: list[Path], kind: str | None) -> Iterator[list[Path]]:
    """The paths; in place of - a file with what comes in, called by its kind."""
    if not kind:
        yield paths
        return
    if Path(kind).name != kind:
        raise CommandError(f"--kind {kind} is the ending of no file.", returncode=USAGE)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"stdin.{kind.removeprefix('.')}")
        with file.open("wb") as kept:
            copyfileobj(sys.stdin.buffer, kept)
        yield [file if path == STDIN else path for path in paths]


def labels_from(path: Path | None, project: Project) -> LabelMap:
    try:
        return read_map_file(path, project) if path else LabelMap()
    except BadField as error:
        raise CommandError(str(error), returncode=USAGE) from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=USAGE) from error


def manager_called(email: str, project: Project) -> User:
    person = person_called(email)
    if not access.may_import(person, project):
        raise CommandError(f"{email} does not manage {project.slug}.", returncode=USAGE)
    return person


def person_called(email: str) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody with the address {email} has an account here.", returncode=USAGE)
    return person


def project_named(slug: str, *, may_create: bool, manager: User | None) -> Project:
    """The team of a project that stands is left as it is."""
    project = Project.objects.filter(slug=slug).first()
    if project is not None:
        return project
    if not may_create:
        raise CommandError(f"There is no project “{slug}”. Add --create-project to make it.", returncode=USAGE)
    try:
        return create_project(slug=slug, by=manager)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages), returncode=USAGE) from error
