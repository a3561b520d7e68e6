"""How well a version of a model does, in figures: the same as the page shows."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.annotation.model_versions import ModelVersion, ModelVersionQuerySet
from newsreview.api.frame import Framed
from newsreview.review.scoring import Passage, Score, Shares, score_of


class ShareSerializer(serializers.Serializer[Any]):
    """docs/predictions.md defines each. The value is null where there is nothing to count."""

    value = serializers.FloatField(allow_null=True)
    part = serializers.IntegerField()
    whole = serializers.IntegerField()


class NamedSharesSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_null=True, help_text="Key of the label, or name; null where there is none.")
    figures = serializers.DictField(child=ShareSerializer())


class PassageSerializer(serializers.Serializer[Any]):
    """A paragraph that the model marked otherwise than what is settled."""

    article = serializers.UUIDField()
    task = serializers.UUIDField()
    paragraph = serializers.IntegerField(help_text="Its number, blank lines not counted.")
    differences = serializers.IntegerField()
    page = serializers.CharField(help_text="Where a person reads it.")


class ScoreSerializer(serializers.Serializer[Any]):
    """Ask again until all that is settled is counted."""

    model = serializers.CharField()
    version = serializers.CharField()
    articles = serializers.IntegerField(help_text="That this version has marked.")
    settled = serializers.IntegerField(help_text="Of which so many are settled.")
    counted = serializers.IntegerField(help_text="Of which so many are counted by now.")
    figures = serializers.DictField(child=ShareSerializer())
    labels = NamedSharesSerializer(many=True)
    outlets = NamedSharesSerializer(many=True)
    stories = NamedSharesSerializer(many=True)
    worst = PassageSerializer(many=True, help_text="The passages with the most differences.")


class ModelScore(Framed):
    """A version of a model, scored against what is adjudicated, else accepted, in the articles that it marked."""

    serializer_class = ScoreSerializer

    def get(self, request: Request, slug: str, model: str, version: str) -> Response:
        project = get_object_or_404(access.predicted_projects(self.person), slug=slug)
        versions = ModelVersionQuerySet(ModelVersion).filter(project=project)
        found = get_object_or_404(versions.named(model, version))
        score = score_of(found)
        readable = set(access.scored_tasks(self.person, found).values_list("pk", flat=True))
        worst = [told_passage(request, passage) for passage in score.worst(readable)]
        return Response(self.get_serializer(told(found, score) | {"worst": worst}).data)


def told(version: ModelVersion, score: Score) -> dict[str, Any]:
    return {
        "model": version.model,
        "version": version.version,
        "articles": score.articles,
        "settled": score.settled,
        "counted": score.counted,
        "figures": score.together,
        "labels": by_name(score.by_label),
        "outlets": by_name(score.by_outlet),
        "stories": by_name(score.by_story),
    }


def by_name(groups: dict[str, Shares]) -> list[dict[str, Any]]:
    return [{"name": name or None, "figures": figures} for name, figures in groups.items()]


def told_passage(request: Request, passage: Passage) -> dict[str, Any]:
    settled = passage.beside.settled
    page = request.build_absolute_uri(reverse("task", args=[settled.task]))
    return {
        "article": settled.article,
        "task": settled.task,
        "paragraph": passage.paragraph,
        "differences": passage.differences,
        "page": f"{page}#p-{passage.paragraph}",
    }
