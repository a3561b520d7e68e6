"""Versions of models, and which of them marked which article. Both are added and never changed."""

import re
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User

# Stands in an address as it is.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    def named(self, model: str, version: str) -> "ModelVersionQuerySet":
        """None where these cannot be names."""
        are_names = NAME.fullmatch(model) and NAME.fullmatch(version)
        return self.filter(model=model, version=version) if are_names else self.none()

    def with_counts(self) -> "ModelVersionQuerySet":
        """How many articles it has marked, with how many spans."""
        articles = models.Count("predictions", distinct=True)
        return self.annotate(articles=articles, spans=models.Count("predictions__annotation_set__spans"))


class ModelVersion(models.Model):
    """One version of a model that marks articles of a project."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="model_versions", verbose_name=_("project")
    )
    model = models.CharField(_("model"), max_length=80)
    version = models.CharField(_("version"), max_length=80)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("first sent by"))
    at = models.DateTimeField(_("first sent"), db_default=models.Func(function="clock_timestamp"), editable=False)

    objects: ClassVar[models.Manager["ModelVersion"]] = ModelVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "model", "version"], name="a project knows a version of a model once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.version}"


class Prediction(models.Model):
    """That an annotation set, of kind model, is what a version of a model marked in one article.

    How sure the model was of each mark says the edit that stored them, the only one such a set ever has.
    """

    annotation_set = models.OneToOneField(
        "annotation.AnnotationSet",
        models.PROTECT,
        primary_key=True,
        related_name="prediction",
        verbose_name=_("annotation set"),
    )
    model_version = models.ForeignKey(
        ModelVersion, models.PROTECT, related_name="predictions", db_index=False, verbose_name=_("model version")
    )
    task = models.ForeignKey("projects.Task", models.PROTECT, related_name="predictions", verbose_name=_("task"))

    class Meta:
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        constraints = [
            models.UniqueConstraint(fields=["model_version", "task"], name="a model version marks an article once"),
        ]

    def __str__(self) -> str:
        return f"{self.model_version} · {self.task}"
