"""Settling what several people have handed in for one article: one adjudicated set a task, which nobody marks by hand.

What all agree on is merged at once; each disagreement is decided for a side, for both, for neither or for a span of its
own. A decision is a row of the set like its marks, so the journal has it, and undo takes it back with what it brought.
Changes a side what it said there, the question is another one, and open again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from newsreview.accounts.models import User
from newsreview.agreement.readings import Marked
from newsreview.annotation import seating
from newsreview.annotation.attributes import filled_in
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.decisions import Choice
from newsreview.annotation.editing import new_span
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.placing import checked_offsets
from newsreview.annotation.refusals import Conflict, Unacceptable
from newsreview.annotation.standing import Snapshot, Standing, standing
from newsreview.annotation.submitting import hand_in
from newsreview.labels.comparing import places_gone
from newsreview.labels.models import Label, LabelSetVersion
from newsreview.review import offering
from newsreview.review.bringing_about import bring_about, differences
from newsreview.review.commenting import checked_comment
from newsreview.review.merging import Merging
from newsreview.review.models import Acceptance
from newsreview.review.reasons import checked_rule
from newsreview.review.reviewing import refuse_while_asked
from newsreview.review.sides import Sides, handed_in, sides_of

CHANGED = "What was marked there has changed meanwhile. Look at it as it stands, then decide."


class Asked(NamedTuple):
    """A question as it was seen: with the last edit of what is decided of it, if anything is."""

    question: UUID
    seen: UUID | None


@dataclass(frozen=True)
class Case:
    """The sides, and how far they are settled."""

    sides: Sides
    labels: Mapping[str, Label]
    now: Standing

    @cached_property
    def decided(self) -> dict[UUID, Snapshot]:
        """By question, also what is asked no more."""
        return {UUID(row_id): row for (kind, row_id), row in self.now.items() if kind == "decision"}

    @cached_property
    def open(self) -> list[UUID]:
        return [question for question in self.sides.questions if question not in self.decided]

    @cached_property
    def agreed(self) -> set[tuple[str, str]]:
        """The rows that accepting what all agree on would change."""
        return differences(self.labels, self.now, self.settled.rows)

    @cached_property
    def settled(self) -> Merging:
        """All that needs no deciding any more."""
        return self.merging(self.decided, accepted=None)

    def merging(self, decided: Mapping[UUID, Snapshot], accepted: Collection[str] | None) -> Merging:
        return Merging(self.sides, self.labels, decided, accepted)


@transaction.atomic
def refuse_own_work(task: UUID, by: User) -> None:
    """Nor do they take the article up until the transaction ends. What the sides have is locked before, if at all."""
    seating.lock_people(by)
    if AnnotationSet.objects.of_person(by).filter(task=task).exists():
        raise Unacceptable("Nobody adjudicates an article that they have annotated.")


def begin(*, task: UUID, by: User) -> AnnotationSet:
    """The task's adjudicated set, made where there is none; carried over where its sides use newer labels since."""
    refuse_own_work(task, by)
    begun = AnnotationSet.objects.filter(task=task, kind=AnnotationSet.Kind.ADJUDICATED).first()
    if begun is None:
        return make(task, sides_of(task).version)
    older = begun.label_set_version
    newer = Q(label_set_version__label_set=older.label_set_id, label_set_version__number__gt=older.number)
    side = handed_in(task).filter(newer).order_by("-label_set_version__number").first()
    if side and begun.submissions.filter(reopening=None).first() is None:
        gone = dict.fromkeys(places_gone(side.label_set_version))
        carry_over(annotation_set=begun, by=by, version=side.label_set_version_id, becomes=gone, stay=())
    return begun


@transaction.atomic
def make(task: UUID, version: LabelSetVersion) -> AnnotationSet:
    """Whoever comes second at the same moment gets the same."""
    seating.lock_task(task)
    made, _ = AnnotationSet.objects.get_or_create(
        task_id=task, kind=AnnotationSet.Kind.ADJUDICATED, defaults={"label_set_version": version}
    )
    return made


def case_of(draft: Draft) -> Case:
    annotation_set = draft.annotation_set
    if annotation_set.kind != AnnotationSet.Kind.ADJUDICATED:
        raise Unacceptable("This annotation set is somebody's own: it is reviewed, not adjudicated.")
    sides = sides_of(annotation_set.task_id)
    refuse_own_work(annotation_set.task_id, draft.by)
    if sides.version.pk != annotation_set.label_set_version_id:
        raise Conflict("Newer labels were used meanwhile. Look at what stands now, then decide again.")
    return Case(sides, draft.labels, standing(annotation_set))


