"""The console script `newsreview`, thin over the management commands; and what `manage.py` has in common with it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, execute_from_command_line, get_commands, load_command_class
from environs import EnvError

# What is said to the script, and the management command that carries it out.
COMMANDS = {
    "export": "export_project",
    "check": "check_export",
    "release": "make_release",
    "releases": "list_releases",
    "pull": "pull_release",
    "import": "import_articles",
    "import-annotations": "import_annotations",
    "predictions": "import_predictions",
    "serve": "serve",
}
FAILED = 1
USAGE = 2
INTERRUPTED = 130  # as shells say it of whom the user has ended


def main() -> None:
    said = sys.argv[1] if len(sys.argv) > 1 else "--help"
    with ready():
        if said in COMMANDS:
            check(COMMANDS[said], *sys.argv[2:])
            command(said).run_from_argv(["newsreview", *sys.argv[1:]])
        elif said in {"-h", "--help", "help"}:
            sys.stdout.write(usage())
        else:
            sys.stderr.write(usage())
            sys.exit(USAGE)


def manage(argv: list[str]) -> None:
    with ready():
        check(*argv[1:])
        execute_from_command_line(argv)


@contextmanager
def ready() -> Iterator[None]:
    """With Django set up; what an administrator can mend is said in a sentence, and ends the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsreview.settings")
    try:
        django.setup()
        # These read the settings.
        from django.db import OperationalError

        from newsreview.commands.starting import NotReadyError
        from newsreview.embedded import EmbeddedError
        from newsreview.object_storage import StorageAway

        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough, and knows. Python would try once more when it ends, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FAILED)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except (EmbeddedError, NotReadyError, OperationalError, StorageAway) as error:
            sys.exit(str(error))
    except (EnvError, ImproperlyConfigured) as error:
        sys.exit(f"newsreview cannot start: {error}")


def check(*command: str) -> None:
    """Whether the database is fit for the command, where it needs one."""
    from newsreview.commands.owning import AS_OWNER, become_owner  # these read the settings
    from newsreview.commands.starting import check_before_command

    check_before_command(["manage.py", *command])
    if command and command[0] in AS_OWNER:
        become_owner()


def usage() -> str:
    told = "".join(f"  {said:<19} {command(said).help}\n" for said in COMMANDS)
    return f"usage: newsreview COMMAND ...\n\n{told}\n`newsreview COMMAND --help` has examples and exit codes.\n"


def command(said: str) -> BaseCommand:
    name = COMMANDS[said]
    return load_command_class(get_commands()[name], name)
