"""What a browser loads for the workbench besides its page: style sheets and scripts, as they come over the wire.

With it goes what comes only after the page, or with the first press of a key: import("…").
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.urls import reverse

from tests.bench.bench import Bench
from tests.bench.desks import make_desk
from tests.bench.generating import uuid_of
from tests.bench.rows import Row, Target, row_without_floor
from tests.bench.serving import Browser
from tests.bench.writing import Copy

LOADED_BY_PAGE = re.compile(r"""<(?:script|link)\b[^>]*?\b(?:src|href)=["']([^"']+\.(?:js|css))["']""")
LOADED_BY_SCRIPT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["']([^"']+\.js)["']""")
LOADED_BY_STYLE = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+\.css)""")
GZIP = {"Accept-Encoding": "gzip"}


def rows(bench: Bench) -> Iterator[Row]:
    copy = Copy(3_000, 12)
    [person] = make_desk(copy, range(1, 2))
    browser = Browser(bench.address, person)
    page = reverse("task", args=[uuid_of("task", 1)])
    sizes = sizes_of(browser, page, LOADED_BY_PAGE.findall(browser.get(page).body.decode()))
    name = f"style sheets and scripts of the workbench, {len(sizes)} files, gzipped"
    yield row_without_floor(name, "KB", sum(sizes.values()) / 1000, Target("ours", "≤", 60))


def sizes_of(browser: Browser, page: str, named: list[str]) -> dict[str, int]:
    """Bytes of each file, and of the files which these load in turn."""
    waiting, sizes = [urljoin(page, name) for name in named], {}
    while waiting:
        path = urlsplit(waiting.pop()).path
        if path not in sizes:
            sizes[path] = len(browser.get(path, GZIP).body)
            loads = LOADED_BY_STYLE if path.endswith(".css") else LOADED_BY_SCRIPT
            waiting += [urljoin(path, name) for name in loads.findall(browser.get(path).body.decode())]
    return sizes
