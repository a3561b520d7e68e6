"""Those who run the desk are told on every page when its disk fills up: when it is full, nothing can be saved."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from newsreview import room


def room_left(request: HttpRequest) -> dict[str, Callable[[], int | None]]:
    """For every template: megabytes, where they are few and it is an administrator who asks. Asked only by the bar."""

    def megabytes_if_few() -> int | None:
        folder = Path(settings.DATA_DIR)
        return room.megabytes_left(folder) if request.user.is_staff and room.is_short(folder) else None

    return {"megabytes_if_few": megabytes_if_few}
