"""Which versions of models marked which articles. Sent by programs, and to look at here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation.model_versions import ModelVersion, Prediction
from newsreview.backoffice import scopes
from newsreview.backoffice.reading import InScope, Reading
from newsreview.backoffice.showing import row_link

TASKS = ("task", "annotation_set__task")
NAMED = [f"{task}__{each}" for task in TASKS for each in ("article", "project")]
UNREAD = [f"{task}__article__{wide}" for task in TASKS for wide in ("text", "metadata")]


@admin.register(ModelVersion)
class ModelVersionScreen(Reading):
    list_display = ("model", "version", "project", "by", "at")
    list_filter = (("project", InScope),)
    search_fields = ("model", "version")
    ordering = ("-at", "-id")
    fields = ("project", "model", "version", "by", "at")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.model_versions(user).select_related("project", "by")

    def view_on_site(self, version: ModelVersion) -> str:
        return reverse("prediction-score", args=[version.project.slug, version.model, version.version])


@admin.register(Prediction)
class PredictionScreen(Reading):
    list_display = ("headline", "model_version", "set_page")
    list_filter = (("model_version", InScope), ("task__project", InScope))
    search_fields = ("model_version__model", "model_version__version", "task__article__title")
    ordering = ("-annotation_set",)
    fields = ("set_page", "model_version", "task")

    def in_scope(self, user: User) -> QuerySet[Any]:
        predictions = scopes.predictions(user).select_related("model_version", "annotation_set__person", *NAMED)
        return predictions.defer(*UNREAD)

    @admin.display(description=_("article"))
    def headline(self, prediction: Prediction) -> str:
        return prediction.task.article.headline

    @admin.display(description=_("annotation set"))
    def set_page(self, prediction: Prediction) -> SafeString:
        return row_link(prediction.annotation_set)
