"""What was brought in, and what waits to be: imports, and uploads that are being checked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Upload(models.Model):
    """Files which a person has chosen in the browser, kept until they are imported."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="uploads", verbose_name=_("project"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="uploads", verbose_name=_("by"))
    outlet = models.CharField(_("outlet"), max_length=200, blank=True, help_text=_("For all that name none."))
    story = models.CharField(_("story"), max_length=300, blank=True, help_text=_("For all that name none."))
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return str(_("Upload of %s") % timezone.localtime(self.created_at).strftime("%Y-%m-%d %H:%M"))


class UploadedFile(models.Model):
    """One file of an upload. A plain text can be described here; records describe themselves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="files", verbose_name=_("upload"))
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=255)
    raw_sha256 = models.CharField("SHA-256", max_length=64, blank=True, help_text=_("Blank when it is not kept."))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, blank=True)
    records = models.PositiveIntegerField(_("sound records"), default=0)
    refused = models.PositiveIntegerField(_("refused records"), default=0)
    refusals = models.JSONField(_("why"), default=list, blank=True)
    first_line = models.CharField(_("first line"), max_length=200, blank=True)
    left_out = models.BooleanField(_("left out"), default=False)
    title = models.CharField(_("title"), max_length=500, blank=True)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    url = models.CharField(_("URL"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    story = models.CharField(_("story"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="files of an upload are numbered")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_text(self) -> bool:
        return bool(self.text_sha256)


class Import(models.Model):
    """Who brought what into a project, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="imports", verbose_name=_("project"))
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("by")
    )
    upload = models.OneToOneField(
        Upload, models.PROTECT, null=True, blank=True, related_name="result", verbose_name=_("upload")
    )
    imported = models.PositiveIntegerField(_("imported"))
    present = models.PositiveIntegerField(_("already there"))
    completed = models.PositiveIntegerField(_("completed"))
    refused = models.PositiveIntegerField(_("refused"))
    refusals = models.JSONField(_("why"), default=list, blank=True)
    created_at = models.DateTimeField(_("finished"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return str(_("Import of %s") % timezone.localtime(self.created_at).strftime("%Y-%m-%d %H:%M"))
