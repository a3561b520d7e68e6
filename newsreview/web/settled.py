"""What became of a set: as its person first handed it in, beside how it stands, accepted or not."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.annotation.standing import net
from newsreview.review.reviewing import acceptance_of
from newsreview.web import errors
from newsreview.web.differences import differences
from newsreview.web.requests import person_of


@require_safe
@login_required
def settled(request: HttpRequest, set_id: UUID) -> HttpResponse:
    visible = access.visible_sets(person_of(request)).by_people()
    sets = visible.select_related("person", "task__project", "task__article")
    annotation_set = get_object_or_404(sets.defer("task__article__text", "task__article__metadata"), pk=set_id)
    first = annotation_set.submissions.select_related("edit").order_by("edit__number").first()
    if first is None:
        return errors.not_found(request, LookupError())
    edits = list(annotation_set.edits.filter(number__gt=first.edit.number).select_related("by").order_by("number"))
    last = {change["id"]: edit.by for edit in edits for change in edit.changes if not change.get("computed")}
    found = differences(annotation_set, net(edit.changes for edit in edits))
    context = {
        "set": annotation_set,
        "first": first,
        "acceptance": acceptance_of(annotation_set),
        "rows": [(difference, last.get(difference.mark)) for difference in found],
    }
    return render(request, "review/settled.html", context)
