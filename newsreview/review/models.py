"""What the second person says of an annotation set. Rows here are added, never changed: what was said stays said.

A set is in review while its submission stands. It ends with an Acceptance of that submission, or with a Return, which
is a Reopening by a reviewer.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.annotation.models import AnnotationSet, Edit, Link, Reopening, Span, Submission

NOW = models.Func(function="clock_timestamp")


class About(models.TextChoices):
    """What a reviewer looks at one by one."""

    SPAN = "span", _("span")
    LINK = "link", _("link")


class Approval(models.Model):
    """A reviewer found a span or a link right as its edit `seen` had left it. Changed since, it is to be seen again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="approvals")
    about = models.CharField(max_length=4, choices=About.choices)
    # Spans and links are taken away again; what was said of them stays. So this is no foreign key.
    object_id = models.UUIDField()
    seen = models.ForeignKey(Edit, models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, help_text=_("Nobody: a rule."))
    at = models.DateTimeField(db_default=NOW, editable=False)
    bulk = models.BooleanField(_("with the rest"), default=False)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["annotation_set", "object_id", "seen"], name="a mark is approved once as it is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.object_id}"


def its_mark_stands() -> models.Q:
    """Of a thread in a query."""
    span, link = (kind.objects.filter(pk=OuterRef("object_id")) for kind in (Span, Link))
    return models.Q(Exists(span) | Exists(link))


def its_span() -> models.expressions.Combinable:
    """Where a thread is read: that of a link is where the link begins."""
    begins = Link.objects.filter(pk=OuterRef("object_id")).values("from_span")
    return Coalesce(models.Subquery(begins), "object_id", output_field=models.UUIDField())


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open(self) -> "ThreadQuerySet":
        return self.filter(~Exists(Resolution.objects.filter(thread=OuterRef("pk"))))

    def asking(self) -> "ThreadQuerySet":
        """Those that wait for a change of a mark which stands. What is asked of a mark goes with it."""
        return self.open().filter(its_mark_stands(), asks_for_change=True)

    def beside_marks(self) -> "ThreadQuerySet":
        """About a stretch of text, the whole set, or a mark that has gone."""
        return self.exclude(its_mark_stands())

    def with_span(self) -> "ThreadQuerySet":
        """Each with the span where it is read."""
        return self.annotate(**{"span": its_span()})  # noqa: PIE804


class Thread(models.Model):
    """A talk about a span, a link, a stretch of text or, without any, about the set. Open until it is resolved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="threads")
    about = models.CharField(max_length=4, choices=About.choices, blank=True)
    object_id = models.UUIDField(null=True)
    # Where it was when the talk began: shown when the span has gone.
    start = models.PositiveIntegerField(_("start"), null=True)
    end = models.PositiveIntegerField(_("end"), null=True)
    asks_for_change = models.BooleanField(_("asks for a change"), default=False)
    rule = models.CharField(_("rule"), max_length=10, blank=True, help_text=_("Number of the guideline's rule."))

    # Annotated by with_span().
    span: UUID | None

    objects: ClassVar[models.Manager["Thread"]] = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about="", object_id=None)
                | (~models.Q(about="") & models.Q(object_id__isnull=False)),
                name="a thread about a mark names it",
            ),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None) | models.Q(start__lt=models.F("end")),
                name="a thread's stretch is not empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_set} · {self.rule or self.get_about_display()}"


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=NOW, editable=False)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["thread", "at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A comment names somebody who may read it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="a comment names a person once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Resolution(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.OneToOneField(Thread, models.PROTECT, related_name="resolution")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=NOW, editable=False)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")

    def __str__(self) -> str:
        return str(self.thread)


class ReturnQuerySet(models.QuerySet["Return"]):
    def standing(self) -> "ReturnQuerySet":
        """Those since which the set was not handed in again."""
        again = Submission.objects.filter(
            annotation_set=OuterRef("reopening__submission__annotation_set"),
            edit__number__gt=OuterRef("reopening__edit__number"),
        )
        return self.filter(~Exists(again))


class Return(models.Model):
    """A reviewer gave a set back to its person, to change what the open threads ask for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reopening = models.OneToOneField(Reopening, models.PROTECT, related_name="returned")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=NOW, editable=False)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[models.Manager["Return"]] = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self) -> str:
        return str(self.reopening)


class Acceptance(models.Model):
    """The set is settled as its submission stands. A trigger refuses edits of the set and its reopening since."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="acceptance")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, help_text=_("Nobody: a rule."))
    at = models.DateTimeField(db_default=NOW, editable=False)

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")

    def __str__(self) -> str:
        return str(self.submission)
