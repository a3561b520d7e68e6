"""`manage.py check_journal`: does everything that stands follow from its journal?"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsreview.annotation.checking import contradictions_in, sets_of
from newsreview.projects.models import Project

EXAMPLES = """\
examples:
  manage.py check_journal                check every annotation set of every project
  manage.py check_journal ferry demo     check the sets of two projects, by their short names

Each set's journal is replayed from its first edit and held against what stands: spans, links, article labels, the last
edit of each, submissions and reopenings, whose set it is; and each quote is read again in the article. Nothing is
changed, and people may go on working meanwhile.

exit codes:
  0  everything follows from its journal
  1  something does not: each contradiction is a line with the set's id and the object
  2  there is no such project
"""


class Command(BaseCommand):
    help = "Replay the journal of each annotation set, and say where it and what stands differ."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("projects", nargs="*", metavar="PROJECT", help="short names of projects (default: all)")

    def handle(self, *, projects: list[str], **_options: Any) -> None:
        known = set(Project.objects.filter(slug__in=projects).values_list("slug", flat=True))
        if unknown := [slug for slug in projects if slug not in known]:
            raise CommandError(
                f"There is no project {', '.join(unknown)}. Name projects as in /projects/.", returncode=2
            )
        sets = sets_of(projects)
        checked = wrong = 0
        for set_id in tqdm(sets.iterator(chunk_size=2_000), total=sets.count(), unit=" sets", disable=None):
            checked += 1
            for contradiction in contradictions_in(set_id):
                wrong += 1
                with tqdm.external_write_mode(file=self.stdout):
                    self.stdout.write(f"set {set_id}: {contradiction}")
        if wrong:
            self.stderr.write(f"{wrong} contradictions in {checked} annotation sets.")
            sys.exit(1)
        self.stdout.write(f"{checked} annotation sets follow from their journals.")
