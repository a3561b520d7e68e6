from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """Hashed names for every static file, also inside `import` and `export … from` of ES modules."""

    support_js_module_import_aggregation = True
