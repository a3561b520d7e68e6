"""A person's notices: what came back, what was accepted, who asks for them, which rules read otherwise now."""

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newsreview import access
from newsreview.accounts.models import User
from newsreview.notices import mailing
from newsreview.notices.models import Digest, Notice
from newsreview.notices.wording import sentence
from newsreview.review.models import Thread
from newsreview.web.requests import named, person_of
from newsreview.web.talks import place_of

ROWS = 50
MOST = 99  # that the bar counts


def unread_notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """For every template: asked only by the bar of a page."""

    @cache
    def count() -> int:
        person = request.user
        return Notice.objects.of(person).unread()[: MOST + 1].count() if isinstance(person, User) else 0

    return {"unread_notices": count}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """POST: all of them are read."""
    own = Notice.objects.of(person_of(request))
    if request.method == "POST":
        own.unread().update(read_at=timezone.now())
        return redirect("notices")
    before = named(request, "before")
    earlier = own.filter(pk__lt=before) if before else own
    page = list(earlier.with_names().order_by("-id")[: ROWS + 1])
    context: dict[str, Any] = {
        "notices": [(notice, sentence(notice)) for notice in page[:ROWS]],
        "next_page": page[ROWS - 1].pk if len(page) > ROWS else None,
        "digest": Digest.objects.filter(person=person_of(request), wanted_since__isnull=False).exists(),
    }
    return render(request, "notices/page.html", context)


@require_POST
@login_required
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """It is read, and leads to what it tells of."""
    own = Notice.objects.of(person_of(request)).select_related("person", "project", "annotation_set")
    told = get_object_or_404(own, pk=notice_id)
    if told.read_at is None:
        told.read_at = timezone.now()
        told.save(update_fields=["read_at"])
    return redirect(place(told))


def place(notice: Notice) -> str:
    if notice.kind == Notice.Kind.RULES_CHANGED:
        return reverse("project-guideline", args=[notice.project.slug])
    if notice.annotation_set is None:
        return reverse("queue")
    if notice.kind == Notice.Kind.MENTIONED:
        talks = Thread.objects.with_span().select_related("annotation_set")
        return place_of(talks.get(comments=notice.cause), notice.person)
    task = notice.annotation_set.task_id
    # What was settled may have been taken up again since.
    settled = notice.kind == Notice.Kind.SETTLED and access.settled_tasks(notice.person).filter(pk=task).exists()
    return reverse("adjudication" if settled else "task", args=[task])


@require_POST
@login_required
def digest(request: HttpRequest) -> HttpResponse:
    mailing.turn(person_of(request), on="on" in request.POST)
    return redirect("notices")
