from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OurFiles(StaticFilesConfig):
    """django.contrib.staticfiles, without the htmx extensions: not used, and some import what is not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*/htmax-*", "*/htmx-4*"]


# Our own, by folder and suffix: they are written to be read. What libraries bring is small already.
SMALLER: dict[tuple[str, str], Callable[[str], str]] = {("js", ".js"): jsmin, ("css", ".css"): cssmin}


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashed names for every static file, also where ES modules import one another; ours without their comments."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: "File[Any]") -> str:
        path = PurePath(name)
        smaller = SMALLER.get((str(path.parent), path.suffix))
        if smaller:
            content = ContentFile(smaller(b"".join(content.chunks()).decode()).encode())
        return str(super()._save(name, content))
