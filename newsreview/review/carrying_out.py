"""Operations as they come from outside: one's own marks one changes, a colleague's one corrects."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsreview.accounts.models import User
from newsreview.annotation import operations
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Refusal
from newsreview.review import correcting


@dataclass
class Run:
    """What became of the operations of one request: those carried out, and the refusal that stopped the rest."""

    outcomes: list[Outcome]
    refusal: Refusal | None = None
    refused: operations.Operation | None = None


def carry_out(operation: operations.Operation, annotation_set: AnnotationSet, person: User) -> Outcome:
    run = operations.run if annotation_set.person_id == person.pk else correcting.correct
    return run(operation, annotation_set=annotation_set, by=person)


def run_all(asked: Sequence[operations.Operation], annotation_set: AnnotationSet, person: User) -> Run:
    """In order, each in its own transaction; the first refusal stops the rest."""
    run = Run([])
    for operation in asked:
        try:
            run.outcomes.append(carry_out(operation, annotation_set, person))
        except Refusal as refusal:
            return Run(run.outcomes, refusal, operation)
    return run
