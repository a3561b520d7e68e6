"""A person's own account: where they are signed in, and what happened with it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from newsreview.accounts import sessions, single_sign_on
from newsreview.accounts.security_models import SecurityEvent
from newsreview.web.devices import device_words
from newsreview.web.requests import person_of

LATEST = 50


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    person, this = person_of(request), request.session.session_key
    context: dict[str, object] = {
        "sessions": [(row, device_words(row.device), row.session_key == this) for row in sessions.standing(person)],
        "events": SecurityEvent.objects.about(person).with_people().order_by("-id")[:LATEST],
    }
    if told := settings.SINGLE_SIGN_ON:
        context |= {"sign_on": told["name"], "connection": single_sign_on.connection_of(person, told["issuer"])}
    return render(request, "own_account/page.html", context)


@require_POST
@login_required
def session_end(request: HttpRequest, named: UUID) -> HttpResponse:
    if not sessions.end(person=person_of(request), named=named):
        raise Http404
    messages.success(request, _("You are signed out there."))
    return redirect("account")


@require_POST
@login_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """All but this one."""
    ended = sessions.end_others(person=person_of(request), but=request.session.session_key)
    told = ngettext("You are signed out in %(n)d other place.", "You are signed out in %(n)d other places.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("account")
