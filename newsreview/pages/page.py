"""A whole page: its text, what it says of itself, and what a library takes for boilerplate."""

import msgspec
from resiliparse.parse.html import HTMLTree

from newsreview.pages.details import offered_by
from newsreview.pages.text import boilerplate, paragraphs_of


class Page(msgspec.Struct):
    """`boilerplate` is in code points of the lines with a line feed between them."""

    lines: list[str]
    boilerplate: list[list[int]]
    offered: dict[str, list[str]]


def read(page: str) -> Page:
    """Raises Crowded. May take hours and all memory for a page that was made to: `apart` bounds both."""
    tree = HTMLTree.parse(page)
    paragraphs, nodes = paragraphs_of(tree)
    offered = offered_by(tree)
    return Page([paragraph.text for paragraph in paragraphs], boilerplate(tree, paragraphs, nodes), offered)
