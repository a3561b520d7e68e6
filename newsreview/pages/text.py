"""The text of an HTML page as somebody reads it: all of it, a paragraph a line, in the order of the document."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree, Node

# How deep elements may stand in each other (browsers stop at 512), and how many there may be, with the texts between.
DEPTH = 512
NODES = 150_000
# What a browser without scripts does not show as text.
UNSHOWN = frozenset(
    [
        "head",
        "title",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
        "textarea",
        "input",
        "meta",
        "link",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "xmp",
    ]
)
TEXT = "#text"
CELLS = frozenset({"td", "th"})
PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext"})
NOT_DISPLAYED = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
WHITE = " \t\n\f\r"  # of HTML, in which a no-break space is none
SPACES = re.compile(f"[{WHITE}]+")
# A private character that goes around a number at the head of a text, so as to see which texts a library keeps.
MARK = "\ue000"
MARKED = re.compile(f"{MARK}([0-9]+){MARK}")


class Crowded(ValueError):
    """The page is nested too deep, or has too many elements."""


class Paragraph(msgspec.Struct):
    """One line, and the numbers of the text nodes which it is made of."""

    text: str
    nodes: set[int]


class Lines:
    """Puts the pieces of text together as a browser does: white space collapsed, a line a paragraph."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._nodes: set[int] = set()
        self._space = ""  # what comes before the next piece, if one comes

    def end(self) -> None:
        """A paragraph without anything to see is none."""
        text = "".join(self._pieces)
        if not self.paragraphs:
            text = text.lstrip("\ufeff")  # which a text loses when it is stored, and all offsets would move
        if text and not text.isspace():
            self.paragraphs.append(Paragraph(text, self._nodes))
        self._begin()

    def add(self, text: str, node: int) -> None:
        words = SPACES.sub(" ", text)
        if words.startswith(" "):
            self._space = self._space or " "
        if piece := words.strip(" "):
            self._put(piece, node)
            self._space = " " if words.endswith(" ") else ""

    def add_preformatted(self, text: str, node: int) -> None:
        first, *rest = re.split(r"\r\n|\r|\n", text)
        self._put(first, node)
        for line in rest:
            self.end()
            self._put(line, node)

    def next_cell(self) -> None:
        self._space = "\t"

    def _put(self, piece: str, node: int) -> None:
        if self._pieces:
            self._pieces.append(self._space)
        self._pieces.append(piece)
        self._nodes.add(node)
        self._space = ""


def paragraphs_of(tree: HTMLTree) -> tuple[list[Paragraph], list[Node]]:
    """The paragraphs, and the text nodes by their numbers. Raises Crowded."""
    lines, nodes = Lines(), list[Node]()
    for node, tag, preformatted, is_start in _walk(tree.document):
        if tag == TEXT:
            value = node.value or ""
            if preformatted:
                lines.add_preformatted(value, len(nodes))
            else:
                lines.add(value, len(nodes))
            if value.strip(WHITE):
                nodes.append(node)
        elif tag in BLOCKS:
            lines.end()
        elif tag in CELLS and is_start:
            lines.next_cell()
    lines.end()
    return lines.paragraphs, nodes


class Step(NamedTuple):
    """A node that is shown, at its start or, when it has others in it, at its end."""

    node: Node
    tag: str
    is_preformatted: bool
    is_start: bool = True


def _walk(node: Node | None) -> Iterator[Step]:
    path: list[tuple[Node, str]] = []
    preformatted = steps = 0
    while node is not None:
        steps += 1
        if len(path) > DEPTH or steps > NODES:
            raise Crowded
        tag, below = node.tag or "", None
        if tag not in UNSHOWN and not _is_hidden(node):
            yield Step(node, tag, preformatted > 0)
            below = node.first_child
        if below is not None:
            path.append((node, tag))
            preformatted += tag in PREFORMATTED
            node = below
            continue
        while (following := node.next) is None and path:
            node, tag = path.pop()
            preformatted -= tag in PREFORMATTED
            yield Step(node, tag, preformatted > 0, is_start=False)
        node = following


def _is_hidden(node: Node) -> bool:
    if not isinstance(node, ElementNode):
        return False
    return node.hasattr("hidden") or NOT_DISPLAYED.search(node.getattr("style") or "") is not None


def main_nodes(tree: HTMLTree, nodes: list[Node]) -> set[int]:
    """The numbers of the text nodes which a library takes for the article's own. Changes the tree."""
    for number, node in enumerate(nodes):
        node.value = f"{MARK}{number}{MARK}{node.value}"
    kept = extract_plain_text(
        tree, preserve_formatting=False, main_content=True, list_bullets=False, alt_texts=False, comments=False
    )
    return {int(match[1]) for match in MARKED.finditer(kept)}


def boilerplate(tree: HTMLTree, paragraphs: list[Paragraph], nodes: list[Node]) -> list[list[int]]:
    """[start, end) of each paragraph which a library does not take for the article's own, in code points of the text
    which the paragraphs are the lines of; none when it finds no article at all. Changes the tree."""
    main = main_nodes(tree, nodes)
    found, start = [], 0
    for paragraph in paragraphs:
        end = start + len(paragraph.text)
        if not paragraph.nodes & main:
            found.append([start, end])
        start = end + 1
    return found if len(found) < len(paragraphs) else []
