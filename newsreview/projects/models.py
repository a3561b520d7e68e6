from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.labels.models import LabelSetVersion


class WorkManager(models.Manager["Project"]):
    """The projects in which work is done. The practice project is asked for by name."""

    def get_queryset(self) -> models.QuerySet["Project"]:
        return super().get_queryset().filter(is_practice=False)


class Project(models.Model):
    """One annotation campaign: its label set and guideline, its articles, its team and its rules."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=80, unique=True, help_text=_("Its name in addresses."))
    name = models.CharField(_("name"), max_length=200)
    label_set_version = models.ForeignKey(
        "labels.LabelSetVersion", models.PROTECT, related_name="projects", verbose_name=_("label set")
    )
    infer_links = models.BooleanField(
        _("links by themselves"),
        default=True,
        help_text=_("A claim is tied at once to the only source in its sentence. Off for blind studies."),
    )
    members = models.ManyToManyField("accounts.User", through="Membership", related_name="projects")
    is_practice = models.BooleanField(
        default=False, editable=False, help_text=_("Holds the practice article, which is nobody's work.")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Project"]] = WorkManager()
    with_practice: ClassVar[models.Manager["Project"]] = models.Manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        default_manager_name = "with_practice"  # what Django does by itself, such as checking names, knows every row
        constraints = [
            models.UniqueConstraint(
                fields=["is_practice"], condition=models.Q(is_practice=True), name="one practice project"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        version: LabelSetVersion | None = getattr(self, "label_set_version", None)  # a form may have chosen none
        if version and not version.is_published:
            raise ValidationError({"label_set_version": _("Publish this label set first: a draft can still change.")})


class Membership(models.Model):
    """A person's role in a project."""

    class Role(models.TextChoices):
        ANNOTATOR = "annotator", _("annotator")
        REVIEWER = "reviewer", _("reviewer")
        MANAGER = "manager", _("manager")
        ML = "ml", _("ML engineer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships", verbose_name=_("project"))
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=9, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["project", "person"], name="one role per person and project"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class TaskQuerySet(models.QuerySet["Task"]):
    def of(self, project: Project) -> "TaskQuerySet":
        return self.filter(project=project)


class Task(models.Model):
    """One article in one project."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="tasks", verbose_name=_("project"))
    article = models.ForeignKey("corpus.Article", models.PROTECT, related_name="tasks", verbose_name=_("article"))
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Task"]] = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(fields=["project", "article"], name="one task per project and article"),
        ]
        indexes = [models.Index(fields=["project", "id"], name="tasks_in_order")]

    def __str__(self) -> str:
        return f"{self.project} · {self.article}"
