from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from newsreview import access
from newsreview.accounts.models import Token
from newsreview.api.describing import file_of
from newsreview.api.frame import Framed
from newsreview.exports import exporting
from newsreview.exports.stopping import beside_an_export, while_allowed

LINES = "application/x-ndjson"


class Export(Framed):
    http_method_names = ("get",)
    scopes = {"GET": Token.Scope.EXPORT}

    @extend_schema(responses=file_of(LINES, "Header, articles, trailer: docs/export-format.md says what each line is."))
    def get(self, request: Request, slug: str) -> StreamingHttpResponse:  # noqa: ARG002 -- the library passes it
        """The whole project as JSON lines, as it is at this moment. A file without its trailer is not whole."""
        project = get_object_or_404(access.exportable_projects(self.person), slug=slug)
        blocks = while_allowed(exporting.stream(project), beside_an_export(self.still_theirs(project)))
        return StreamingHttpResponse(blocks, content_type=LINES)
