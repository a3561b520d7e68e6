from collections import Counter
from typing import Any

from newsreview.agreement.disagreeing import sort_out
from newsreview.agreement.readings import Link, Reading, Span


def source(start: int, quote: str, who: str = "", **fields: Any) -> Span:
    return Span(f"{start} {quote}", "source", start, start + len(quote), quote, who=who, **fields)


def stacks(first: Reading, second: Reading) -> list[int]:
    """How many disagreements are alike, the largest stack first."""
    return sorted(Counter(each.pattern for each in sort_out([first, second]).disagreements).values(), reverse=True)


def test_missing_sources_that_name_one_person_are_alike() -> None:
    first = Reading([source(0, "Ms Brandt", "Ada Brandt"), source(20, "she", "Ada Brandt"), source(40, "Eék", "J Eék")])

    assert stacks(first, Reading()) == [2, 1]


def test_missing_sources_of_the_same_words_are_alike() -> None:
    pronouns = [
        source(10 * number, word, who)
        for number, (word, who) in enumerate(
            [("she", "Brandt"), ("She", "Brandt"), ("she", "Osterby"), ("she", ""), ("she", "Kell")]
        )
    ]

    assert stacks(Reading([*pronouns, source(90, "Brandt", "Brandt")]), Reading()) == [5, 1]


def test_what_is_missing_on_one_side_is_not_like_what_is_missing_on_the_other() -> None:
    assert stacks(Reading([source(0, "she", "Brandt")]), Reading([source(20, "she", "Brandt")])) == [1, 1]


def test_paragraphs_of_one_gesture_are_alike() -> None:
    lines = [Span(n, "boilerplate", 20 * n, 20 * n + 15, f"line {n}", run="gesture") for n in range(4)]
    other = Span("other", "boilerplate", 200, 215, "line 9")

    assert stacks(Reading([*lines, other]), Reading()) == [4, 1]


def test_boundaries_are_alike_when_the_same_side_takes_more() -> None:
    with_title = [source(0, "Ms Brandt", "Brandt"), source(20, "Ms Brandt", "Brandt"), source(43, "Brandt", "Brandt")]
    without = [source(3, "Brandt", "Brandt"), source(23, "Brandt", "Brandt"), source(40, "Ms Brandt", "Brandt")]

    assert stacks(Reading(with_title), Reading(without)) == [2, 1]


def test_answers_are_alike_when_each_side_gives_the_same() -> None:
    def answered(start: int, kind: str) -> Span:
        return source(start, "the ministry", "ministry", attributes={"type": kind})

    first = Reading([answered(0, "media"), answered(20, "media"), answered(40, "document")])
    second = Reading([answered(0, "organisation"), answered(20, "organisation"), answered(40, "organisation")])

    assert stacks(first, second) == [2, 1]


def test_links_are_alike_when_they_go_to_the_same_people() -> None:
    spans = [
        *(Span(n, "claim", 20 * n, 20 * n + 15, f"claim {n}") for n in range(3)),
        source(100, "Ms Brandt", "Brandt"),
        source(120, "she", "Brandt"),
        source(140, "Eék", "Eék"),
    ]
    brandt, she, eek = (span.id for span in spans[3:])

    def tied(*targets: object) -> Reading:
        return Reading(spans, [Link(n, "attributed_to", n, target) for n, target in enumerate(targets)])

    assert stacks(tied(brandt, she, eek), Reading(spans)) == [2, 1]
    assert stacks(tied(brandt, she, eek), tied(eek, eek, brandt)) == [2, 1]


def test_questions_of_two_people_who_annotate_differently() -> None:
    """Five pronouns that only the first marks, and one of each other kind: six decisions."""

    def claim(number: int, length: int = 30, kind: str = "fact", label: str = "claim") -> Span:
        start = 100 * number
        return Span(f"claim {number}", label, start, start + length, f"claim {number}", {"kind": kind})

    brandt, radio = source(900, "Ada Brandt", "Ada Brandt"), source(950, "Radio", "Radio")
    pronouns = [source(100 * number + 40, "she", "Ada Brandt") for number in range(5)]
    same = [claim(number) for number in range(5)]
    told = [Link(f"told {number}", "attributed_to", f"claim {number}", she.id) for number, she in enumerate(pronouns)]
    first = Reading(
        [*same, *pronouns, claim(5), claim(6), claim(7), claim(8), brandt, radio],
        [*told, Link("brandt", "attributed_to", "claim 8", brandt.id), Link("via", "via", brandt.id, radio.id)],
    )
    second = Reading(
        [*same, claim(5, length=20), claim(6, label="heading"), claim(7, kind="aim"), claim(8), brandt, radio],
        [Link("radio", "attributed_to", "claim 8", radio.id)],
    )

    disagreements = sort_out([first, second]).disagreements

    expected = ["missing"] * 5 + ["boundary", "label", "attribute", "link", "link"]
    assert [each.kind for each in disagreements] == expected
    assert [link for each in disagreements for link in each.links] == [(tie, None) for tie in told]
    assert [each.sides for each in disagreements[-2:]] == [(first.links[5], second.links[0]), (first.links[6], None)]
    assert stacks(first, second) == [5, 1, 1, 1, 1, 1]
