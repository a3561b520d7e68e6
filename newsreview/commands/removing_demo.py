"""Taking the demo away: its project with all work in it, its people, its articles, and what nothing else uses then.

The one place that deletes what people made; the database's triggers let it pass only after DROPPING_DEMO.
"""
# ruff: noqa: SLF001 -- whatever points at a row is found through Django's _meta, and deleted past its PROTECT

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q, QuerySet

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.commands import demo
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.corpus.search_models import SavedFilter
from newsreview.exports.models import Release
from newsreview.exports.shelving import discard
from newsreview.intake.keeping import place
from newsreview.labels.models import LabelSet, LabelSetVersion
from newsreview.projects.models import Project, Slot

DROPPING_DEMO = "SET LOCAL newsreview.dropping_demo = 'yes'"


@dataclass
class Removal:
    """How many rows went, by what they are called, and what stays and why."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def drop(self, rows: QuerySet[Any]) -> None:
        """Delete rows, and before them every row that points at them, whatever protects it."""
        model, keys = rows.model, list(rows.values_list("pk", flat=True))
        if not keys:
            return
        for relation in model._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel) and relation.related_model is not model:
                self.drop(relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys}))
        chosen = model._base_manager.filter(pk__in=keys)
        chosen._raw_delete(chosen.db)  # the collector would stop at PROTECT, even where both rows go
        name = str(model._meta.verbose_name_plural)
        self.removed[name] = self.removed.get(name, 0) + len(keys)


def work_of_others() -> QuerySet[AnnotationSet]:
    """What people who are not of the demo did in its project: it would go too."""
    ours = Q(person=None) | Q(person__email__iendswith=f"@{demo.DOMAIN}")
    return AnnotationSet.objects.filter(task__project__slug=demo.SLUG).exclude(ours)


def is_there() -> bool:
    return Project.objects.filter(slug=demo.SLUG).exists() or demo.people().exists()


@transaction.atomic
def remove() -> Removal:
    """All of the demo or nothing. What is used elsewhere too stays, and is named."""
    removal = Removal()
    with connection.cursor() as cursor:
        cursor.execute(DROPPING_DEMO)
    for project in Project.objects.filter(slug=demo.SLUG).select_related("label_set_version"):
        came_with_it = Article.objects.filter(tasks__project=project, sha256__in=demo.digests().values())
        articles = list(came_with_it.values_list("pk", flat=True))
        tell_what_was_added(removal, project)
        for release in Release.objects.filter(project=project):
            transaction.on_commit(partial(discard, release))
        removal.drop(Project.objects.filter(pk=project.pk))
        drop_label_set(removal, project.label_set_version)
        drop_articles(removal, articles)
    drop_people(removal)
    return removal


def tell_what_was_added(removal: Removal, project: Project) -> None:
    added = Article.objects.filter(tasks__project=project).exclude(sha256__in=demo.digests().values()).count()
    if added:
        removal.kept.append(f"{added} articles that were added to the demo's project later")


def drop_label_set(removal: Removal, version: LabelSetVersion) -> None:
    uses = Q(projects__isnull=False) | Q(annotation_sets__isnull=False)
    if LabelSetVersion.objects.filter(uses, label_set=version.label_set_id).exists():
        removal.kept.append(f"the label set “{version.label_set}”: another project uses it")
    else:
        removal.drop(LabelSet.objects.filter(pk=version.label_set_id))


def drop_articles(removal: Removal, keys: Iterable[Any]) -> None:
    articles = Article.objects.filter(pk__in=list(keys))
    for article in articles.filter(tasks__isnull=False).distinct():
        removal.kept.append(f"the article “{article}”: another project has it")
    going = list(articles.filter(tasks=None).values_list("pk", "outlet", "story", "raw_file"))
    removal.drop(articles.filter(pk__in=[row[0] for row in going]))
    removal.drop(Outlet.objects.filter(pk__in=[row[1] for row in going], articles=None))
    removal.drop(Story.objects.filter(pk__in=[row[2] for row in going], articles=None))
    for file in RawFile.objects.filter(pk__in=[row[3] for row in going], articles=None):
        path = place(file.sha256)
        removal.drop(RawFile.objects.filter(pk=file.pk))
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


def drop_people(removal: Removal) -> None:
    for model in (AnnotationSet, Slot):
        removal.drop(model.objects.filter(task__project__is_practice=True, person__in=demo.people()))
    removal.drop(SavedFilter.objects.filter(person__in=demo.people()))
    for person in demo.people():
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            person.is_active = False
            person.save(update_fields=["is_active"])
            removal.kept.append(f"{person}, deactivated: has work in other projects")
        else:
            name = str(User._meta.verbose_name_plural)
            removal.removed[name] = removal.removed.get(name, 0) + 1
