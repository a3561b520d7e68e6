"""Articles by programs: files of every kind, read, checked and stored by the importer, at once or in the background."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from newsreview import access
from newsreview.accounts.models import Token, User
from newsreview.api.asking import FLAG, Parameter, one_of, words
from newsreview.api.exporting import LINES
from newsreview.api.frame import Framed, Many, One
from newsreview.api.problems import Problem
from newsreview.api.whoami import PersonSerializer
from newsreview.intake import taking_in, uploading
from newsreview.intake.details import BadField, check_details
from newsreview.intake.foreign_labels import LabelMap, read_map
from newsreview.intake.importing import import_files
from newsreview.intake.models import Import, ImportQuerySet

MANY = "multipart/form-data"
KINDS = {
    LINES: "sent.jsonl",
    "application/json": "sent.json",
    "text/csv": "sent.csv",
    "text/tab-separated-values": "sent.tsv",
    "text/plain": "sent.txt",
    "text/html": "sent.html",
    "application/zip": "sent.zip",
    "application/x-tar": "sent.tar",
    "application/octet-stream": "",
}
"""What a body of each media type is called, unless the address names it."""

REFUSALS = 100  # of an import in the background, that are named
UTF_16 = "utf-16"


class Whole(BaseParser):
    """Kept as it comes, on the disk where it is large: it is read twice, to be kept and to be imported."""

    def parse(self, stream: IO[bytes], *_about: Any, **_more: Any) -> Any:
        received = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 -- closed by whoever reads it
        try:
            copyfileobj(stream, received)
        except BaseException:
            with suppress(OSError):  # where there is no room, what waits to be written finds none either
                received.close()
            raise
        return received


def parser_of(media_type: str) -> type[BaseParser]:
    return type("Whole", (Whole,), {"media_type": media_type})


@contextmanager
def refused_by_name() -> Iterator[None]:
    try:
        yield
    except BadField as error:
        raise Problem(400, str(error), kind="bad-parameter") from error


FORM = {"type": "object", "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}}}
BODIES: dict[str, Any] = dict.fromkeys(KINDS, OpenApiTypes.BINARY) | {MANY: FORM}


class RefusalSerializer(serializers.Serializer[Any]):
    file = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()


class CountsSerializer(serializers.Serializer[Any]):
    imported = serializers.IntegerField()
    revised = serializers.IntegerField(
        help_text="Of those: new revisions, texts at an address where the outlet had another."
    )
    present = serializers.IntegerField(help_text="There already, with a task in this project.")
    completed = serializers.IntegerField(help_text="There already; something was added to what is known of them.")
    sets = serializers.IntegerField(help_text="Annotation sets that came with them, with so many spans and links.")
    spans = serializers.IntegerField()
    links = serializers.IntegerField()
    sets_present = serializers.IntegerField(help_text="Annotation sets that were there already.")
    refused = serializers.IntegerField()


class SummarySerializer(CountsSerializer):
    """What became of each record."""

    into_metadata = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Fields that articles do not have, by name, and how many records had one: kept in the metadata.",
    )
    refusals = RefusalSerializer(many=True)


class ImportSerializer(serializers.Serializer[Import]):
    """An import, and how far it is."""

    id = serializers.UUIDField()
    by = PersonSerializer(allow_null=True)
    asked_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=("running", "broken off", "finished", "cancelled", "failed"))
    why_not = serializers.CharField(source="end.why", default="", help_text="Why it could not go on.")
    seen = serializers.IntegerField(source="seen_in_all", help_text="How many records have been read and stored.")
    counts = CountsSerializer(source="totals")


class WholeImportSerializer(ImportSerializer):
    """An import with the first of what it refused."""

    refusals = serializers.SerializerMethodField(help_text=f"At most {REFUSALS} of them.")

    @extend_schema_field(RefusalSerializer(many=True))
    def get_refusals(self, row: Import) -> list[dict[str, Any]]:
        return [dict(RefusalSerializer(each).data) for each in row.refused_records.all()[:REFUSALS]]


def imports(person: User) -> QuerySet[Import]:
    return ImportQuerySet(Import).filter(project__in=access.managed_projects(person)).with_totals()


class NewImport(Framed):
    parser_classes = (*map(parser_of, KINDS), MultiPartParser)
    scopes = {"POST": Token.Scope.IMPORT}
    serializer_class = SummarySerializer
    parameters = (
        Parameter("outlet", words(200), "Name of the outlet of records that name none."),
        Parameter("story", words(300), "Name of the story of records that name none."),
        Parameter("name", words(255), "What the body is called: its ending says which kind of file it is."),
        Parameter("labels", words(4000), "JSON: by kind, what the labels of marks become."),
        Parameter("offsets", one_of("code-points", UTF_16), "What offsets of marks count: code-points or utf-16."),
        Parameter("background", FLAG, "true or false: whether it is done in the background, and answered before."),
    )

    @extend_schema(request=BODIES, responses={200: SummarySerializer, 202: WholeImportSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Bring articles in: one file, or several as parts called `files`. What is there is not added twice; one bad
        record stops no other."""
        project = get_object_or_404(access.managed_projects(self.person), slug=slug)
        with refused_by_name():
            outlet, story = self.asked.get("outlet", ""), self.asked.get("story", "")
            defaults = check_details({"outlet": outlet, "story": story})
            chosen = read_map(self.asked["labels"], project) if "labels" in self.asked else LabelMap()
        marks: dict[str, Any] = {"chosen": chosen, "utf16": self.asked.get("offsets") == UTF_16}
        with self.files(request) as files:
            if not self.asked.get("background"):
                summary = import_files(files, project=project, by=self.person, defaults=defaults, **marks)
                return Response(SummarySerializer(summary).data)
            said = marks | {"outlet": outlet, "story": story}
            upload = uploading.start_upload(project=project, by=self.person, files=files, **said)
        asked = taking_in.ask_for_import(upload=upload, by=self.person)
        return Response(WholeImportSerializer(imports(self.person).get(pk=asked.pk)).data, status=202)

    @contextmanager
    def files(self, request: Request) -> Iterator[list[tuple[str, BinaryIO]]]:
        """What was sent, with its names; closed in the end, as Django closes the parts of a form."""
        received: Any = request.data
        kind = request.content_type.partition(";")[0].strip().lower()
        if kind == MANY:
            files = [(part.name or "", cast("BinaryIO", part)) for part in request.FILES.getlist("files")]
            if not files:
                raise nothing_sent()
            yield files
        elif not received:
            raise nothing_sent()
        else:
            with received:
                yield [(self.asked.get("name") or usual_name(kind), received)]


def usual_name(kind: str) -> str:
    if not KINDS[kind]:
        raise Problem(400, "Say by the parameter “name” what the body is called.", kind="bad-parameter")
    return KINDS[kind]


def nothing_sent() -> Problem:
    return Problem(400, "There is nothing to read. Send a file, or parts called “files”.", kind="bad-body")


class Imports(Many):
    """The imports of a project, by every door, in the order in which they began."""

    scopes = {"GET": Token.Scope.IMPORT}
    serializer_class = ImportSerializer

    def rows(self) -> QuerySet[Import]:
        project = get_object_or_404(access.managed_projects(self.person), slug=self.kwargs["slug"])
        return imports(self.person).filter(project=project)


class ImportById(One):
    """One import, and how far it is."""

    scopes = {"GET": Token.Scope.IMPORT}
    serializer_class = WholeImportSerializer

    def rows(self) -> QuerySet[Import]:
        return imports(self.person).filter(project__slug=self.kwargs["slug"])
