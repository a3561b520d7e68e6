"""Operations by programs: the same table of verbs, ids and refusals as the browser's."""

from typing import Annotated, Any

import msgspec
from django.db.models import Max
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token
from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.operations import AnyOperation
from newsreview.api.bodies import read_body
from newsreview.api.describing import body_of
from newsreview.api.frame import Framed
from newsreview.api.problems import Problem
from newsreview.review.carrying_out import run_all


class Operations(msgspec.Struct, forbid_unknown_fields=True):
    """Carried out in order, each whole or not at all; the first that is refused stops the rest."""

    ops: Annotated[list[AnyOperation], Meta(min_length=1, max_length=1_000)]


class OutcomeSerializer(serializers.Serializer[Outcome]):
    """An edit that was made, now or when the same was sent before."""

    id = serializers.UUIDField(source="edit.pk")
    number = serializers.IntegerField(source="edit.number")
    verb = serializers.CharField(source="edit.verb")
    result = serializers.DictField(source="edit.result")
    replayed = serializers.BooleanField(help_text="It had been made before; nothing was done again.")


class DoneSerializer(serializers.Serializer[dict[str, object]]):
    version = serializers.IntegerField(help_text="The number of the set's last edit.")
    edits = OutcomeSerializer(many=True)


class SetOperations(Framed):
    scopes = {"POST": Token.Scope.ANNOTATE}
    refuses = (409, 422)
    serializer_class = DoneSerializer

    @extend_schema(request=body_of(Operations))
    def post(self, request: Request, pk: str) -> Response:
        """Mark, link, answer, undo, hand in, reopen. Each operation's id, made by you, becomes that of its edit: sent
        again it is answered again, and done once."""
        asked = read_body(request, Operations)
        held = access.changeable_set(self.person, self.kwargs["pk"])
        if held is None:  # only then it is asked whether that is 404 or 403
            get_object_or_404(access.visible_sets(self.person), pk=pk)
            raise Problem(403)
        run = run_all(asked.ops, held, self.person)
        if run.refusal and run.refused:
            about: dict[str, Any] = {"operation": str(run.refused.id), "done": len(run.outcomes)}
            about["version"] = version_of(held)
            raise Problem(run.refusal.status, str(run.refusal), kind=run.refusal.code, **about)
        return Response(self.get_serializer({"version": version_of(held), "edits": run.outcomes}).data)


def version_of(annotation_set: AnnotationSet) -> int:
    return annotation_set.edits.aggregate(last=Max("number"))["last"] or 0
