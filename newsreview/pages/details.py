"""What an HTML page says about its article in places made for that; whether it is sound, somebody else decides."""

from collections import deque
from collections.abc import Iterator
from itertools import islice

from resiliparse.parse.html import ElementNode, HTMLTree

from newsreview import strict_json

MOST = 50  # of one detail; a page that means well says a thing a few times
LONGEST = 2000  # characters; no detail may have more


def offered_by(tree: HTMLTree) -> dict[str, list[str]]:
    """For each detail what may be it, the best first; call it before anything changes the tree."""
    offered = {
        "title": _titles(tree),
        "outlet": _metas(tree, "og:site_name"),
        "url": _addresses(tree),
        "published_at": _times(tree),
        "language": _contents(tree, "html", "lang"),
    }
    return {field: list(islice(filter(None, map(_tidy, values)), MOST)) for field, values in offered.items()}


def _tidy(value: str) -> str:
    """Blank where it is too long for a detail."""
    words = " ".join(value.split())
    return words if len(words) <= LONGEST else ""


def _contents(tree: HTMLTree, selector: str, attribute: str) -> Iterator[str]:
    for node in _all(tree, selector):
        if value := node.getattr(attribute):
            yield value


def _all(tree: HTMLTree, selector: str) -> Iterator[ElementNode]:
    if tree.document is not None:
        yield from tree.document.query_selector_all(selector)


def _metas(tree: HTMLTree, name: str) -> Iterator[str]:
    yield from _contents(tree, f'meta[property="{name}"]', "content")
    yield from _contents(tree, f'meta[name="{name}"]', "content")


def _titles(tree: HTMLTree) -> Iterator[str]:
    yield from _metas(tree, "og:title")
    yield tree.title or ""
    for heading in _all(tree, "h1"):
        yield heading.text or ""


def _addresses(tree: HTMLTree) -> Iterator[str]:
    yield from _contents(tree, 'link[rel~="canonical"]', "href")
    yield from _metas(tree, "og:url")


def _times(tree: HTMLTree) -> Iterator[str]:
    yield from _metas(tree, "article:published_time")
    for script in _all(tree, 'script[type="application/ld+json"]'):
        yield from _published_in(script.text or "")
    yield from _contents(tree, "time[datetime]", "datetime")


def _published_in(script: str) -> Iterator[str]:
    try:
        waiting = deque([strict_json.loads(script)])
    except strict_json.BadJSON:
        return
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if isinstance(published := value.get("datePublished"), str):
                yield published
            waiting.extend(value.values())
