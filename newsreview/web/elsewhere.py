"""What others did while somebody had the page open, and what they are called."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.operations import Operation
from newsreview.annotation.refusals import Conflict, Gone, Refusal


def by_others(stale: Mapping[int, set[UUID]], person: User) -> dict[int, str]:
    """Paragraphs that others alone have changed, with their names. What one changed oneself is no surprise."""
    others = {number: who for number, who in stale.items() if person.pk not in who}
    names = User.objects.in_bulk(set().union(*others.values())) if others else {}
    return {number: ", ".join(sorted(str(names[pk]) for pk in who)) for number, who in others.items()}


def who_was_quicker(annotation_set: AnnotationSet, operation: Operation, refusal: Refusal, person: User) -> str:
    """Who changed or removed the span or link since the operation's sender saw it."""
    mark = getattr(operation, "span", None) or getattr(operation, "link", None)
    if mark is None or type(refusal) not in {Conflict, Gone}:
        return ""
    about = annotation_set.edits.filter(changes__contains=[{"id": str(mark)}]).select_related("by")
    last = about.order_by("number").last()
    if last is None:
        return ""
    if last.by_id == person.pk:
        return _("That was you, in another tab or browser.")
    return _("That was %(name)s.") % {"name": last.by}
