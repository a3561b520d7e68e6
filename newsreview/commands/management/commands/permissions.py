from typing import Any

from django.core.management.base import BaseCommand

from newsreview.access.permissions import as_markdown


class Command(BaseCommand):
    help = "Print who may see and do what, as Markdown."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(as_markdown())
