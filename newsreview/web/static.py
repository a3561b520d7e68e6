from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OurFiles(StaticFilesConfig):
    """django.contrib.staticfiles, without the htmx extensions: not used, and some import what is not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*/htmax-*", "*/htmx-4*"]


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashed names for every static file, also inside `import` and `export … from` of ES modules."""

    support_js_module_import_aggregation = True
