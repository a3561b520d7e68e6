"""A person's own account: what happened with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreview.accounts.security_models import SecurityEvent
from newsreview.web.requests import person_of

LATEST = 50


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    events = SecurityEvent.objects.about(person_of(request)).with_people().order_by("-id")[:LATEST]
    return render(request, "own_account/page.html", {"events": events})
