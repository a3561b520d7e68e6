from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers

from newsreview.annotation.refusals import Refusal
from newsreview.web import errors

# What pages ask of a machine, and ours never do.
NOT_USED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid"),
    *("idle-detection", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock"),
    *("serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in NOT_USED)


def response_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What every answer says about who may keep it, and who may embed it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])  # an address may give a page, or a part of it
        if request.method == "POST" and request.path == resolve_url("account_logout"):
            # Not “storage”: what a colleague has not sent yet may wait in this browser, and is theirs.
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return respond


def body_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what is too large before anything reads it: looking for the form's token reads all of it."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_UPLOAD_BYTES:
            return errors.too_large(request, settings.MAX_UPLOAD_BYTES)
        return get_response(request)

    return respond


def signed_out_in_place(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell htmx that nobody is signed in: it would put the page for signing in where a part of ours belongs."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        leads_to = response.headers.get("Location", "").partition("?")[0]
        if "HX-Request" in request.headers and leads_to == resolve_url(settings.LOGIN_URL):
            return errors.signed_out(request)
        return response

    return respond


class SaysWhatWentWrong:
    """A verb that did nothing says why, and so does a database or a disk that is to blame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return errors.refused(request, exception)
        return errors.told(request, exception)
