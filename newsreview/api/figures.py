"""How far the work is, and how alike people mark: the same figures as the pages show."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.api.asking import ID, Parameter, words
from newsreview.api.frame import Framed
from newsreview.projects.models import Task
from newsreview.review.keeping import known
from newsreview.review.overview import Work
from newsreview.review.places import STATES
from newsreview.review.tables import Figure, everything


class OutletCountSerializer(serializers.Serializer[Any]):
    outlet = serializers.CharField(allow_null=True)
    articles = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Any]):
    places = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=f"An article counts once for each person who is to annotate it: {', '.join(STATES)}.",
    )
    labels = serializers.DictField(child=serializers.IntegerField(), help_text="Spans in what was handed in, by label.")
    outlets = OutletCountSerializer(many=True)


class FigureSerializer(serializers.Serializer[Any]):
    """docs/agreement.md defines each. Null where there is nothing to compare."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="Of the 95 % interval.")
    high = serializers.FloatField(allow_null=True)
    part = serializers.IntegerField(allow_null=True, help_text="Of a share: what was counted …")
    whole = serializers.IntegerField(allow_null=True, help_text="… of how many.")


class AgreementSerializer(serializers.Serializer[Any]):
    articles = serializers.IntegerField(help_text="That at least two people have handed in.")
    counted = serializers.IntegerField(help_text="Of all that can be compared: ask again until all are counted.")
    wanted = serializers.IntegerField()
    figures = serializers.DictField(child=FigureSerializer())


class Progress(Framed):
    """How far the work is, for those who manage the project."""

    serializer_class = ProgressSerializer

    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the library passes it
        project = get_object_or_404(access.managed_projects(self.person), slug=slug)
        work = Work(Task.objects.filter(project=project))
        outlets = [{"outlet": name or None, "articles": count} for name, count in work.outlets()]
        told = {"places": dict(work.progress()), "labels": dict(work.labels()), "outlets": outlets}
        return Response(self.get_serializer(told).data)


class Agreement(Framed):
    """What people who have handed in the same articles agree on, for those who review."""

    serializer_class = AgreementSerializer
    parameters = (
        Parameter("label", words(50), "Key of a label: figures of what has it."),
        Parameter("outlet", ID, "Id of an outlet: figures of its articles."),
    )

    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 -- the library passes it
        project = get_object_or_404(access.compared_projects(self.person), slug=slug)
        by_now = known(project)
        chosen = everything(by_now.compared)
        if "label" in self.asked:
            chosen = chosen.of_label(self.asked["label"])
        if "outlet" in self.asked:
            chosen = chosen.of_outlet(self.asked["outlet"])
        figures = {figure.key: told(figure) for figure in chosen.figures()}
        counts = {"articles": chosen.articles, "counted": by_now.counted, "wanted": by_now.wanted}
        return Response(self.get_serializer(counts | {"figures": figures}).data)


def told(figure: Figure) -> dict[str, Any]:
    low, high = figure.estimate.interval or (None, None)
    return {"value": figure.estimate.value, "low": low, "high": high, "part": figure.part, "whole": figure.whole}
