"""Who says a claim, and who passes it on: the links that lead from a span to the end, resolved. Pure.

Which labels are claims and sources is what the link labels say. A link to another label leads to who said it; a link
between two spans of one label leads from a source to who passed it on, and from a claim to another part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsreview.native_format import AnnotationSet, Label, Link, Span


class Step(NamedTuple):
    """One more in the chain, and the link that led there."""

    link: Link
    span: Span


def claim_labels(link_labels: Iterable[Label]) -> frozenset[str]:
    """Keys of the labels whose spans somebody else may have said."""
    return frozenset(
        key for label in link_labels for key in label.from_labels if any(end != key for end in label.to_labels)
    )


class Chains:
    """The links of one set, to be asked about its spans."""

    def __init__(self, annotation_set: AnnotationSet) -> None:
        self._spans = {span.id: span for span in annotation_set.spans}
        self._out: defaultdict[str, list[Link]] = defaultdict(list)
        for link in annotation_set.links:
            self._out[link.from_span].append(link)

    def chain(self, claim: Span) -> list[Step]:
        """From whoever said it to whoever passed it on last; empty where it is the narrator's."""
        found: list[Step] = []
        step = next((step for step in self._steps(claim) if step.span.label != claim.label), None)
        while step and step.span not in (earlier.span for earlier in found):
            found.append(step)
            step = next(self._alike(step.span), None)
        return found

    def parts(self, claim: Span) -> list[Span]:
        """The other parts of a claim that is told in several, where a link leads to them from this one."""
        return [step.span for step in self._alike(claim)]

    def _alike(self, span: Span) -> Iterator[Step]:
        return (step for step in self._steps(span) if step.span.label == span.label)

    def _steps(self, span: Span) -> Iterator[Step]:
        return (Step(link, self._spans[link.to_span]) for link in self._out[span.id])
