from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "newsreview.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from newsreview.accounts import listening  # noqa: F401 -- it needs the models, which are ready now
