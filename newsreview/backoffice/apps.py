from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "newsreview.backoffice"
    verbose_name = _("Back office")
    default = True


class BackOfficeSite(admin_apps.AdminConfig):
    default_site = "newsreview.backoffice.site.BackOffice"
    default = False
