"""Signing in by link, and the page that makes the first administrator. Only for a browser on this very machine."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import NoReturn

from django import forms
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from newsreview.accounts import factors, signing_in
from newsreview.accounts.models import User
from newsreview.web import errors

View = Callable[[HttpRequest, str], HttpResponse]

# A proxy adds one of these: then the sender's address is not the browser's.
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


class FirstAdministratorForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    name = forms.CharField(
        label=gettext_lazy("Name"), strip=False, max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )

    class Meta:
        model = User
        fields = ["email", "name"]
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        known = {name: self.cleaned_data.get(name, "") for name in ("email", "name")}
        password_validation.validate_password(password, User(**known))
        return password


def is_from_this_machine(request: HttpRequest) -> bool:
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not any(name in request.headers for name in FORWARDED)


def from_this_machine(view: View) -> View:
    """Refuse everybody else, and say in words why a link does not work."""

    @wraps(view)
    def run(request: HttpRequest, token: str) -> HttpResponse:
        if not is_from_this_machine(request):
            title = _("This link works only on the machine that newsreview runs on.")
            return errors.page(request, 403, title, _("Open it there, or sign in with your password."))
        try:
            return view(request, token)
        except signing_in.BadLink as error:
            return errors.page(request, 410, _("This link does not work."), str(error))

    return run


@require_http_methods(["GET", "HEAD", "POST"])
@from_this_machine
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """GET only shows a button: what follows links ahead of a person uses nothing up."""
    if request.method == "POST":
        person = signing_in.use_link(token)
        login(request, person)
        factors.begun_by_link(request, person)
        return redirect("queue")
    return render(request, "signing_in/page.html", {"person": signing_in.look_at_link(token)})


@require_http_methods(["GET", "HEAD", "POST"])
@from_this_machine
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    signing_in.look_at_first_administrator_link(token)
    form = FirstAdministratorForm(request.POST or None)
    if form.is_valid():
        try:
            person = signing_in.make_first_administrator(token=token, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, person)
            factors.begun_by_link(request, person)
            return redirect("queue")
    return render(request, "signing_in/first_administrator.html", {"form": form}, status=422 if form.errors else 200)


def not_offered(request: HttpRequest, **_arguments: str) -> NoReturn:  # noqa: ARG001 -- Django passes it
    """Pages of the sign-in library for what does not exist here: people are added by others, and so are addresses."""
    raise Http404
