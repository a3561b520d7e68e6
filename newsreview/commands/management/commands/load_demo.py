from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.commands import demo


class Command(BaseCommand):
    help = "Load the demo story: a project, its team, six articles, some of them annotated."

    def handle(self, **_options: Any) -> None:
        try:
            project = demo.load()
        except demo.DemoIsThereError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The demo story is in the project “{project}” (/projects/{project.slug}/). Its people:")
        for person in demo.people():
            self.stdout.write(f"  {person.email}")
        self.stdout.write("They have no passwords: `manage.py sign_in_link EMAIL` signs one of them in.")
