"""Annotation sets, what stands in them, and the journal of how it came to stand there.

Rows here are written by the verbs of this app only. Triggers (migration 0002) refuse what a constraint cannot say: a
quote that is not the article's text, a label of another version or kind, and any change of the journal.
"""

from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Length, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.decisions import Decision  # noqa: F401 -- Django looks for models here
from newsreview.annotation.model_versions import ModelVersion, Prediction  # noqa: F401 -- as above
from newsreview.labels.models import Label
from newsreview.offsets import Offsets


class AnnotationSetQuerySet(models.QuerySet["AnnotationSet"]):
    def by_people(self) -> "AnnotationSetQuerySet":
        return self.filter(kind=AnnotationSet.Kind.PERSON)

    def of_person(self, person: User) -> "AnnotationSetQuerySet":
        return self.filter(kind=AnnotationSet.Kind.PERSON, person=person.pk)

    def held(self) -> "AnnotationSetQuerySet":
        """Not taken back from their person."""
        return self.exclude(
            models.Exists(TakingBack.objects.filter(annotation_set=models.OuterRef("pk"), ended_at=None))
        )

    def handed_in(self) -> "AnnotationSetQuerySet":
        """With a submission that stands."""
        standing = Submission.objects.standing().filter(annotation_set=models.OuterRef("pk"))
        return self.filter(models.Exists(standing))

    def drafts(self) -> "AnnotationSetQuerySet":
        """Not handed in."""
        return self.exclude(models.Exists(Submission.objects.standing().filter(annotation_set=models.OuterRef("pk"))))

    def with_version(self) -> "AnnotationSetQuerySet":
        """The number of its last edit."""
        last = Edit.objects.filter(annotation_set=models.OuterRef("pk")).order_by("-number").values("number")[:1]
        return self.annotate(**{"version": Coalesce(models.Subquery(last), 0)})  # noqa: PIE804

    def with_taken_back(self) -> "AnnotationSetQuerySet":
        standing = TakingBack.objects.filter(annotation_set=models.OuterRef("pk"), ended_at=None)
        return self.annotate(**{"taken_back": models.Exists(standing)})  # noqa: PIE804

    def with_submitted(self) -> "AnnotationSetQuerySet":
        standing = Submission.objects.standing().filter(annotation_set=models.OuterRef("pk"))
        return self.annotate(**{"submitted": models.Exists(standing)})  # noqa: PIE804


class AnnotationSet(models.Model):
    """One answer to one task. Its version is the number of its last edit; a verb locks its row."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ADJUDICATED = "adjudicated", _("adjudicated")
        MODEL = "model", _("model")
        IMPORT = "import", _("import")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey("projects.Task", models.PROTECT, related_name="annotation_sets", verbose_name=_("task"))
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices, default=Kind.PERSON)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="annotation_sets", verbose_name=_("person")
    )
    label_set_version = models.ForeignKey(
        "labels.LabelSetVersion", models.PROTECT, related_name="annotation_sets", verbose_name=_("label set")
    )
    created_at = models.DateTimeField(_("taken"), default=timezone.now, editable=False)

    # Annotated by the words with_version(), with_submitted(), with_taken_back().
    version: int
    submitted: bool
    taken_back: bool

    objects: ClassVar[models.Manager["AnnotationSet"]] = AnnotationSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("annotation set")
        verbose_name_plural = _("annotation sets")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"],
                condition=models.Q(kind="person"),
                name="one annotation set per task and person",
            ),
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(kind="adjudicated"), name="one adjudicated set per task"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="person", person__isnull=False) | ~models.Q(kind="person"),
                name="a set of kind person has a person",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "adjudicated", "model", "import"]),
                name="an annotation set has a kind",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "task"], name="sets_of_a_person"),
            models.Index(fields=["person", "-id"], name="sets_as_they_were_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.person or self.get_kind_display()}"

    @cached_property
    def labels(self) -> dict[UUID, Label]:
        """All labels of its label-set version by id, retired ones included, with the attributes that are asked."""
        return Label.objects.with_questions().filter(version=self.label_set_version_id).in_bulk()


class Origin(models.TextChoices):
    OWN = "own", _("own")
    INFERRED = "inferred", _("inferred")
    ACCEPTED = "accepted", _("accepted")
    EDITED = "edited", _("edited")


class Edit(models.Model):
    """One entry in the journal of an annotation set. Append-only; its id was made by the client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="edits")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    verb = models.CharField(max_length=30)
    request_digest = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    changes = models.JSONField(
        default=list, help_text=_("A list of {object, id, before, after}; null where there is no row.")
    )
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    redoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="redone_by")
    milliseconds = models.PositiveIntegerField(null=True, help_text=_("How long the gesture took, where measured."))

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["annotation_set", "number"]
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "number"], name="edits of a set are numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.verb}"


