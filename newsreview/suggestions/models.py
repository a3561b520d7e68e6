"""What people say to suggestions. Nothing is stored of a suggestion until somebody answers it: it follows from what is
marked in another article by now. Rows here are added, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Edit


class Way(models.TextChoices):
    """From where a suggestion comes."""

    REVISION = "revision", _("an earlier revision")
    NEAR_COPY = "near-copy", _("a near-copy")
    REPEATED = "repeated", _("what the outlet repeats")
    PAGE = "page", _("what stood around the article")


class Answer(models.Model):
    """A person accepts a suggestion, which makes a span of it, rejects it, or takes that back.

    Spans are taken away again, and may be taken over from a set that changes; what was answered stays. So the spans are
    no foreign keys.
    """

    class Says(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        RECONSIDERED = "reconsidered", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    annotation_set = models.ForeignKey(AnnotationSet, models.PROTECT, related_name="suggestion_answers")
    suggestion = models.UUIDField()
    way = models.CharField(_("from"), max_length=9, choices=Way.choices)
    from_set = models.ForeignKey(
        AnnotationSet, models.PROTECT, null=True, related_name="+", verbose_name=_("carried over from")
    )
    from_span = models.UUIDField(null=True)
    says = models.CharField(_("answer"), max_length=12, choices=Says.choices)
    edit = models.ForeignKey(Edit, models.PROTECT, null=True, related_name="+")
    span = models.UUIDField(null=True, help_text=_("What was made of it."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False)

    class Meta:
        verbose_name = _("answer to a suggestion")
        verbose_name_plural = _("answers to suggestions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(says="accepted", edit__isnull=False, span__isnull=False)
                | (~models.Q(says="accepted") & models.Q(edit=None, span=None)),
                name="what is accepted is a span of an edit",
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=["revision", "near-copy"], from_set__isnull=False, from_span__isnull=False)
                | models.Q(way__in=["repeated", "page"], from_set=None, from_span=None),
                name="what is carried over says from where",
            ),
        ]
        indexes = [models.Index(fields=["annotation_set", "id"], name="answers_of_a_set")]

    def __str__(self) -> str:
        return f"{self.annotation_set} · {self.get_says_display()}"
