"""`manage.py list_releases`: the releases of a project, one a line."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand

from newsreview.exports.management.commands.export_project import project_named
from newsreview.exports.models import Release

EXPLAINED = """\
A line has the release's number, its state (waiting, built, failed, withdrawn), its digest (- where it has none), the
day when it was asked for, and its name, with tabs between them.

examples:
  %(prog)s ferry
  %(prog)s ferry | awk -F'\\t' '$2 == "built" { print $1 }' | tail -1

exit codes:
  0  these are all
  2  there is no such project
"""


class Command(BaseCommand):
    help = "List the releases of a project."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the project's name in addresses")

    def handle(self, *, slug: str, **_options: Any) -> None:
        releases = Release.objects.filter(project=project_named(slug)).with_end().order_by("number")
        for release in releases:
            self.stdout.write(told(release))


def told(release: Release) -> str:
    """Names have no tabs or line ends of their own here."""
    digest = release.outcome.manifest["digest"] if release.is_built else "-"
    day = release.requested_at.date().isoformat()
    return "\t".join([str(release.number), release.state, digest, day, " ".join(release.name.split())])
