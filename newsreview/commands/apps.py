from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from newsreview import statements


class CommandsConfig(AppConfig):
    name = "newsreview.commands"
    verbose_name = _("Commands")

    def ready(self) -> None:
        # Django tells of a new connection in no other way.
        connection_created.connect(statements.watch)
