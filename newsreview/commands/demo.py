"""The demo story: an invented event, in a project of its own, with a team and some of its work (docs/demo.md)."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, linking, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article
from newsreview.intake.importing import import_paths
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
SLUG, NAME = "kelder-gates", "Kelder Gates (demo)"
DOMAIN = "demo.example"


class DemoIsThereError(Exception):
    """The demo story is there already. Take it away with `manage.py remove_demo` first."""

    def __str__(self) -> str:
        return str(self.__doc__)


def people() -> QuerySet[User]:
    """The demo's cast, as far as it can sign in."""
    return User.objects.filter(email__iendswith=f"@{DOMAIN}", is_active=True).order_by("date_joined", "pk")


def role_of(person: User) -> str:
    """In the demo's project; blank when it is gone."""
    membership = Membership.objects.filter(project__slug=SLUG, person=person).first()
    return membership.get_role_display() if membership else ""


def database_is_empty() -> bool:
    return not any(model.objects.exists() for model in (User, Project, Article))


@transaction.atomic
def load() -> Project:
    """Raises DemoIsThereError."""
    if Project.objects.filter(slug=SLUG).exists() or people().exists():
        raise DemoIsThereError
    project = setting_up.create_project(slug=SLUG, name=NAME)
    cast = {entry["email"]: add_person(project, **entry) for entry in read("people.json")}
    tasks = add_articles(project)
    for file, work in read("annotations.json").items():
        annotate(tasks[file], cast[work["person"]], work)
    return project


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def add_person(project: Project, *, email: str, name: str, role: str, staff: bool = False) -> User:
    """Without a password: nobody can sign in as them but by a link."""
    person = User.objects.create_user(email, name=name, is_staff=staff)
    setting_up.set_role(project=project, person=person, role=role)
    return person


def add_articles(project: Project) -> dict[str, Task]:
    """The task of each article, by the name of its file."""
    import_paths(paths=[FOLDER / "articles"], project=project, manifest=FOLDER / "manifest.csv")
    tasks = {task.article.sha256: task for task in Task.objects.of(project).select_related("article")}
    return {name: tasks[digest] for name, digest in digests().items()}


def digests() -> dict[str, str]:
    """The SHA-256 of each article's text, by the name of its file."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((FOLDER / "articles").iterdir())}


def annotate(task: Task, person: User, work: dict[str, Any]) -> AnnotationSet:
    """Make this person's set of the task, one verb after the other, as a person would."""
    annotation_set = taking.take(task=task, person=person)
    on_set: dict[str, Any] = {"annotation_set": annotation_set, "by": person}
    spans = {entry["id"]: uuid7() for entry in work["spans"]}
    for entry in work["spans"]:
        add_span(on_set, task.article.text, spans[entry["id"]], entry)
    for entry in work["links"]:
        linking.add_link(
            **on_set,
            link=uuid7(),
            label=entry["label"],
            from_span=spans[entry["from"]],
            to_span=spans[entry["to"]],
            attributes=entry["attributes"],
        )
    for label, value in work["article_labels"].items():
        labelling.set_article_label(**on_set, label=label, value=value)
    if work["state"] == "submitted":
        submitting.submit(**on_set, base=annotation_set.edits.count())
    return annotation_set


def add_span(on_set: dict[str, Any], text: str, span: UUID, entry: dict[str, Any]) -> None:
    start = -1
    for _ in range(entry["nth"] + 1):
        start = text.index(entry["quote"], start + 1)
    editing.add_span(
        **on_set,
        span=span,
        label=entry["label"],
        start=start,
        end=start + len(entry["quote"]),
        quote=entry["quote"],
        attributes=entry["attributes"],
        note=entry["note"],
        unsure=entry["unsure"],
    )
