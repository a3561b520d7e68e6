"""Scripts that a page will need, named at once: a browser finds imports only by reading one script after the other."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
IMPORT = re.compile(r'(?:from|import) "\./([\w-]+\.js)"')


@register.simple_tag
def preload_imports(entry: str) -> SafeString:
    """A link for each module that `entry`, a path among the static files, imports, however deep."""
    return format_html_join("\n  ", '<link rel="modulepreload" href="{}">', ((static(p),) for p in imported_by(entry)))


@cache
def imported_by(entry: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        path = Path(waiting.pop())
        file = finders.find(str(path))
        if not isinstance(file, str):
            raise FileNotFoundError(f"There is no script {path}.")
        for name in IMPORT.findall(Path(file).read_text(encoding="utf-8")):
            beside = str(path.parent / name)
            if beside not in found:
                found[beside] = None
                waiting.append(beside)
    return tuple(found)
