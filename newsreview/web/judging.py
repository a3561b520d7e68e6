"""What a reviewer does on the screen of review: approve a mark, ask for a change, accept the set or give it back."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.notices import telling
from newsreview.review import commenting, reviewing, settling
from newsreview.review.models import About
from newsreview.review.reviewing import Seen
from newsreview.web.requests import person_of, posted_id, posted_number, reading_a_form
from newsreview.web.reviewing import review_of


def named_set(
    request: HttpRequest, set_id: UUID, among: Callable[[User], QuerySet[AnnotationSet]] = access.reviewed_sets
) -> AnnotationSet:
    """That was handed in."""
    return get_object_or_404(among(person_of(request)).select_related("task__article", "person"), pk=set_id)


@reading_a_form()
def named_mark(request: HttpRequest) -> Seen:
    return Seen(About(request.POST["about"]), UUID(request.POST["item"]), UUID(request.POST["seen"]))


def onwards(request: HttpRequest, set_id: UUID, item: UUID) -> HttpResponse:
    following = review_of(request, set_id).next_open(after=item)
    query = f"?{urlencode({'item': following.id})}" if following else ""
    return redirect(reverse("review", args=[set_id]) + query)


@require_POST
@login_required
def approval(request: HttpRequest, set_id: UUID) -> HttpResponse:
    handed_in, mark = named_set(request, set_id), named_mark(request)
    reviewing.approve(annotation_set=handed_in.pk, by=person_of(request), seen=[mark])
    return onwards(request, set_id, mark.object_id)


@require_POST
@login_required
def change_request(request: HttpRequest, set_id: UUID) -> HttpResponse:
    handed_in, mark = named_set(request, set_id), named_mark(request)
    with transaction.atomic():
        asked = commenting.request_change(
            annotation_set=handed_in.pk,
            by=person_of(request),
            thread=posted_id(request),
            about=mark.about,
            object_id=mark.object_id,
            rule=request.POST.get("rule", ""),
            text=request.POST.get("text", ""),
            readers=access.readers_of(handed_in),
        )
        telling.mentioned(asked.comments.earliest("at"))
    return onwards(request, set_id, mark.object_id)


@require_POST
@login_required
def acceptance(request: HttpRequest, set_id: UUID) -> HttpResponse:
    handed_in, base = named_set(request, set_id), posted_number(request, "base")
    with transaction.atomic():
        telling.accepted(settling.accept(annotation_set=handed_in.pk, by=person_of(request), base=base))
    messages.success(request, _("“%(title)s” is accepted.") % {"title": handed_in.task.article.headline})
    return redirect("queue")


@require_POST
@login_required
def returning(request: HttpRequest, set_id: UUID) -> HttpResponse:
    # Sent twice, it finds the draft that it has made of the set.
    handed_in, note = named_set(request, set_id, among=access.colleagues_sets), request.POST.get("text", "")
    with transaction.atomic():
        outcome = settling.return_set(
            annotation_set=handed_in,
            by=person_of(request),
            edit_id=posted_id(request),
            note=note,
            rest_is_right="rest" in request.POST,
        )
        telling.returned(edit=outcome.edit, note=note)
    names = {"title": handed_in.task.article.headline, "person": handed_in.person}
    messages.success(request, _("“%(title)s” is back with %(person)s.") % names)
    return redirect("queue")
