"""Where a span may lie: inside the text, on the words it quotes, and apart from what its label excludes."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from itertools import accumulate
from uuid import UUID

from newsreview.annotation.journal import Draft
from newsreview.annotation.refusals import Conflict, Unacceptable, WrongQuote
from newsreview.labels.models import Label
from newsreview.offsets import BadOffsets, Offsets


def checked_offsets(draft: Draft, start: int, end: int, quote: str) -> Offsets:
    text = draft.article.text
    try:
        offsets = Offsets(start, end)
        stands = offsets.quote(text)
    except BadOffsets as error:
        raise Unacceptable(str(error)) from error
    if stands != quote:
        raise WrongQuote(f"The text at [{start}, {end}) is “{stands[:80]}”, not “{quote[:80]}”.")
    return offsets


def refuse_where_excluded(
    draft: Draft, label: Label, places: Collection[Offsets], besides: Collection[UUID | str] = ()
) -> None:
    """Nothing lies where a label lies that excludes it, whichever came first."""
    apart = [*label.excludes, *(other.key for other in draft.labels.values() if label.key in other.excludes)]
    if not apart or not places:
        return
    lying = draft.annotation_set.spans.filter(label__key__in=apart).exclude(pk__in=besides).select_related("label")
    first, last = min(place.start for place in places), max(place.end for place in places)
    overlaps = overlapping(places)
    clash = next((span for span in lying.filter(start__lt=last, end__gt=first) if overlaps(span.offsets)), None)
    if clash is None:
        return
    if clash.label.key in label.excludes:
        raise Conflict(
            f"A {clash.label.name} lies here, and nothing may lie inside {label.name}: “{clash.quote[:80]}”."
        )
    raise Unacceptable(f"This lies inside {clash.label.name}, where no {label.name} is marked.")


def refuse_where_any_is_excluded(draft: Draft) -> None:
    """As above, for all that stands in the set."""
    for label in draft.labels.values():
        if label.excludes:
            places = [span.offsets for span in draft.annotation_set.spans.filter(label__key=label.key)]
            refuse_where_excluded(draft, label, places)


def overlapping(places: Iterable[Offsets]) -> Callable[[Offsets], bool]:
    """A question that can be asked of many stretches: does it overlap one of the places?"""
    wanted = sorted(places)
    starts = [place.start for place in wanted]
    reach = list(accumulate((place.end for place in wanted), max))

    def overlaps(stretch: Offsets) -> bool:
        before = bisect_left(starts, stretch.end)
        return before > 0 and reach[before - 1] > stretch.start

    return overlaps
