"""What several people marked in one article, as plain values. Offsets are code points, the end excluded."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

Answer = str | bool | None
NOTHING: Mapping[str, Answer] = MappingProxyType({})


class Span(NamedTuple):
    """A label on [start, end). Within a reading a label marks a stretch of text once."""

    id: Hashable
    label: str
    start: int
    end: int
    quote: str = ""
    attributes: Mapping[str, Answer] = NOTHING
    computed: frozenset[str] = frozenset()
    """Keys of the attributes that the app computed and nobody touched: they are nobody's answer."""
    who: str = ""
    """Whom the words name, where the label asks for that."""
    run: Hashable = None
    """The gesture over several paragraphs that the span was made by, if there was one."""


class Link(NamedTuple):
    """A label from one span of the reading to another; within a reading it joins two spans once."""

    id: Hashable
    label: str
    from_span: Hashable
    to_span: Hashable
    attributes: Mapping[str, Answer] = NOTHING
    computed: frozenset[str] = frozenset()


class ArticleLabel(NamedTuple):
    """What is said of the article as a whole, once a label."""

    label: str
    attributes: Mapping[str, Answer] = NOTHING
    computed: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """Everything that one person marked in one article."""

    spans: Sequence[Span] = ()
    links: Sequence[Link] = ()
    article_labels: Sequence[ArticleLabel] = ()

    def only(self, labels: Collection[str]) -> "Reading":
        """Without what has another label, nor the links from and to it."""
        spans = [span for span in self.spans if span.label in labels]
        ids = {span.id for span in spans}
        return Reading(
            spans,
            [link for link in self.links if link.label in labels and {link.from_span, link.to_span} <= ids],
            [article_label for article_label in self.article_labels if article_label.label in labels],
        )


Marked = Span | Link | ArticleLabel
T = TypeVar("T", bound=Marked)
# What the readings have for one and the same thing: a slot for each, None where a reading has nothing.
Match = tuple[T | None, ...]


def given(match: Match[T]) -> list[T]:
    return [marked for marked in match if marked is not None]
