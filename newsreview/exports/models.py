"""Releases: what was asked for, what came of it, and what was withdrawn. Rows are added and never changed."""

from pathlib import PurePosixPath
from typing import ClassVar, Literal

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.projects.models import Project

State = Literal["waiting", "built", "failed", "withdrawn"]


class ReleaseQuerySet(models.QuerySet["Release"]):
    def with_end(self) -> "ReleaseQuerySet":
        return self.select_related("project", "outcome", "withdrawal__by", "requested_by")

    def built(self) -> "ReleaseQuerySet":
        return self.filter(outcome__why="")

    def standing(self) -> "ReleaseQuerySet":
        """Built, and not withdrawn."""
        return self.built().filter(withdrawal=None)

    def before(self, release: "Release") -> "ReleaseQuerySet":
        return self.filter(project=release.project_id, number__lt=release.number)


class Release(models.Model):
    """Somebody asked for a frozen export, to be built in the background."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="releases", verbose_name=_("project"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    notes = models.TextField(_("notes"), blank=True)
    choices = models.JSONField(
        _("choices"), help_text=_("What of the project is in it, as `exports/choosing.py` has it.")
    )
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), db_default=Now(), editable=False)

    objects: ClassVar[models.Manager["Release"]] = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="the releases of a project are numbered"),
            models.UniqueConstraint(fields=["project", "name"], name="a release has a name of its own in its project"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.number} · {self.name}"

    @property
    def is_built(self) -> bool:
        return hasattr(self, "outcome") and not self.outcome.why

    @property
    def has_failed(self) -> bool:
        return hasattr(self, "outcome") and bool(self.outcome.why)

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def state(self) -> State:
        if self.is_withdrawn:
            return "withdrawn"
        if self.is_built:
            return "built"
        return "failed" if self.has_failed else "waiting"

    @property
    def folder(self) -> PurePosixPath:
        """Where its files are, in the storage of releases."""
        return PurePosixPath(str(self.pk))


class Outcome(models.Model):
    """It was built, or could not be."""

    release = models.OneToOneField(
        Release, models.PROTECT, primary_key=True, related_name="outcome", verbose_name=_("release")
    )
    at = models.DateTimeField(_("finished"), db_default=Now(), editable=False)
    manifest = models.JSONField(_("manifest"), default=dict, blank=True)
    why = models.TextField(_("why not"), blank=True)

    class Meta:
        verbose_name = _("outcome of a release")
        verbose_name_plural = _("outcomes of releases")

    def __str__(self) -> str:
        return f"{self.release} · {_('failed') if self.why else _('built')}"


class Withdrawal(models.Model):
    """It should not be used any more. Its files stay, for whoever has to know what a model has learned from."""

    release = models.OneToOneField(
        Release, models.PROTECT, primary_key=True, related_name="withdrawal", verbose_name=_("release")
    )
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("withdrawn"), db_default=Now(), editable=False)
    why = models.TextField(_("why"))

    class Meta:
        verbose_name = _("withdrawal of a release")
        verbose_name_plural = _("withdrawals of releases")
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="a withdrawal says why")]

    def __str__(self) -> str:
        return str(self.release)
