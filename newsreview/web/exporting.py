from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from newsreview import access
from newsreview.exports import exporting
from newsreview.web.requests import person_of


@require_GET
@login_required
def project_export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The project as JSON lines. When the browser goes away the server closes the stream, and with it its snapshot."""
    project = get_object_or_404(access.exportable_projects(person_of(request)), slug=slug)
    response = StreamingHttpResponse(exporting.stream(project), content_type="application/x-ndjson")
    disposition = content_disposition_header(as_attachment=True, filename=f"{project.slug}.jsonl")
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
