#!/usr/bin/env python
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main(argv: list[str]) -> None:
    django.setup()
    # These read the settings.
    from django.db import OperationalError

    from newsreview.commands.starting import NotReadyError, check_before_command
    from newsreview.embedded import EmbeddedError

    try:
        check_before_command(argv)
        execute_from_command_line(argv)
    except (EmbeddedError, NotReadyError, OperationalError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsreview.settings")
    try:
        main(sys.argv)
    except (EnvError, ImproperlyConfigured) as error:
        sys.exit(f"newsreview cannot start: {error}")
