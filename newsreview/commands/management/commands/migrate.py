from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from newsreview.commands import breaking, granting
from newsreview.commands.owning import as_owner
from newsreview.commands.starting import NotReadyError, refuse_newer_database


class Command(migrate.Command):
    help = f"{migrate.Command.help} As the database's owner; then the app gets its rights to the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"] or options["check_unapplied"]:  # nothing is written
            super().handle(*args, **options)
            return
        try:
            with as_owner():
                refuse_newer_database()
                breaking.note_breaking()
                super().handle(*args, **options)
                granting.grant()
        except NotReadyError as error:
            raise CommandError(str(error)) from error
