"""What was brought in, and what waits to be: imports, and uploads that are being checked."""

from typing import ClassVar, Literal

from django.db import models
from django.db.models import Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

FATES = ("imported", "revised", "present", "completed")
MARKS = ("sets", "sets_present", "spans", "links")
COUNTS = (*FATES, *MARKS, "refused", "seen")
State = Literal["running", "broken off", "finished", "cancelled", "failed"]
# As PostgreSQL writes down the lock of an import: the last 63 bits of its id, in two halves.
IN_HAND = """
EXISTS (
    SELECT FROM pg_locks held WHERE held.locktype = 'advisory' AND held.objsubid = 1
       AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND held.classid::bigint << 32 | held.objid::bigint
         = ('x' || right(replace(intake_import.id::text, '-', ''), 16))::bit(64)::bigint & 9223372036854775807
)
"""


class Upload(models.Model):
    """Files which a person has chosen in the browser, kept until they are imported."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="uploads", verbose_name=_("project"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="uploads", verbose_name=_("by"))
    outlet = models.CharField(_("outlet"), max_length=200, blank=True, help_text=_("For all that name none."))
    story = models.CharField(_("story"), max_length=300, blank=True, help_text=_("For all that name none."))
    labels = models.JSONField(
        _("labels"), default=dict, blank=True, help_text=_("What the labels of its files become, by kind and name.")
    )
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
    into_metadata = models.JSONField(_("fields kept in the metadata"), default=dict, blank=True)
    marks = models.JSONField(_("marks"), default=dict, blank=True, help_text=_("How many of each label."))
    utf16 = models.BooleanField(_("offsets count UTF-16 units"), default=False)
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


class ImportQuerySet(models.QuerySet["Import"]):
    def with_totals(self) -> "ImportQuerySet":
        """Each count that a batch has, of all its batches; and whether somebody has it in hand."""
        totals = {f"{name}_in_all": Coalesce(Sum(f"batches__{name}"), 0) for name in COUNTS}
        more = {"is_in_hand": RawSQL(IN_HAND, [], output_field=models.BooleanField())}  # noqa: S611 -- our own words
        return self.select_related("project", "by", "upload", "end__cancelled_by").annotate(**totals, **more)


class Import(models.Model):
    """Somebody brings something into a project. What has become of it so far, its batches say."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="imports", verbose_name=_("project"))
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("by")
    )
    upload = models.OneToOneField(
        Upload, models.PROTECT, null=True, blank=True, related_name="taken_in", verbose_name=_("upload")
    )
    said = models.JSONField(
        _("said"),
        default=dict,
        blank=True,
        help_text=_("Of all its records: outlet, story, labels, utf16. Of an upload, the upload has it."),
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)

    # What with_totals() adds up.
    seen_in_all: int
    imported_in_all: int
    revised_in_all: int
    present_in_all: int
    completed_in_all: int
    refused_in_all: int
    sets_in_all: int
    sets_present_in_all: int
    spans_in_all: int
    links_in_all: int
    is_in_hand: bool

    objects: ClassVar[models.Manager["Import"]] = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index("project", models.F("asked_at").desc(), name="imports_of_a_project")]

    def __str__(self) -> str:
        return str(_("Import of %s") % timezone.localtime(self.asked_at).strftime("%Y-%m-%d %H:%M"))

    @property
    def totals(self) -> dict[str, int]:
        """What with_totals() adds up, by the names that a batch has for it."""
        return {name: getattr(self, f"{name}_in_all") for name in COUNTS}

    @property
    def lock(self) -> int:
        """The number of the lock that whoever has it in hand holds."""
        return self.pk.int % 2**63

    @property
    def state(self) -> State:
        """An upload without an end waits for a worker; what somebody brings in while they wait has them, or nobody."""
        if not hasattr(self, "end"):
            in_hand = self.upload_id or getattr(self, "is_in_hand", True)  # it is not asked for everywhere
            return "running" if in_hand else "broken off"
        if self.end.why:
            return "failed"
        return "cancelled" if self.end.cancelled_by_id else "finished"


class ImportBatch(models.Model):
    """So much of an import is in the database, and need not be read again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Import, models.PROTECT, related_name="batches", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("number"))
    seen = models.PositiveIntegerField(_("records"))
    imported = models.PositiveIntegerField(_("imported"))
    revised = models.PositiveIntegerField(_("new revisions"), default=0, help_text=_("Of what was imported."))
    present = models.PositiveIntegerField(_("already there"))
    completed = models.PositiveIntegerField(_("completed"))
    refused = models.PositiveIntegerField(_("refused"))
    sets = models.PositiveIntegerField(_("annotation sets"), default=0)
    sets_present = models.PositiveIntegerField(_("annotation sets already there"), default=0)
    spans = models.PositiveIntegerField(_("spans"), default=0)
    links = models.PositiveIntegerField(_("links"), default=0)
    stored_at = models.DateTimeField(_("stored"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("batch of an import")
        verbose_name_plural = _("batches of imports")
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="the batches of an import are numbered")]

    def __str__(self) -> str:
        return f"{self.of} · {self.number}"


class RefusedRecord(models.Model):
    """What an import could not take, and why; with its bytes in the raw file, where that was kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of = models.ForeignKey(Import, models.PROTECT, related_name="refused_records", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("number"))
    file = models.TextField(_("file"), blank=True)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    reason = models.TextField(_("why"))
    raw_sha256 = models.CharField("SHA-256", max_length=64, blank=True, help_text=_("Blank when it is not kept."))
    byte_start = models.PositiveBigIntegerField(null=True, blank=True)
    byte_end = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("refused record")
        verbose_name_plural = _("refused records")
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="the refused records of an import are numbered")
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


class Mending(models.Model):
    """A refused record was put right, and came in with another import."""

    refused = models.OneToOneField(
        RefusedRecord, models.PROTECT, primary_key=True, related_name="mending", verbose_name=_("refused record")
    )
    brought = models.OneToOneField(Import, models.PROTECT, related_name="mending", verbose_name=_("import"))

    class Meta:
        verbose_name = _("mending")
        verbose_name_plural = _("mendings")

    def __str__(self) -> str:
        return str(self.refused)


class ImportEnd(models.Model):
    """It came to its end, was cancelled, or could not go on."""

    of = models.OneToOneField(Import, models.PROTECT, primary_key=True, related_name="end", verbose_name=_("import"))
    at = models.DateTimeField(_("ended"), default=timezone.now, editable=False)
    cancelled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    why = models.TextField(_("why it could not go on"), blank=True)

    class Meta:
        verbose_name = _("end of an import")
        verbose_name_plural = _("ends of imports")

    def __str__(self) -> str:
        return f"{self.of} · {self.at}"
