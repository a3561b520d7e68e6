"""Which disagreements of an article are alike, so that one decision answers them all.

Alike are those of one kind and label in which the same side has the same thing (so that “A” means the same for all),
and which beside that have one thing in common: whom they name, or the gesture that made them, or their words. Where
two of these hold, the one that more disagreements share counts; a stack can be named by what it has in common.
"""

from collections import Counter
from collections.abc import Hashable, Sequence

from newsreview.agreement.comparing import Comparison, answer_to
from newsreview.agreement.readings import ArticleLabel, Link, Match, Span

# The kind of a disagreement, its sides, and the keys of the attributes that differ.
Question = tuple[str, Match[Span] | Match[Link] | Match[ArticleLabel], list[str]]


def pattern_of_each(questions: Sequence[Question], comparison: Comparison) -> list[Hashable]:
    possible = [
        [(shape_of(question, comparison), subject) for subject in subjects_of(question[1], comparison)]
        for question in questions
    ]
    shared_by = Counter(pattern for patterns in possible for pattern in patterns)
    return [max(patterns, key=shared_by.__getitem__) for patterns in possible]


def shape_of(question: Question, comparison: Comparison) -> Hashable:
    kind, sides, attributes = question
    answers = tuple(tuple(answer_to(key, side) for key in attributes) if side else None for side in sides)
    return kind, tuple(side.label if side else None for side in sides), answers, tuple(standing(sides, comparison))


def standing(sides: Match[Span] | Match[Link] | Match[ArticleLabel], comparison: Comparison) -> list[Hashable]:
    """How the sides stand to one another: which span is the longest, which links go to the same target."""
    targets: dict[int, int] = {}
    found: list[Hashable] = []
    for reader, side in enumerate(sides):
        match side:
            case Span():
                found.append(all(len_of(side) >= len_of(other) for other in sides if isinstance(other, Span)))
            case Link():
                found.append(targets.setdefault(comparison.tie(reader, side)[2], len(targets)))
            case _:
                found.append(None)
    return found


def len_of(span: Span) -> int:
    return span.end - span.start


def subjects_of(sides: Match[Span] | Match[Link] | Match[ArticleLabel], comparison: Comparison) -> list[Hashable]:
    """What the question is about, the most telling first."""
    spoken_of = [spans_of(reader, side, comparison) for reader, side in enumerate(sides)]
    common: list[tuple[str, list[list[Hashable]]]] = [
        ("who", [[folded(span.who) for span in spans] for spans in spoken_of]),
        ("gesture", [[span.run for span in spans] for spans in spoken_of]),
        ("words", [[folded(span.quote) for span in spans[-1:]] for spans in spoken_of]),
    ]
    told = [(name, tuple(map(tuple, what))) for name, what in common if any(map(any, what))]
    return [*told] or [None]


def spans_of(reader: int, side: Span | Link | ArticleLabel | None, comparison: Comparison) -> list[Span]:
    """The span, or both ends of the link; the words that count are those of the last."""
    match side:
        case Span():
            return [side]
        case Link():
            _, *ends = comparison.tie(reader, side)
            return [span for end in ends if (span := comparison.spans[end][reader])]
        case _:
            return []


def folded(words: str) -> str:
    return " ".join(words.split()).casefold()
