"""What can be chosen where people differ, with its key: what each side has there, both, neither, words of its own."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from newsreview.agreement.disagreeing import Disagreement
from newsreview.agreement.readings import Link, Marked, Reading, Span, given
from newsreview.annotation.decisions import Choice, Decision
from newsreview.review.adjudicating import Case
from newsreview.review.offering import choices
from newsreview.review.precedents import Precedent, Ruling, ruling
from newsreview.web.disagreements import answers_to, spans_of
from newsreview.web.naming_labels import Names


class Piece(NamedTuple):
    words: str
    differs: bool = False


class AsThere(NamedTuple):
    """The offer to decide as it was decided in a near-copy or an earlier revision."""

    value: str
    key: str
    ruling: Ruling
    what: str


class Offer(NamedTuple):
    value: str
    key: str
    name: str
    chosen: bool
    is_side: bool = True
    label: str = ""
    """Empty where the side has nothing."""
    quotes: tuple[list[Piece], ...] = ()
    """The words of the span; of a link, those of both its ends."""
    answers: tuple[str, ...] = ()
    links: tuple[tuple[str, list[str]], ...] = ()
    """The side's links that are decided with it: their labels, and the words at both ends."""


def offers(case: Case, key: UUID, decision: Decision | None, names: Names) -> Iterator[Offer]:
    """Digits go over the sides, then both and neither, whether these are offered here or not."""
    question, sides = case.sides.questions[key], case.sides
    for place, (letter, (one, side)) in enumerate(zip(sides.letters, sides.each(question.sides), strict=True)):
        chosen = bool(decision and decision.taken_id == one.pk)
        offer = Offer(letter, str(place + 1), letter, chosen)
        riding = [link for links in question.links if (link := links[place])]
        yield with_words(offer, question, side, riding, sides.readings[place], names) if side else offer
    offered = choices(question, case.labels)
    for place, choice in enumerate((Choice.BOTH, Choice.NEITHER), start=len(question.sides) + 1):
        if choice in offered:
            chosen = bool(decision and decision.choice == choice)
            yield Offer(choice.value, str(place), choice.label.capitalize(), chosen, is_side=False)


def as_there(case: Case, key: UUID, found: list[Precedent]) -> AsThere | None:
    """The key comes after that of neither. The value says what would be decided, so that nothing else can be."""
    question, sides = case.sides.questions[key], case.sides
    ruled = ruling(question, sides, case.labels, found)
    if ruled is None:
        return None
    letters = {one.pk: letter for letter, one in zip(sides.letters, sides.sets, strict=True)}
    what = letters[ruled.taken] if ruled.taken else str(Choice(ruled.choice).label).capitalize()
    said = [str(key), str(ruled.precedent.annotation_set.pk), ruled.choice.value, str(ruled.taken), ruled.own]
    value = f"as-there {sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()}"
    return AsThere(value, str(len(question.sides) + 3), ruled, what)


def with_words(
    offer: Offer, question: Disagreement, side: Marked, riding: Sequence[Link], reading: Reading, names: Names
) -> Offer:
    shared, spans = shared_by(question), spans_of(side, reading)
    return offer._replace(
        label=names.label(side.label),
        quotes=tuple(pieces(span, *shared) if span is side else [Piece(span.quote)] for span in spans),
        answers=tuple(answers_to(question.attributes, side, names)),
        links=tuple((names.label(link.label), [end.quote for end in spans_of(link, reading)]) for link in riding),
    )


def shared_by(question: Disagreement) -> tuple[int, int]:
    """The stretch of text that all spans in question have in common."""
    spans = [side for side in question.sides if isinstance(side, Span)]
    return max((span.start for span in spans), default=0), min((span.end for span in spans), default=0)


def pieces(span: Span, start: int, end: int) -> list[Piece]:
    """The words of the span, cut where what is shared begins and ends."""
    before, after = start - span.start, end - span.start
    cut = [
        Piece(span.quote[:before], differs=True),
        Piece(span.quote[before:after]),
        Piece(span.quote[after:], differs=True),
    ]
    return [piece for piece in cut if piece.words]


def why_alike(question: Disagreement) -> str:
    match question.pattern:
        case (_shape, ("who", _)):
            return _("They name the same person, body or medium.")
        case (_shape, ("gesture", _)):
            return _("One gesture made them.")
        case _:
            return _("They have the same words.")


def labels_in(question: Disagreement) -> set[str]:
    return {side.label for side in given(question.sides)}
