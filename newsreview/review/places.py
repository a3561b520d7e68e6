"""How far the work at a place is: open, in hand, waiting for its review, accepted."""

from django.db.models import Case, CharField, Exists, OuterRef, Value, When

from newsreview.annotation.models import Submission
from newsreview.projects.models import SlotQuerySet

STATES = ("open", "in_hand", "waiting", "accepted")


def accepted() -> Exists:
    """Whether what the person of the place handed in stands, and is accepted."""
    theirs = {"annotation_set__task": OuterRef("task"), "annotation_set__person": OuterRef("person")}
    return Exists(Submission.objects.standing().filter(acceptance__isnull=False, **theirs))


def with_state(places: SlotQuerySet) -> SlotQuerySet:
    """Each with one of STATES as its `state`."""
    state = Case(
        When(person=None, then=Value("open")),
        When(heard_at__isnull=False, then=Value("in_hand")),
        When(accepted(), then=Value("accepted")),
        default=Value("waiting"),
        output_field=CharField(),
    )
    return places.annotate(state=state)


def in_state(places: SlotQuerySet, state: str) -> SlotQuerySet:
    """As with_state() tells them; asked for in the words of the indexes. Raises KeyError."""
    handed_in = places.filter(person__isnull=False, heard_at=None)
    return {
        "open": places.open(),
        "in_hand": places.in_hand(),
        "waiting": handed_in.filter(~accepted()),
        "accepted": handed_in.filter(accepted()),
    }[state]
