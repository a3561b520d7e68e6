# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from collections.abc import Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsreview import access
from newsreview.accounts import factors
from newsreview.accounts.models import User


class BackOffice(AdminSite):
    site_header = _("newsreview back office")
    site_title = _("newsreview")
    index_title = _("Back office")
    empty_value_display = "–"
    enable_nav_sidebar = False
    # The order of work: who, on what, marking what, what came of it, and who was told.
    sections = ("accounts", "projects", "corpus", "labels", "annotation", "review", "exports", "notices")
    # What libraries call apps of their own belongs with the people here.
    with_people = ("auth", "admin")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Only our own screens. Those which libraries register by themselves know nothing of access and deleting."""
        if admin_class is None or not admin_class.__module__.startswith("newsreview."):
            return
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register(models, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        for label in self.with_people:
            if "accounts" in apps and label in apps:
                apps["accounts"]["models"] += apps.pop(label)["models"]
        known = [label for label in self.sections if label in apps]
        return [apps[label] for label in (*known, *sorted(apps.keys() - {*known}))]

    def has_permission(self, request: HttpRequest) -> bool:
        """A password alone does not open it."""
        return self.may_enter(request) and factors.is_proved(request)

    def may_enter(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and access.may_open_back_office(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Whoever is signed in and may not be here finds nothing; signing in again would not help them. Whoever may
        shows their second factor first, or sets one up."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                return self.ask_for_factor(request, request.get_full_path())
            response: HttpResponseBase = inner(request, *args, **kwargs)
            return response

        return guarded

    def ask_for_factor(self, request: HttpRequest, back: str) -> HttpResponse:
        if not self.may_enter(request):
            raise Http404
        return redirect(f"{reverse('second-factor')}?{urlencode({'next': back})}")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to sign in, for the back office too."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            return self.ask_for_factor(request, index)
        return redirect_to_login(request.GET.get("next", index), reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")
