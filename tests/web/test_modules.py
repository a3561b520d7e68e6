"""Imports of the workbench's scripts, named in the page's head."""

import re

from django.template import engines

from newsreview.web.templatetags.modules import imported_by


def test_every_module_that_the_workbench_imports_is_named_once() -> None:
    page = engines["django"].from_string('{% load modules %}{% preload_imports "js/workbench.js" %}').render()

    named = re.findall(r'<link rel="modulepreload" href="[^"]*?/(js/[\w-]+)[.\w]*\.js">', page)
    assert sorted(named) == sorted({f"{path.removesuffix('.js')}" for path in imported_by("js/workbench.js")})
    assert {"js/cursor", "js/offsets", "js/page"} <= set(named)
    assert "js/workbench" not in named
