"""How an annotation set came to be what it is: its journal, the latest first."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.web.requests import person_of
from newsreview.web.telling import told

ROWS = 50


@require_safe
@login_required
def history(request: HttpRequest, set_id: UUID) -> HttpResponse:
    sets = access.visible_sets(person_of(request)).select_related("person", "task__project", "task__article")
    annotation_set = get_object_or_404(sets.defer("task__article__text", "task__article__metadata"), pk=set_id)
    before = request.GET.get("before", "")
    edits = annotation_set.edits.select_related("by", "undoes", "redoes").order_by("-number")
    if before.isdecimal() and len(before) < 10:
        edits = edits.filter(number__lt=int(before))
    page = list(edits[: ROWS + 1])
    context = {
        "set": annotation_set,
        "entries": told(annotation_set, page[:ROWS]),
        "next_page": page[ROWS - 1].number if len(page) > ROWS else None,
    }
    return render(request, "history/page.html", context)
