"""What a person is told, because it concerns them: a row for each of them, written with what caused it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> "NoticeQuerySet":
        return self.filter(person=person.pk)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def with_names(self) -> "NoticeQuerySet":
        """What a line about each of them says, without the article's text."""
        named = self.select_related("by", "project", "annotation_set__task__article")
        return named.defer("annotation_set__task__article__text", "annotation_set__task__article__metadata")


class Notice(models.Model):
    class Kind(models.TextChoices):
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        DEALT_OUT = "dealt_out", _("dealt out")
        MENTIONED = "mentioned", _("mentioned")
        SETTLED = "settled", _("settled")
        RULES_CHANGED = "rules_changed", _("rules changed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("person"), db_index=False)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    # What caused it: an edit, an acceptance, a comment. Nobody is told of it twice, however often it was sent.
    cause = models.UUIDField(_("cause"), default=uuid7, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+", verbose_name=_("project"))
    annotation_set = models.ForeignKey(
        "annotation.AnnotationSet", models.PROTECT, null=True, related_name="+", verbose_name=_("annotation set")
    )
    said = models.JSONField(_("said"), default=dict, help_text=_("The words that came with it."))
    at = models.DateTimeField(_("at"), db_default=models.Func(function="clock_timestamp"), editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    # No moment says what was mailed: a notice may be written before a digest, and there only after it.
    mailed_at = models.DateTimeField(_("mailed"), null=True, editable=False)

    objects: ClassVar[models.Manager["Notice"]] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "cause"], name="a person is told of something once"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Digest(models.Model):
    """Whether a person wants what they have not read by mail."""

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="digest")
    wanted_since = models.DateTimeField(_("wanted since"), null=True)

    class Meta:
        verbose_name = _("digest by mail")
        verbose_name_plural = _("digests by mail")

    def __str__(self) -> str:
        return str(self.person)
