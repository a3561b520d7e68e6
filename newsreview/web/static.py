from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OurFiles(StaticFilesConfig):
    """django.contrib.staticfiles, without the htmx extensions: not used, and some import what is not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*/htmax-*", "*/htmx-4*"]


# Our own, by folder: they are written to be read. What libraries bring is small already.
SMALLER: dict[str, Callable[[str], str]] = {"js/": jsmin, "css/": cssmin}


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashed names for every static file, also where ES modules import one another; ours without their comments."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: "File[Any]") -> str:
        smaller = next((smaller for folder, smaller in SMALLER.items() if name.startswith(folder)), None)
        if smaller:
            content = ContentFile(smaller(content.read().decode()).encode())
        return str(super()._save(name, content))
