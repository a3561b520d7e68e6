"""What an HTML page says about its article in places made for that. What is no sound detail is passed over."""

from collections.abc import Iterator

from resiliparse.parse.html import ElementNode, HTMLTree

from newsreview import strict_json
from newsreview.intake.details import BadField, check_details
from newsreview.intake.records import Details


def details_of(tree: HTMLTree) -> Details:
    """For each detail the first that is sound; call it before anything changes the tree."""
    offered = {
        "title": _titles(tree),
        "outlet": _metas(tree, "og:site_name"),
        "url": _addresses(tree),
        "published_at": _times(tree),
        "language": _contents(tree, "html", "lang"),
    }
    sound = Details()
    for field, values in offered.items():
        for value in values:
            said = _checked(field, " ".join(value.split()))
            if said != Details():
                sound = sound.or_else(said)
                break
    return sound


def _checked(field: str, value: str) -> Details:
    try:
        return check_details({field: value})
    except BadField:
        return Details()


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
        waiting = [strict_json.loads(script)]
    except strict_json.BadJSON:
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            if isinstance(published := value.get("datePublished"), str):
                yield published
            waiting.extend(value.values())
