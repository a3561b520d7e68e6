"""How an annotation set came to be what it is: its journal, the latest first."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.restoring import restore
from newsreview.web import errors
from newsreview.web.requests import person_of, posted_number
from newsreview.web.telling import told

ROWS = 50


def seen_set(request: HttpRequest, set_id: UUID) -> AnnotationSet:
    sets = access.visible_sets(person_of(request)).with_version()
    named = sets.select_related("person", "task__project", "task__article")
    return get_object_or_404(named.defer("task__article__text", "task__article__metadata"), pk=set_id)


@require_safe
@login_required
def history(request: HttpRequest, set_id: UUID) -> HttpResponse:
    annotation_set = seen_set(request, set_id)
    before = request.GET.get("before", "")
    edits = annotation_set.edits.select_related("by", "undoes", "redoes").order_by("-number")
    if before.isdecimal() and len(before) < 10:
        edits = edits.filter(number__lt=int(before))
    page = list(edits[: ROWS + 1])
    context = {
        "set": annotation_set,
        "entries": told(annotation_set, page[:ROWS]),
        "next_page": page[ROWS - 1].number if len(page) > ROWS else None,
        "may_restore": access.editable_sets(person_of(request)).drafts().filter(pk=set_id).exists(),
    }
    return render(request, "history/page.html", context)


@require_POST
@login_required
def restoration(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """Let the set stand as it stood after one of its steps."""
    person, annotation_set = person_of(request), seen_set(request, set_id)
    if not access.may_edit(person, annotation_set):
        return errors.forbidden(request, PermissionError())
    step, base = posted_number(request, "to"), posted_number(request, "base")
    restore(annotation_set=annotation_set, by=person, to=step, base=base)
    messages.success(request, _("Everything stands as after step %(step)d. Undo takes this back.") % {"step": step})
    return redirect("set-history", set_id)
