"""An adjudicator at work, who names questions by their kind, and sides by their people."""

from typing import Any
from uuid import UUID

from newsreview.accounts.models import User
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet
from newsreview.annotation.standing import Standing, standing
from newsreview.projects.models import Task
from newsreview.review import adjudicating
from newsreview.review.adjudicating import Asked, Case
from newsreview.review.sides import sides_of


def set_of(task: Task, person: User) -> AnnotationSet:
    return AnnotationSetQuerySet(AnnotationSet).of_person(person).get(task=task)


def content_of(annotation_set: AnnotationSet) -> list[list[str]]:
    """What stands in a set, by its words, without ids."""
    spans = annotation_set.spans.values_list("label__key", "start", "end", "attributes")
    links = annotation_set.links.values_list("label__key", "from_span__quote", "to_span__quote", "attributes")
    said = annotation_set.article_labels.values_list("label__key", "attributes")
    return [sorted(map(repr, rows)) for rows in (spans, links, said)]


class Adjudicator:
    def __init__(self, task: Task, by: User) -> None:
        self.task, self.by = task, by
        begun = AnnotationSet.objects.filter(task=task, kind="adjudicated").first()
        self.annotation_set: AnnotationSet = begun or adjudicating.begin(task=task.pk, by=by)

    @property
    def whose(self) -> dict[str, Any]:
        return {"annotation_set": self.annotation_set, "by": self.by}

    @property
    def content(self) -> Standing:
        return standing(self.annotation_set)

    @property
    def case(self) -> Case:
        labels = {label.key: label for label in self.annotation_set.labels.values()}
        return Case(sides_of(self.task.pk), labels, self.content)

    @property
    def words(self) -> set[tuple[str, str]]:
        return set(self.annotation_set.spans.values_list("label__key", "quote"))

    def questions(self, kind: str) -> list[UUID]:
        return [key for key, question in self.case.sides.questions.items() if question.kind == kind]

    def accept_agreed(self) -> None:
        adjudicating.accept_agreed(**self.whose)

    def decide(self, *questions: UUID, choice: str = Choice.SIDE, side: User | None = None, **more: Any) -> None:
        """As somebody who has just loaded the page."""
        decided = dict(self.annotation_set.decisions.values_list("pk", "last_edit"))
        asked = [Asked(key, decided.get(key)) for key in questions]
        taken = set_of(self.task, side).pk if side else None
        adjudicating.decide(**self.whose, **({"questions": asked, "choice": choice, "taken": taken} | more))

    def decide_everything(self, side: User) -> None:
        self.accept_agreed()
        self.decide(*self.case.open, side=side)

    def finish(self, **more: Any) -> None:
        adjudicating.finish(**self.whose, **({"base": self.annotation_set.edits.count()} | more))
