"""Annotation sets: what one person, an adjudication or a model has marked in one article."""

from typing import Any, Literal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, ArticleLabel, Edit, Link, Span
from newsreview.api.asking import FLAG, ID, Filter, one_of, words
from newsreview.api.frame import Many, One
from newsreview.api.paging import ByNumber
from newsreview.api.projects import PinnedSerializer
from newsreview.api.whoami import PersonSerializer
from newsreview.review.models import Acceptance

State = Literal["draft", "submitted", "accepted", "taken_back"]


def with_state(sets: AnnotationSetQuerySet) -> QuerySet[AnnotationSet]:
    accepted = Acceptance.objects.filter(submission__annotation_set=OuterRef("pk"), submission__reopening=None)
    known = sets.with_version().with_submitted().with_taken_back().annotate(accepted=Exists(accepted))
    return known.select_related("person", "label_set_version__label_set", "prediction__model_version")


class SetSerializer(serializers.ModelSerializer[AnnotationSet]):
    """An annotation set without its marks."""

    task = serializers.UUIDField(source="task_id", read_only=True)
    person = PersonSerializer(read_only=True, allow_null=True)
    model = serializers.CharField(
        source="prediction.model_version",
        default=None,
        allow_null=True,
        read_only=True,
        help_text="With its version.",
    )
    label_set = PinnedSerializer(source="label_set_version", read_only=True)
    version = serializers.IntegerField(read_only=True, help_text="The number of its last edit.")
    state = serializers.SerializerMethodField()

    class Meta:
        model = AnnotationSet
        fields = read_only_fields = (
            "id",
            "task",
            "kind",
            "person",
            "model",
            "label_set",
            "version",
            "state",
            "created_at",
        )

    def get_state(self, row: Any) -> State:
        if row.taken_back:
            return "taken_back"
        if row.accepted:
            return "accepted"
        return "submitted" if row.submitted else "draft"


class MarkSerializer(serializers.ModelSerializer[Any]):
    label = serializers.CharField(source="label.key", read_only=True)  # type: ignore[assignment] # no label of a form
    attributes = serializers.DictField(read_only=True, help_text="Answers, by the question's key.")
    seen = serializers.UUIDField(source="last_edit_id", read_only=True, help_text="What an operation on it names.")


class SpanSerializer(MarkSerializer):
    """A label on [start, end) of the text, in code points."""

    class Meta:
        model = Span
        fields = read_only_fields = (
            "id",
            "label",
            "start",
            "end",
            "quote",
            "attributes",
            "note",
            "unsure",
            "origin",
            "seen",
        )


class LinkSerializer(MarkSerializer):
    """A label from one span to another of the same set."""

    class Meta:
        model = Link
        fields = read_only_fields = ("id", "label", "attributes", "origin", "seen")

    def get_fields(self) -> dict[str, Any]:
        """Python keeps the word “from” for itself."""
        ends = {"from": "from_span_id", "to": "to_span_id"}
        named = {end: serializers.UUIDField(source=column, read_only=True) for end, column in ends.items()}
        return super().get_fields() | named


class ArticleLabelSerializer(MarkSerializer):
    """What is said of the article as a whole."""

    class Meta:
        model = ArticleLabel
        fields = read_only_fields = ("id", "label", "attributes", "seen")


class WholeSetSerializer(SetSerializer):
    """An annotation set with all that stands in it."""

    spans = SpanSerializer(many=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)
    article_labels = ArticleLabelSerializer(many=True, read_only=True)

    class Meta(SetSerializer.Meta):
        fields = read_only_fields = (*SetSerializer.Meta.fields, "spans", "links", "article_labels")  # type: ignore[assignment]


class EditSerializer(serializers.ModelSerializer[Edit]):
    """An entry of the journal: what changed, from what to what."""

    by = PersonSerializer(read_only=True)
    result = serializers.DictField(read_only=True)
    changes = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Edit
        fields = read_only_fields = ("id", "number", "by", "at", "verb", "result", "changes", "undoes", "redoes")


class Sets(Many):
    """The annotation sets that you see."""

    serializer_class = SetSerializer
    filters = (
        Filter(
            "project", words(80), "Short name of the project.", lambda rows, slug: rows.filter(task__project__slug=slug)
        ),
        Filter("task", ID, "Id of the task.", lambda rows, task: rows.filter(task=task)),
        Filter(
            "kind", one_of(*AnnotationSet.Kind.values), "Whose work it is.", lambda rows, kind: rows.filter(kind=kind)
        ),
        Filter(
            "submitted",
            FLAG,
            "true or false: whether it is handed in.",
            lambda rows, is_so: rows.filter(submitted=is_so),
        ),
    )

    def rows(self) -> QuerySet[AnnotationSet]:
        return with_state(access.visible_sets(self.person))


class SetById(One):
    """One annotation set, with its spans, links and article labels."""

    serializer_class = WholeSetSerializer

    def rows(self) -> QuerySet[AnnotationSet]:
        return whole(self.person)


def whole(person: User) -> QuerySet[AnnotationSet]:
    marks: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("spans", Span.objects.all()),
        ("links", Link.objects.all()),
        ("article_labels", ArticleLabel.objects.all()),
    )
    fetched = (Prefetch(name, rows.select_related("label")) for name, rows in marks)
    return with_state(access.visible_sets(person)).prefetch_related(*fetched)


class Edits(Many):
    """The journal of one annotation set, from its first edit on."""

    serializer_class = EditSerializer
    pagination_class = ByNumber

    def rows(self) -> QuerySet[Edit]:
        annotation_set = get_object_or_404(access.visible_sets(self.person), pk=self.kwargs["pk"])
        return annotation_set.edits.select_related("by")
