"""The cast, each with a token, before one desk."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import known_version
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Release
from newsreview.intake.importing import import_files
from newsreview.intake.models import Import
from newsreview.intake.records import Details
from newsreview.projects.models import Project, Task
from tests.api.programs import JSON_LINES, Program


class Desk:
    """The cast, each with a token, and something of everything to ask about."""

    def __init__(self, people: dict[str, User], project: Project, make_task: Callable[..., Task]) -> None:
        programs = {name: Program(person) for name, person in people.items()}
        self.clients = {"nobody": Client()} | {name: program.client for name, program in programs.items()}
        self.secrets = {name: program.secret for name, program in programs.items()}
        self.project, self.people = project, people
        self.tasks = {name: make_task(f"An article: {name}.") for name in ("free", "held", "handed")}
        whose: dict[str, Any] = {"person": people["annotator"]}
        self.sets = {name: taking.take(task=self.tasks[name], **whose) for name in ("held", "handed")}
        submitting.submit(annotation_set=self.sets["handed"], by=people["annotator"], base=0)
        self.model = known_version(project=project, model="spancat", version="1", by=people["ml_client"])
        choices = Choices(sets="submitted", formats=["csv"])
        asked = releasing.request_release(project=project, by=people["manager"], name="May", choices=choices)
        building.build(asked.pk)
        lines: list[tuple[str, BinaryIO]] = [("sent.jsonl", BytesIO(b"no record\n"))]
        import_files(lines, project=project, by=people["manager"], defaults=Details())
        self.brought = Import.objects.get()
        self.release = Release.objects.with_end().get(pk=asked.pk)

    def address(self, route: str) -> str:
        name, _, about = route.partition(" ")
        if name == "api-project-score":
            return reverse(name, args=[self.project.slug, self.model.model, self.model.version])
        if name.startswith("api-project") and name != "api-projects":
            return reverse(name, args=[self.project.slug])
        if name.startswith("api-release"):
            number = [] if name == "api-releases" else [self.release.number]
            return reverse(name, args=[self.project.slug, *number, *([about] if about else [])])
        if name in {"api-import", "api-label-set"}:
            args = [self.project.slug, self.brought.pk] if name == "api-import" else [self.project.label_set_version_id]
            return reverse(name, args=args)
        rows: dict[str, AnnotationSet | Task] = {**self.sets} if name.startswith("api-set") else {**self.tasks}
        row = rows.get(about)
        if row is None:
            return reverse(name)
        return reverse(name, args=[row.article_id if name == "api-article" and isinstance(row, Task) else row.pk])

    def body(self, route: str) -> dict[str, Any]:
        """What makes the request a good one, for those who may."""
        change = {"op": "label.set", "id": str(uuid7()), "label": "origin", "value": {"kind": "unclear"}}
        if route.startswith("api-set-ops"):
            return {"data": {"ops": [change]}, "content_type": "application/json"}
        if route == "api-project-import":
            return {"data": b'{"text": "One more."}\n', "content_type": JSON_LINES}
        bodies: dict[str, dict[str, Any]] = {
            "api-project-predictions": {
                "model": "spancat",
                "version": "1",
                "articles": [{"article": str(uuid7()), "sha256": ""}],
            },
            "api-releases": {"name": "June"},
            "api-release-withdrawal": {"why": "A mistake."},
        }
        return {"data": bodies.get(route, {}), "content_type": "application/json"}

    def answer(self, who: str, method: str, route: str) -> Any:
        """What it did is taken back."""
        with transaction.atomic():
            body = self.body(route) if method == "POST" else {}
            answer = getattr(self.clients[who], method.lower())(self.address(route), **body)
            transaction.set_rollback(True)
        return answer
