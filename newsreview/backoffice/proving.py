"""Screens on which rights change hands: whoever changes something there has shown lately who they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from newsreview.accounts import factors


class Proving:
    """Beside a screen. A desk that was left open for a minute gives nobody's rights away."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        prove_before_writing(request)
        return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        prove_before_writing(request)
        return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc]


def prove_before_writing(request: HttpRequest) -> None:
    if request.method == "POST":
        factors.prove_lately(request)
