"""What models mark: sent by programs, many articles at once, and told by the versions that did."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token
from newsreview.annotation.model_versions import ModelVersion, ModelVersionQuerySet
from newsreview.api.bodies import read_body
from newsreview.api.describing import body_of
from newsreview.api.frame import Many
from newsreview.api.whoami import PersonSerializer
from newsreview.intake.predictions import Predictions, receive
from newsreview.projects.models import Project


class ModelVersionSerializer(serializers.ModelSerializer[ModelVersion]):
    """A version of a model, and how much it has marked."""

    by = PersonSerializer(read_only=True, help_text="Who sent its first article.")
    articles = serializers.IntegerField(read_only=True)
    spans = serializers.IntegerField(read_only=True)

    class Meta:
        model = ModelVersion
        fields = read_only_fields = ("id", "model", "version", "by", "at", "articles", "spans")


class RefusedRowSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="Which of the articles, counted from 0.")
    article = serializers.UUIDField()
    field = serializers.CharField(help_text="What of it is wrong.")
    reason = serializers.CharField()


class ReceivedSerializer(serializers.Serializer[Any]):
    """What became of each article: stored whole, there already, or refused with nothing of it stored."""

    stored = serializers.IntegerField()
    present = serializers.IntegerField(help_text="The very same was stored before.")
    refused = RefusedRowSerializer(many=True)


class ModelVersions(Many):
    """The versions of models that have marked articles of the project."""

    scopes = {"GET": Token.Scope.READ, "POST": Token.Scope.ANNOTATE}
    refuses = (422,)
    serializer_class = ModelVersionSerializer

    def project(self) -> Project:
        return get_object_or_404(access.predicted_projects(self.person), slug=self.kwargs["slug"])

    def rows(self) -> QuerySet[ModelVersion]:
        return ModelVersionQuerySet(ModelVersion).filter(project=self.project()).with_counts().select_related("by")

    @extend_schema(request=body_of(Predictions), responses=ReceivedSerializer)
    def post(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the library passes it
        """Send what a version of a model marked, each article by its id and the SHA-256 of the text that the model
        read. An article is stored as it was sent or refused; one that is refused stops no other."""
        project = self.project()
        received = receive(read_body(request, Predictions), project=project, by=self.person)
        return Response(ReceivedSerializer(received).data)
