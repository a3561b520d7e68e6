from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.commands import removing_demo


class Command(BaseCommand):
    help = "Take the demo story away: its project with all work in it, its people, articles, story and outlets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, yes: bool, **_options: Any) -> None:
        if not removing_demo.is_there():
            self.stdout.write("There is no demo story here.")
            return
        if not yes:
            self.ask()
        removal = removing_demo.remove()
        self.stdout.write("Removed: " + ", ".join(f"{count} {name}" for name, count in removal.removed.items()) + ".")
        for sentence in removal.kept:
            self.stdout.write(f"Kept: {sentence}.")
        self.stdout.write("An empty database gets the demo again at the next start, unless it is `make serve DEMO=0`.")

    def ask(self) -> None:
        self.stdout.write("This deletes the demo's project, with everything in it, and its people. There is no undo.")
        if others := removing_demo.work_of_others().count():
            self.stdout.write(
                f"{others} annotation sets in it were made by people who are not of the demo: they go too."
            )
        try:
            answer = input("Type “yes” to delete it: ")
        except EOFError:
            raise CommandError(
                "Nothing was removed: nobody is there to ask. Add --yes to delete it all the same."
            ) from None
        if answer.strip() != "yes":
            raise CommandError("Nothing was removed.")
