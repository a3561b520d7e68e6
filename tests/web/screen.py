"""The screen of adjudication, as a browser without scripts asks for it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from newsreview.review.sides import sides_of


class Screen:
    def __init__(self, task: Task, client: Client) -> None:
        self.task, self.client = task, client

    def get(self, question: object = "") -> str:
        return self.client.get(reverse("adjudication", args=[self.task.pk]), {"question": str(question)}).text

    def post(self, what: str, **fields: Any) -> Any:
        return self.client.post(reverse(f"adjudication-{what}", args=[self.task.pk]), {"id": str(uuid7())} | fields)

    def question(self, kind: str) -> str:
        return next(str(key) for key, each in sides_of(self.task.pk).questions.items() if each.kind == kind)

    def decide(self, kind: str, **fields: Any) -> Any:
        return self.post("decisions", seen=self.question(kind), **fields)

    @property
    def adjudicated(self) -> AnnotationSet:
        return AnnotationSet.objects.get(task=self.task, kind="adjudicated")

    def words(self) -> set[tuple[str, str]]:
        return set(self.adjudicated.spans.values_list("label__key", "quote"))
