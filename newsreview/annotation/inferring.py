"""Links that the app makes by itself: of a claim to the one source that its sentence names.

Made in the edit that adds the claim or the source, where the gesture asks for it and the project has it so. Which
labels are claims and sources is what the link labels say: a link label goes from the one to the other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from uuid import UUID, uuid5

from newsreview.annotation.attributes import with_defaults
from newsreview.annotation.forming import form_anew
from newsreview.annotation.journal import Draft
from newsreview.annotation.models import Origin, Span
from newsreview.labels.models import Label
from newsreview.offsets import Offsets, whole_lines
from newsreview.sentences import sentences

# The label of the link that goes from the first to the second, if there is one.
Joins = Callable[[Span, Span], Label | None]


def infer_links(draft: Draft, added: Collection[UUID]) -> list[str]:
    """Ids of the links that follow from the spans just added, in the order of the text."""
    if not draft.annotation_set.task.project.infer_links:
        return []
    join = joins(draft)
    made: dict[UUID, str] = {}
    for new in draft.annotation_set.spans.filter(pk__in=added).select_related("label"):
        sentence = sentence_of(draft, new)
        if sentence is None:
            continue
        touching = draft.annotation_set.spans.filter(start__lt=sentence.end, end__gt=sentence.start)
        beside = list(touching.select_related("label"))
        within = [span for span in beside if sentence.contains(span.offsets)]
        for start, end, label in following_from(new, within, beside, join):
            if not draft.annotation_set.links.filter(label=label, from_span=start).exists():
                made[start.pk] = tie(draft, start, end, label)
    form_anew(draft, made)
    return list(made.values())


def joins(draft: Draft) -> Joins:
    """The first label of the scheme whose ends fit. Of two spans with one label neither says who says the other."""
    offered = [label for label in draft.labels.values() if label.kind == Label.Kind.LINK and not label.retired]

    def join(start: Span, end: Span) -> Label | None:
        a, b = start.label.key, end.label.key
        return next((label for label in offered if a != b and a in label.from_labels and b in label.to_labels), None)

    return join


def following_from(
    new: Span, within: Sequence[Span], beside: Sequence[Span], join: Joins
) -> Iterator[tuple[Span, Span, Label]]:
    """What ties the spans `within` one sentence where `new`, one of them, leaves a claim with exactly one source.

    What lies inside another claim is that claim's business: its words are neither a source nor a claim of the sentence.
    That claim may reach further: `beside` are all that touch the sentence.
    """
    told_in = {
        end.pk: {other.pk for other in beside if join(other, end) and other.offsets.overlaps(end.offsets)}
        for end in within
    }
    for start in within:
        ends = [(end, label) for end in within if (label := join(start, end)) and told_in[end.pk] <= {start.pk}]
        if len(ends) == 1 and new in (start, ends[0][0]) and not inside_another(start, beside):
            yield start, *ends[0]


def inside_another(span: Span, beside: Sequence[Span]) -> bool:
    alike = (other for other in beside if other.label_id == span.label_id and other != span)
    return any(other.offsets.contains(span.offsets) for other in alike)


def sentence_of(draft: Draft, span: Span) -> Offsets | None:
    """The sentence in which the span lies; none where it reaches into another."""
    lines = whole_lines(draft.article.text, span.offsets)
    cut = sentences(draft.article.text, lines.start, lines.end, draft.article.language)
    return next((sentence for sentence in cut if sentence.contains(span.offsets)), None)


def tie(draft: Draft, start: Span, end: Span, label: Label) -> str:
    """The link's id follows from the edit's."""
    link = uuid5(draft.edit_id, str(start.pk))
    ends = {"label": label.key, "from": str(start.pk), "to": str(end.pk)}
    draft.put("link", link, None, ends | {"attributes": with_defaults(label, {}), "origin": Origin.INFERRED.value})
    return str(link)
