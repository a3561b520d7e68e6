"""`manage.py person`: what is stored of a person, and taking their name out of it."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsreview.accounts.models import User
from newsreview.accounts.people import CannotLeave
from newsreview.exports.person import lines_about
from newsreview.notices.forgetting import forget

EXPLAINED = """\
examples:
  %(prog)s export ada@example.org ada.jsonl   all that is stored of her, a row a line
  %(prog)s forget ada@example.org --yes       her name and address are gone; her work stays, a former colleague's

docs/privacy.md says what is in the one, and what stays after the other. Nobody can undo the latter.

exit codes:
  0  it is done
  1  it is not: the message says why
"""


class Command(BaseCommand):
    help = "Write down all that is stored of a person, or take their name out of it."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(
            prog_name, subcommand, epilog=EXPLAINED, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        export = steps.add_parser("export", help="write down all that is stored of them")
        export.add_argument("email", help="their e-mail address")
        export.add_argument("file", type=Path, help="a new file, for its owner alone")
        forgetting = steps.add_parser("forget", help="take their name out of it, for good")
        forgetting.add_argument("email", help="their e-mail address")
        forgetting.add_argument("--yes", action="store_true", help="yes, for good")

    def handle(self, *, step: str, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the e-mail address {email}.")
        if step == "export":
            self.export(person, options["file"])
        else:
            self.forget(person, sure=options["yes"])

    def export(self, person: User, file: Path) -> None:
        try:
            file.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{file} cannot be made: {error.strerror}.") from error
        with file.open("wb") as written:
            written.writelines(lines_about(person))

    def forget(self, person: User, *, sure: bool) -> None:
        if not sure:
            raise CommandError(f"This takes the name of {person} away for good. Say --yes if that is meant.")
        try:
            self.stdout.write(f"They are {forget(person=person)} now.")
        except CannotLeave as error:
            raise CommandError(str(error)) from error
