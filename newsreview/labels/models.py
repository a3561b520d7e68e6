"""Label sets: what may be said of an article, in published versions that only grow."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

is_key = RegexValidator(r"\A[a-z][a-z0-9_]{0,49}\Z", _("A key is a small letter, then small letters, digits and _."))


class LabelSet(models.Model):
    """A family of versions, such as “News marks”."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("label set")
        verbose_name_plural = _("label sets")

    def __str__(self) -> str:
        return self.name


class LabelSetVersion(models.Model):
    """Editable until published; afterwards it may only gain labels, values and rules."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label_set = models.ForeignKey(LabelSet, models.PROTECT, related_name="versions", verbose_name=_("label set"))
    number = models.PositiveIntegerField(_("version"), default=1)
    guideline = models.JSONField(
        _("guideline"), default=dict, blank=True, help_text=_("Intro, order of work, and numbered sections of rules.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("label-set version")
        verbose_name_plural = _("label-set versions")
        constraints = [
            models.UniqueConstraint(fields=["label_set", "number"], name="versions of a label set are numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.label_set} v{self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Move(models.Model):
    """Somebody has drafts moved to a published version, and chose what becomes of what is gone. A job does it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(LabelSetVersion, models.PROTECT, related_name="moves", verbose_name=_("version"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    becomes = models.JSONField(_("becomes"), default=dict, help_text=_("What takes the place of a label or a value."))
    stay = ArrayField(models.TextField(), verbose_name=_("stay"), help_text=_("Drafts that use one of these stay."))
    drafts = models.PositiveIntegerField(_("drafts"), help_text=_("How many there were when it began."))
    kept = models.JSONField(_("kept"), default=dict, help_text=_("Drafts that keep their version, and why."))
    began_at = models.DateTimeField(_("began"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("move of drafts")
        verbose_name_plural = _("moves of drafts")

    def __str__(self) -> str:
        return f"{self.version} · {self.began_at:%Y-%m-%d %H:%M}"


class LabelQuerySet(models.QuerySet["Label"]):
    def in_use(self) -> "LabelQuerySet":
        return self.filter(retired=False)

    def of_kind(self, kind: str) -> "LabelQuerySet":
        return self.filter(kind=kind)

    def with_questions(self) -> "LabelQuerySet":
        """Their `attributes` are those that are asked."""
        return self.prefetch_related(models.Prefetch("attributes", Attribute.objects.filter(enabled=True)))


class Label(models.Model):
    """What may be said of a stretch of text, of two spans, or of a whole article."""

    class Kind(models.TextChoices):
        SPAN = "span", _("span")
        LINK = "link", _("link")
        ARTICLE = "article", _("article")

    class Unit(models.TextChoices):
        PHRASE = "phrase", _("phrase")
        PARAGRAPH = "paragraph", _("paragraph")

    class Channel(models.TextChoices):
        LINE = "line", _("line under the words")
        FILL = "fill", _("filled box")
        DIM = "dim", _("dimmed text")
        EDGE = "edge", _("rule at the paragraph's edge")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        LabelSetVersion, models.PROTECT, related_name="labels", verbose_name=_("label-set version")
    )
    key = models.CharField(_("key"), max_length=50, validators=[is_key], help_text=_("Its name in data."))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    shortcut = models.CharField(_("keyboard key"), max_length=1, blank=True)
    unit = models.CharField(_("unit"), max_length=9, choices=Unit.choices, default=Unit.PHRASE)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices, blank=True)
    hue = models.CharField(_("colour"), max_length=20, blank=True)
    line = models.CharField(_("line"), max_length=20, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    rule = models.CharField(_("rule"), max_length=10, blank=True, help_text=_("Number of its first rule."))
    excludes = ArrayField(
        models.CharField(max_length=50),
        verbose_name=_("excludes"),
        default=list,
        blank=True,
        help_text=_("Keys of the labels that may not lie where this one lies."),
    )
    from_labels = ArrayField(models.CharField(max_length=50), verbose_name=_("from"), default=list, blank=True)
    to_labels = ArrayField(models.CharField(max_length=50), verbose_name=_("to"), default=list, blank=True)
    at_most_one = models.BooleanField(_("at most one from a span"), default=False)
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("Not offered any more; what was marked with it stays.")
    )

    objects: ClassVar[models.Manager["Label"]] = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="keys of labels are unique in a version"),
            models.UniqueConstraint(
                fields=["version", "shortcut"],
                condition=~models.Q(shortcut=""),
                name="keyboard keys of labels are unique in a version",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["span", "link", "article"]), name="a label has a kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Attribute(models.Model):
    """A typed question about a span, a link or an article."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("one of its values")
        FLAG = "flag", _("yes or no")
        TEXT = "text", _("text")
        SUGGESTION = "suggestion", _("text with suggestions")
        FORM = "form", _("form, computed from quote marks and link")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label = models.ForeignKey(Label, models.PROTECT, related_name="attributes", verbose_name=_("label"))
    key = models.CharField(_("key"), max_length=50, validators=[is_key])
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    values = models.JSONField(
        _("values"), default=list, blank=True, help_text=_("A list of objects with a key and a name.")
    )
    required = models.BooleanField(_("required"), default=False)
    enabled = models.BooleanField(_("asked"), default=True)
    default = models.JSONField(_("default"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["label", "key"], name="keys of attributes are unique in a label"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def value_keys(self) -> list[str]:
        return [value["key"] for value in self.values]