class Span(models.Model):
    """A label on [start, end) of the article's text, in code points."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="spans")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="spans", verbose_name=_("label"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = models.TextField(_("quote"))
    attributes = models.JSONField(_("attributes"), default=dict)
    given = ArrayField(
        models.CharField(max_length=50), default=list, help_text=_("Computed ones that were set by hand.")
    )
    note = models.TextField(_("note"), blank=True)
    unsure = models.BooleanField(_("unsure"), default=False)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.OWN)
    # The spans of one gesture over several paragraphs share the id of the edit that made them: they fold together.
    run = models.UUIDField(null=True, editable=False)
    last_edit = models.ForeignKey(Edit, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("span")
        verbose_name_plural = _("spans")
        ordering = ["start", "-end", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="a span is not empty"),
            models.CheckConstraint(
                condition=models.Q(end=models.F("start") + Length("quote")), name="a span is as long as its quote"
            ),
            models.UniqueConstraint(
                fields=["annotation_set", "label", "start", "end"], name="a label marks a stretch of text once"
            ),
        ]
        indexes = [
            # Of whom a source is, where its question has this key, as in the default scheme: what a search asks for.
            models.Index(
                Lower(KeyTextTransform("who", "attributes")),
                name="spans_by_who",
                condition=models.Q(attributes__has_key="who"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} [{self.start}, {self.end}) {self.quote[:60]}"

    @property
    def offsets(self) -> Offsets:
        return Offsets(self.start, self.end)


class Link(models.Model):
    """A label from one span to another of the same set."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="links")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="links", verbose_name=_("label"))
    # Links are removed before their spans, by the same verb. The database refuses a span that is still linked; Django
    # would ask before each of a hundred paragraphs.
    from_span = models.ForeignKey(Span, models.DO_NOTHING, related_name="links_out", verbose_name=_("from"))
    to_span = models.ForeignKey(Span, models.DO_NOTHING, related_name="links_in", verbose_name=_("to"))
    attributes = models.JSONField(_("attributes"), default=dict)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.OWN)
    last_edit = models.ForeignKey(Edit, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_span=models.F("to_span")), name="a link joins two different spans"
            ),
            models.UniqueConstraint(fields=["label", "from_span", "to_span"], name="a link label joins two spans once"),
        ]

    def __str__(self) -> str:
        return f"{self.from_span} → {self.to_span}"


class ArticleLabel(models.Model):
    """What is said of the article as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="article_labels")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="article_labels", verbose_name=_("label"))
    attributes = models.JSONField(_("attributes"), default=dict)
    last_edit = models.ForeignKey(Edit, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("article label")
        verbose_name_plural = _("article labels")
        constraints = [
            models.UniqueConstraint(fields=["annotation_set", "label"], name="an article label is given once in a set"),
        ]

    def __str__(self) -> str:
        return str(self.label)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def standing(self) -> "SubmissionQuerySet":
        """Not reopened. Said without the outer join, whose finding nothing PostgreSQL takes for a rarity."""
        return self.filter(~models.Exists(Reopening.objects.filter(submission=models.OuterRef("pk"))))


class Submission(models.Model):
    """A person handed the set in. It stands until a Reopening answers it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="submissions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    edit = models.OneToOneField(Edit, models.PROTECT, related_name="submission")
    labels_asked = ArrayField(models.CharField(max_length=50), help_text=_("Keys of the labels that were asked for."))

    objects: ClassVar[models.Manager["Submission"]] = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["annotation_set", "-at"], name="submissions_of_a_set")]

    def __str__(self) -> str:
        return f"{self.annotation_set} · {self.at:%Y-%m-%d %H:%M}"


class Reopening(models.Model):
    """A person took a submitted set back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="reopening")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    edit = models.OneToOneField(Edit, models.PROTECT, related_name="reopening")

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")

    def __str__(self) -> str:
        return f"{self.submission} · {self.at:%Y-%m-%d %H:%M}"


class TakingBack(models.Model):
    """A task went back: by a manager, a person who skips it, or nobody where a lease ended. Ended when given again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="takings_back")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("taking back")
        verbose_name_plural = _("takings back")
        constraints = [
            models.UniqueConstraint(
                fields=["annotation_set"], condition=models.Q(ended_at=None), name="a set is taken back once at a time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.annotation_set)
