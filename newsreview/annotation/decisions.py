"""What an adjudicated set has beside its marks: the decisions that these came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """What can be done where people differ."""

    SIDE = "side", _("one side")
    BOTH = "both", _("both")
    NEITHER = "neither", _("neither")
    OWN = "own", _("a span of its own")


class Decision(models.Model):
    """In an adjudicated set: what was chosen where those who marked the article differ, and why.

    Who and when is its last edit's. Its id is the question's, which the same marks ask every time.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    annotation_set = models.ForeignKey("annotation.AnnotationSet", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=13, help_text=_("In what they differ."))
    sides = models.JSONField(
        _("sides"), default=list, help_text=_("For each set that was compared, what it has there: {set, mark}.")
    )
    choice = models.CharField(_("choice"), max_length=7, choices=Choice.choices)
    taken = models.ForeignKey(
        "annotation.AnnotationSet", models.PROTECT, null=True, related_name="+", verbose_name=_("side taken")
    )
    own = models.JSONField(_("own span"), null=True)
    rule = models.CharField(_("rule"), max_length=10, blank=True, help_text=_("Number of the guideline's rule."))
    note = models.TextField(_("note"), blank=True)
    last_edit = models.ForeignKey("annotation.Edit", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice=Choice.SIDE, taken__isnull=False)
                | (~models.Q(choice=Choice.SIDE) & models.Q(taken=None)),
                name="a decision for a side names it",
            ),
            models.CheckConstraint(
                condition=models.Q(choice=Choice.OWN, own__isnull=False)
                | (~models.Q(choice=Choice.OWN) & models.Q(own__isnull=True)),
                name="a decision for an own span has it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.get_choice_display()}"