@verb("agreed.accept")
def accept_agreed(draft: Draft) -> Result:
    """Merge everything that all sides have alike, and whatever else has come to follow from what was decided."""
    case = case_of(draft)
    forget_what_is_not_asked(draft, case)
    bring_about(draft, case.now, case.settled.rows)
    return {"rows": len(case.agreed)}


@verb("disagreements.decide")
def decide(
    draft: Draft,
    *,
    questions: Sequence[Asked],
    choice: str,
    taken: UUID | None = None,
    own: dict[str, Any] | None = None,
    rule: str = "",
    note: str = "",
    as_in: UUID | None = None,
) -> Result:
    """Decide `questions` alike, in one edit: several where they are alike themselves.

    `as_in` is the adjudicated set of a near-copy or an earlier revision whose decision was taken over: the journal
    keeps it. Raises Conflict when one of them was decided meanwhile, or is not asked any more.
    """
    case = case_of(draft)
    refuse_unless_seen(draft, case, questions)
    said = {
        "choice": Choice(choice).value,
        "taken": str(taken) if taken else None,
        "own": own_span(draft, case, questions, own) if own else None,
        "rule": checked_rule(draft.annotation_set.label_set_version, rule),
        "note": checked_comment(note),
    }
    new: dict[UUID, Snapshot] = {}
    for key, _ in questions:
        question = case.sides.questions[key]
        offering.refuse_unless_offered(question, case.sides, draft.labels, said)
        new[key] = {"kind": question.kind.value, "sides": offering.what_each_has(question, case.sides)} | said
        draft.put("decision", key, case.decided.get(key), new[key])
    forget_what_is_not_asked(draft, case)
    accepted = {row_id for _, row_id in case.now}
    bring_about(draft, case.now, case.merging(case.decided | new, accepted).rows)
    result = {"questions": [str(key) for key in new], "choice": said["choice"]}
    return result | ({"as_in": str(as_in)} if as_in else {})


def refuse_unless_seen(draft: Draft, case: Case, questions: Sequence[Asked]) -> None:
    seen = dict(questions)
    if not seen or not seen.keys() <= case.sides.questions.keys():
        raise Conflict(CHANGED)
    decided = draft.annotation_set.decisions.filter(pk__in=seen).values_list("pk", "last_edit")
    if seen != dict.fromkeys(seen) | dict(decided):
        raise Conflict("This was decided meanwhile. Look at what stands now, then decide again.")


def own_span(draft: Draft, case: Case, questions: Sequence[Asked], own: dict[str, Any]) -> Snapshot:
    """With the answers that the first side with this label has given."""
    if len(questions) > 1:
        raise Unacceptable("Own words are marked for one disagreement at a time.")
    label = draft.label_in_use(own["label"], Label.Kind.SPAN)
    offsets = checked_offsets(draft, own["start"], own["end"], own["quote"])
    sides = case.sides.questions[questions[0].question].sides
    theirs = ((reader, side) for reader, side in enumerate(sides) if side and side.label == label.key)
    answers = next((given_by(case, label, reader, side) for reader, side in theirs), {})
    return new_span(label, answers) | {"start": offsets.start, "end": offsets.end, "quote": own["quote"]}


def given_by(case: Case, label: Label, reader: int, side: Marked) -> dict[str, Any]:
    """A person's answers, without what the app filled in and nobody touched."""
    by_app = {attribute.key for attribute in filled_in(label)}.difference(case.sides.row(reader, side)["given"])
    return {key: answer for key, answer in side.attributes.items() if key not in by_app}


def forget_what_is_not_asked(draft: Draft, case: Case) -> None:
    for question, row in case.decided.items():
        if question not in case.sides.questions:
            draft.remove("decision", question, row)


@verb("finish")
def finish(draft: Draft, *, base: int) -> Result:
    """Hand in what was settled as it was at version `base`; with it, what each of the sides handed in is settled."""
    case = case_of(draft)
    if case.open:
        raise Conflict(f"There is still something to decide ({len(case.open)}).")
    if case.agreed:
        raise Conflict(f"What all agree on is still to be accepted ({len(case.agreed)}).")
    for one in case.sides.sets:
        refuse_while_asked(one)
    result = hand_in(draft, base)
    for one in case.sides.sets:
        submission = one.submissions.get(reopening=None)
        Acceptance.objects.get_or_create(submission=submission, defaults={"by": draft.by})
    return result
