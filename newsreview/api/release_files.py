"""The files of a release, whole or from where a download was cut. The ETag of each is its SHA-256."""

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from newsreview.accounts.models import Token
from newsreview.api.asking import FLAG, Parameter
from newsreview.api.describing import file_of
from newsreview.api.frame import Framed
from newsreview.api.problems import Problem
from newsreview.api.ranges import Beyond, part_asked
from newsreview.exports.models import Release
from newsreview.exports.reading import chunks_of, file_called, releases_seen_by
from newsreview.exports.shelving import Kept
from newsreview.exports.stopping import Asking, while_allowed

BYTES = "application/octet-stream"
HEADERS = {
    "Range": "Of the file only this: bytes=1000- for all from byte 1000 on.",
    "If-Range": "The file's ETag: unless it is still that, all of the file is sent.",
    "If-None-Match": "The ETag of what you have: unless it is another, nothing is sent.",
}
ANSWERS = {
    **file_of(BYTES, "The file. Its ETag is its SHA-256."),
    (206, BYTES): OpenApiResponse(OpenApiTypes.BINARY, description="The part of it that Range asks for."),
    304: OpenApiResponse(description="The file is the one whose ETag was sent."),
}


class ReleaseFile(Framed):
    http_method_names = ("get",)
    scopes = {"GET": Token.Scope.EXPORT}
    refuses = (409, 412, 416)
    parameters = (Parameter("withdrawn", FLAG, "true: the files of a withdrawn release, too."),)

    @extend_schema(
        parameters=[
            OpenApiParameter(name, str, OpenApiParameter.HEADER, description=says) for name, says in HEADERS.items()
        ],
        responses=ANSWERS,
    )
    def get(self, request: Request, slug: str, number: int, name: str) -> HttpResponseBase:
        """A file that the release's manifest names, its manifest.json or its SHA256SUMS."""
        release = get_object_or_404(releases_seen_by(self.person), project__slug=slug, number=number)
        refuse_unfit(release, also_withdrawn=self.asked.get("withdrawn", False))
        file = file_called(release, name)
        if file is None:
            raise Http404
        etag = f'"{file.sha256}"'
        unchanged = get_conditional_response(request._request, etag=etag)  # noqa: SLF001 -- so the library offers it
        response = unchanged or sent(release, file, wanted(request, file, etag), self.still_theirs(release.project))
        response.headers["ETag"] = etag
        return response


def refuse_unfit(release: Release, *, also_withdrawn: bool) -> None:
    if release.has_failed:
        raise Problem(409, "This release could not be built: it has no files.", kind="failed")
    if not release.is_built:
        raise Problem(409, "This release is being built. Ask again when it is.", kind="not-built")
    if release.is_withdrawn and not also_withdrawn:
        says = f"This release is withdrawn; with ?withdrawn=true you get it all the same. {release.withdrawal.why}"
        raise Problem(409, says, kind="withdrawn")


def wanted(request: Request, file: Kept, etag: str) -> range | None:
    if request.headers.get("If-Range", etag) != etag:
        return None
    try:
        return part_asked(request.headers.get("Range", ""), file.bytes)
    except Beyond:
        size = {"Content-Range": f"bytes */{file.bytes}"}
        raise Problem(416, f"The file has {file.bytes} bytes.", kind="beyond", headers=size) from None


def sent(release: Release, file: Kept, part: range | None, still: Asking) -> StreamingHttpResponse:
    run = range(file.bytes) if part is None else part
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(len(run)), "X-Content-Type-Options": "nosniff"}
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{file.bytes}"
    chunks = while_allowed(chunks_of(release, file.name, run), still)
    return StreamingHttpResponse(chunks, status=206 if part else 200, content_type=BYTES, headers=headers)
