"""Signing in at the issuer of OpenID Connect that the environment names, and connecting one's account with it."""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from newsreview.accounts import factors, single_sign_on
from newsreview.accounts.issuer import Issuer
from newsreview.web import errors
from newsreview.web.requests import person_of

View = Callable[[HttpRequest], HttpResponse]


def where_it_is_set_up(view: View) -> View:
    """Elsewhere there is nothing. Whoever is not let in is told why, and it is written down."""

    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        if not settings.SINGLE_SIGN_ON:
            raise Http404
        try:
            return view(request)
        except single_sign_on.NotLetIn as refusal:
            single_sign_on.write_down(refusal, settings.SINGLE_SIGN_ON["issuer"])
            return errors.page(request, refusal.status, _("Single sign-on did not work."), str(refusal))

    return run


@where_it_is_set_up
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    return Issuer(request).lead_there(process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request))


@where_it_is_set_up
@login_required
@require_POST
def connection(request: HttpRequest) -> HttpResponse:
    factors.prove_lately(request)
    return Issuer(request).lead_there(process=AuthProcess.CONNECT, person=str(person_of(request).pk))


@where_it_is_set_up
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    state, identity = Issuer(request).come_back()
    if state["process"] == AuthProcess.CONNECT:
        return connected(request, state["data"]["person"], identity)
    person = single_sign_on.let_in(identity)
    single_sign_on.begun_by_issuer(request, person)
    there: HttpResponse = perform_login(request, person, redirect_url=state.get("next"))
    return there


def connected(request: HttpRequest, who_began: str, identity: single_sign_on.Identity) -> HttpResponse:
    if str(request.user.pk) != who_began:
        raise single_sign_on.NotProved(why="another person is signed in")
    single_sign_on.connect(person=person_of(request), identity=identity)
    messages.success(request, _("Single sign-on is connected: from now on it opens your account."))
    return redirect("account")


@where_it_is_set_up
@login_required
@require_POST
def removal(request: HttpRequest) -> HttpResponse:
    factors.prove_lately(request)
    if single_sign_on.disconnect(person=person_of(request), issuer=settings.SINGLE_SIGN_ON["issuer"]):
        messages.success(request, _("Single sign-on is disconnected."))
    return redirect("account")
