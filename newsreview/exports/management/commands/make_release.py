"""`manage.py make_release`: freeze a project's marks as a release, and wait until it is built."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import timedelta
from time import sleep
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker
from tqdm import tqdm

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.refusals import Refusal
from newsreview.exports.building import progress
from newsreview.exports.choosing import DEGREES, VOTES, Choices
from newsreview.exports.formats import FURTHER
from newsreview.exports.management.commands.export_project import project_named
from newsreview.exports.management.commands.list_releases import told
from newsreview.exports.models import Release
from newsreview.exports.releasing import request_release
from newsreview.projects.models import Project
from newsreview.splits.dealing import SIDES

FAILED = 1
USAGE = 2
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_OF_SILENCE = 30  # after which a worker counts as gone
SEVERAL = ("label", "outlet", "story", "language", "format")
LISTS = {"story": "stories"}

EXPLAINED = """\
The server's worker builds it (`manage.py serve`), after those that were asked for before; the command waits for that
and shows how far it is. Ended meanwhile, it leaves the release to be built all the same.

What is chosen is what the page *New release* offers; docs/releases.md says what each means. Standard output has the
line that `newsreview releases` shows of it: number, state, digest, day and name, with tabs between them.

examples:
  %(prog)s ferry --name May --by ada@example.org
  %(prog)s ferry --name May --by ada@example.org --splits 80/10/10 --format attributions --format spacy
  %(prog)s ferry --name "Claims in English" --by ada@example.org --label claim --language en | cut -f1

exit codes:
  0  it is built
  1  it could not be built: the message says why
  2  nothing was begun: the message says what was wrong with the command
"""


class Command(BaseCommand):
    help = "Freeze a project's marks as a release."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the project's name in addresses")
        parser.add_argument("--name", required=True, help="what it is called; no other of the project is")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who asks for it, and manages the project")
        parser.add_argument("--notes", default="", help="what readers should know of it")
        parser.add_argument("--sets", choices=DEGREES, default=Choices().sets, help="(default: %(default)s)")
        parser.add_argument("--votes", choices=VOTES, default=Choices().votes, help="(default: %(default)s)")
        parser.add_argument(
            "--splits", type=percentages, metavar="80/10/10", help="per cent of train, validation, test"
        )
        parser.add_argument("--seed", type=int, default=0, help="which of two groups goes first")
        for name in SEVERAL:
            listed = f"one of: {', '.join(FURTHER)}" if name == "format" else "once for each; all otherwise"
            parser.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help=listed)

    def handle(self, *, slug: str, name: str, by: str, notes: str, **options: Any) -> None:
        project = project_named(slug)
        person, choices = manager_called(by, project), choices_of(options)
        try:
            release = request_release(project=project, by=person, name=name, notes=notes, choices=choices)
        except Refusal as error:
            raise CommandError(str(error), returncode=USAGE) from error
        if not some_worker_runs():
            self.stderr.write("No worker runs here: the release waits for one (manage.py serve).")
        release = waited_for(release)
        if release.has_failed:
            raise CommandError(f"The release could not be built. {release.outcome.why}", returncode=FAILED)
        self.stdout.write(told(release))


def choices_of(options: dict[str, Any]) -> Choices:
    chosen: dict[str, Any] = {name: options[name] for name in ("sets", "votes", "seed")}
    chosen |= {LISTS.get(name, f"{name}s"): options[name] for name in SEVERAL}
    shares = dict(zip(SIDES, options["splits"] or (), strict=False))
    try:
        return msgspec.convert(chosen | {"shares": shares}, Choices)
    except ValueError as error:
        raise CommandError(f"That cannot be chosen. {error}", returncode=USAGE) from error


def percentages(given: str) -> list[int]:
    train, validation, test = (int(share) for share in given.split("/"))
    return [train, validation, test]


def manager_called(email: str, project: Project) -> User:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None or not access.may_manage(person, project):
        raise CommandError(f"Nobody with the address {email} manages {project.slug}.", returncode=USAGE)
    return person


def some_worker_runs() -> bool:
    lately = timezone.now() - timedelta(seconds=SECONDS_OF_SILENCE)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=lately).exists()


def waited_for(release: Release) -> Release:
    """With its end, which the worker writes. How far it is shows on standard error where that is a terminal."""
    with tqdm(total=0, unit=" articles", disable=None, leave=False) as bar:
        while True:
            release = Release.objects.with_end().get(pk=release.pk)
            if release.is_built or release.has_failed:
                return release
            seen, total = progress(release) or (0, 0)
            bar.total = total
            bar.update(seen - bar.n)
            sleep(SECONDS_BETWEEN_LOOKS)
