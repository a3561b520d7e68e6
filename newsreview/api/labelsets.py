from django.db.models import QuerySet
from rest_framework import serializers

from newsreview import access
from newsreview.api.frame import Many, One
from newsreview.api.projects import PinnedSerializer
from newsreview.labels.models import Attribute, Label, LabelSetVersion


class AttributeSerializer(serializers.ModelSerializer[Attribute]):
    """A question about what is marked."""

    default = serializers.JSONField(read_only=True, help_text="Any JSON, or null.")

    class Meta:
        model = Attribute
        fields = read_only_fields = ("key", "name", "kind", "values", "required", "enabled", "default")


class LabelSerializer(serializers.ModelSerializer[Label]):
    attributes = AttributeSerializer(many=True, read_only=True)

    class Meta:
        model = Label
        fields = read_only_fields = (
            "key",
            "kind",
            "name",
            "summary",
            "rule",
            "unit",
            "excludes",
            "from_labels",
            "to_labels",
            "at_most_one",
            "retired",
            "attributes",
        )


class LabelSetVersionSerializer(PinnedSerializer):
    """A published version: what may be said, and the guideline that says when."""

    labels = LabelSerializer(many=True, read_only=True)
    guideline = serializers.JSONField(read_only=True)

    class Meta(PinnedSerializer.Meta):
        fields = read_only_fields = (*PinnedSerializer.Meta.fields, "published_at", "labels", "guideline")  # type: ignore[assignment]


class LabelSets(Many):
    """The published versions of the label sets with which your projects work."""

    serializer_class = PinnedSerializer

    def rows(self) -> QuerySet[LabelSetVersion]:
        return access.visible_label_sets(self.person).select_related("label_set")


class LabelSetById(One):
    """One version, with its labels, their questions, and the guideline."""

    serializer_class = LabelSetVersionSerializer

    def rows(self) -> QuerySet[LabelSetVersion]:
        rows = access.visible_label_sets(self.person).select_related("label_set")
        return rows.prefetch_related("labels__attributes")
