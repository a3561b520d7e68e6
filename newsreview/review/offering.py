"""What can be chosen where people differ."""

from collections.abc import Mapping
from itertools import permutations
from typing import Any

from newsreview.agreement.disagreeing import Disagreement, Kind
from newsreview.agreement.readings import given
from newsreview.annotation.decisions import Choice
from newsreview.annotation.refusals import Unacceptable
from newsreview.annotation.standing import Snapshot
from newsreview.labels.models import Label
from newsreview.review.sides import Sides

PLACES = {Kind.LABEL, Kind.MISSING, Kind.BOUNDARY}


def choices(question: Disagreement, labels: Mapping[str, Label]) -> set[Choice]:
    """Beside each side: where one of them has nothing, taking that side is choosing neither."""
    found = {Choice.SIDE}
    if None not in question.sides:
        found.add(Choice.NEITHER)
        if not question.only_answers and may_stand_together(question, labels):
            found.add(Choice.BOTH)
    if question.kind in PLACES:
        found.add(Choice.OWN)
    return found


def may_stand_together(question: Disagreement, labels: Mapping[str, Label]) -> bool:
    """Different things: links to two targets, or spans whose labels do not exclude each other."""
    said = [labels[side.label] for side in given(question.sides)]
    if question.kind == Kind.LINK:
        return not said[0].at_most_one
    return not any(other.key in one.excludes for one, other in permutations(said, 2))


def refuse_unless_offered(
    question: Disagreement, sides: Sides, labels: Mapping[str, Label], decision: Snapshot
) -> None:
    chosen = decision["choice"]
    known = {str(one.pk) for one in sides.sets}
    if chosen not in choices(question, labels):
        raise Unacceptable("This cannot be chosen here.")
    if (chosen == Choice.SIDE) != (decision["taken"] in known) or (chosen == Choice.OWN) != bool(decision["own"]):
        raise Unacceptable("Say which side is taken, or which words are marked instead.")


def what_each_has(question: Disagreement, sides: Sides) -> list[dict[str, Any]]:
    """Of each set, the id of its mark there; None where it has none."""
    return [
        {"set": str(one.pk), "mark": sides.place(reader, side)[1] if side else None}
        for reader, (one, side) in enumerate(sides.each(question.sides))
    ]
