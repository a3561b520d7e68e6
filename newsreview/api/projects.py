from django.db.models import QuerySet
from rest_framework import serializers

from newsreview import access
from newsreview.accounts.models import User
from newsreview.api.frame import Many, One
from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Project


class PinnedSerializer(serializers.ModelSerializer[LabelSetVersion]):
    """A version of a label set, by name."""

    name = serializers.CharField(source="label_set.name", read_only=True)
    version = serializers.IntegerField(source="number", read_only=True)

    class Meta:
        model = LabelSetVersion
        fields = read_only_fields = ("id", "name", "version")


class ProjectSerializer(serializers.ModelSerializer[Project]):
    label_set = PinnedSerializer(source="label_set_version", read_only=True, help_text="What new sets are made under.")

    class Meta:
        model = Project
        fields = read_only_fields = (
            "id",
            "slug",
            "name",
            "label_set",
            "people_per_article",
            "own_taking",
            "blind",
            "review_coverage",
            "review_share",
            "created_at",
        )


def projects(person: User) -> QuerySet[Project]:
    return access.visible_projects(person).select_related("label_set_version__label_set")


class Projects(Many):
    """The projects in which you have a role."""

    serializer_class = ProjectSerializer

    def rows(self) -> QuerySet[Project]:
        return projects(self.person)


class ProjectByName(One):
    """One project, by its short name."""

    serializer_class = ProjectSerializer
    lookup_field = "slug"

    def rows(self) -> QuerySet[Project]:
        return projects(self.person)
