"""A colleague's marks at the workbench: a reviewer changes what would take longer to ask for."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from newsreview.annotation.models import AnnotationSet
from newsreview.review.reviewing import acceptance_of
from newsreview.web.desk import Desk
from newsreview.web.operating import by_form
from newsreview.web.reviewing import handed_in
from newsreview.web.workbench import bench, panel


def desk_with(annotation_set: AnnotationSet) -> Desk:
    """For a reviewer; only to read once the set is accepted."""
    open_to_change = acceptance_of(annotation_set) is None
    return Desk(annotation_set.task, annotation_set, editable=open_to_change, as_reviewer=True)


@gzip_page
@require_safe
@login_required
def review_edit(request: HttpRequest, set_id: UUID) -> HttpResponse:
    desk = desk_with(handed_in(request, set_id))
    return bench(request, desk) if desk.editable else redirect("review", set_id)


@gzip_page
@require_safe
@login_required
def review_inspector(request: HttpRequest, set_id: UUID) -> HttpResponse:
    desk = desk_with(handed_in(request, set_id))
    return render(request, "workbench/_inspector.html", panel(request, desk))


@require_POST
@login_required
def review_form(request: HttpRequest, set_id: UUID) -> HttpResponse:
    theirs = handed_in(request, set_id)
    return by_form(request, desk_with(theirs), theirs)
