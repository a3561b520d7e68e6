"""Leading people to their second factor, where one is asked for, and back."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.accounts import factors
from newsreview.accounts.models import User
from newsreview.web import errors
from newsreview.web.requests import person_of

BACK = "after_second_factor"  # in the session: where somebody was who had to set one up first
# Where somebody without a second factor may still go: what sets one up, and out.
OPEN = ("/accounts/", "/account/", "/second-factor/", "/words.js", "/sign-in/", "/invitations/", "/static/", "/api/")


@require_safe
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    person, back = person_of(request), way_back(request)
    if factors.is_proved(request):
        request.session.pop(BACK, None)
        return redirect(back)
    if factors.has_factor(person):
        proving = [way for way in get_adapter().get_reauthentication_methods(person) if "mfa" in way["id"]]
        return redirect(f"{proving[0]['url']}?{urlencode({'next': back})}")
    request.session[BACK] = back
    messages.warning(request, _("This asks for a second factor. Set one up here, then you are led back."))
    return redirect("mfa_index")


def way_back(request: HttpRequest) -> str:
    back = request.GET.get("next") or request.session.get(BACK) or resolve_url(settings.LOGIN_REDIRECT_URL)
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if own else resolve_url(settings.LOGIN_REDIRECT_URL)


def asked_of_everybody(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Where the installation asks everybody for a second factor, nothing opens without one."""

    def respond(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR != "everybody" or request.path.startswith(OPEN):
            return get_response(request)
        if not request.user.is_authenticated or factors.is_proved(request):
            return get_response(request)
        if request.method == "GET" and "HX-Request" not in request.headers:
            return redirect(f"{reverse('second-factor')}?{urlencode({'next': request.get_full_path()})}")
        return errors.page(request, 403, _("This asks for a second factor."), _("Set one up: see Your account."))

    return respond


def advise(request: HttpRequest, person: User) -> None:
    """Whoever can do much is asked to set one up, at each sign-in without one."""
    if factors.is_proved(request) or factors.has_factor(person):
        return
    if access.may_open_back_office(person) or access.managed_projects(person).exists():
        told = _("You may do much here: set up a second factor, under Your account, so that a password is not enough.")
        messages.warning(request, told)
