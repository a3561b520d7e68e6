"""Articles by programs: read, checked and stored as the importer does."""

from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token
from newsreview.api.asking import Parameter, words
from newsreview.api.exporting import LINES
from newsreview.api.frame import Framed
from newsreview.api.problems import Problem
from newsreview.intake.details import BadField, check_details
from newsreview.intake.importing import Summary, import_lines


class Lines(BaseParser):
    """Read line by line, however many there are."""

    media_type = LINES

    def parse(self, stream: IO[bytes], *_about: Any, **_more: Any) -> Any:
        """On the disk where it is large: it is read twice, to be kept and to be imported."""
        received = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 -- closed with the request
        copyfileobj(stream, received)
        return received


class RefusalSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class SummarySerializer(serializers.Serializer[Summary]):
    """What became of each record."""

    imported = serializers.IntegerField()
    revised = serializers.IntegerField(
        help_text="Of those: new revisions, texts at an address where the outlet had another."
    )
    present = serializers.IntegerField(help_text="There already, with a task in this project.")
    completed = serializers.IntegerField(help_text="There already; something was added to what is known of them.")
    refused = serializers.IntegerField()
    into_metadata = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Fields that articles do not have, by name, and how many records had one: kept in the metadata.",
    )
    refusals = RefusalSerializer(many=True)


class Import(Framed):
    parser_classes = (Lines,)
    scopes = {"POST": Token.Scope.IMPORT}
    serializer_class = SummarySerializer
    parameters = (
        Parameter("outlet", words(200), "Name of the outlet of records that name none."),
        Parameter("story", words(300), "Name of the story of records that name none."),
    )

    @extend_schema(request={LINES: OpenApiTypes.BINARY})
    def post(self, request: Request, slug: str) -> Response:
        """Bring articles in, one record a line. What is there is not added twice; one bad record stops no other."""
        project = get_object_or_404(access.managed_projects(self.person), slug=slug)
        try:
            defaults = check_details(self.asked)
        except BadField as error:
            raise Problem(400, str(error), kind="bad-parameter") from error
        received: Any = request.data
        if not received:
            raise Problem(400, "There are no lines. Send one record a line.", kind="bad-body")
        with received as lines:
            summary = import_lines(lines, project=project, by=self.person, defaults=defaults)
        return Response(self.get_serializer(summary).data)
