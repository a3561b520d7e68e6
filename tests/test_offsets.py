import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.offsets import BadOffsets, Offsets, Paragraph, Utf16, has_astral, paragraphs, whole_lines

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "offsets.json").read_text(encoding="utf-8")
)

texts = st.text(st.sampled_from("ab é\u0301\u00a0\n\u2028\u05d0\u200d\U0001f693\U0001d4b3\U0010ffff") | st.characters())


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (-1, 2, "before the text: start is -1"),
        (3, 3, "start is 3, end is 3"),
        (4, 3, "start is 4, end is 3"),
        (True, 2, "start of a span must be a whole number, not True"),
        (0, True, "end of a span must be a whole number, not True"),
        (0.0, 2, "start of a span must be a whole number, not 0.0"),
        (0, "2", "end of a span must be a whole number, not '2'"),
        (None, 2, "start of a span must be a whole number, not None"),
    ],
)
def test_bad_pair_cannot_be_made(start: Any, end: Any, words: str) -> None:
    with pytest.raises(BadOffsets, match=words):
        Offsets(start, end)


def test_length_counts_code_points() -> None:
    assert Offsets(3, 10).length == 7


@pytest.mark.parametrize(
    ("other", "overlapping_and_containing"),
    [
        (Offsets(2, 6), (True, True)),
        (Offsets(3, 5), (True, True)),
        (Offsets(2, 7), (True, False)),
        (Offsets(1, 3), (True, False)),
        (Offsets(6, 8), (False, False)),
        (Offsets(0, 2), (False, False)),
    ],
)
def test_overlapping_and_containing(other: Offsets, overlapping_and_containing: tuple[bool, bool]) -> None:
    assert (Offsets(2, 6).overlaps(other), Offsets(2, 6).contains(other)) == overlapping_and_containing


def test_offsets_sort_by_start_then_end() -> None:
    assert sorted([Offsets(2, 9), Offsets(2, 3), Offsets(0, 5)]) == [Offsets(0, 5), Offsets(2, 3), Offsets(2, 9)]


def test_quote_counts_an_emoji_as_one() -> None:
    assert Offsets(9, 13).quote("Police 🚓 said 12 people died.") == "said"


def test_quote_beyond_the_end_is_refused() -> None:
    with pytest.raises(BadOffsets, match="ends at 6, but the text has only 5 characters"):
        Offsets(0, 6).quote("12345")


def test_quote_may_reach_the_end() -> None:
    assert Offsets(4, 5).quote("12345") == "5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one", [Paragraph(1, 0, 3)]),
        ("one\n", [Paragraph(1, 0, 3)]),
        ("one\n\n \u00a0\t\ntwo", [Paragraph(1, 0, 3), Paragraph(2, 9, 12)]),
        ("\n one ", [Paragraph(1, 1, 6)]),
        ("a\u2028b\u0085c\vd\fe\u2029f\ng", [Paragraph(1, 0, 11), Paragraph(2, 12, 13)]),
        ("🚓\nb", [Paragraph(1, 0, 1), Paragraph(2, 2, 3)]),
    ],
)
def test_paragraphs_lie_between_line_feeds_only(text: str, expected: list[Paragraph]) -> None:
    assert paragraphs(text) == expected


@given(texts)
def test_paragraphs_hold_everything_but_white_space(text: str) -> None:
    found = paragraphs(text)

    assert [p.number for p in found] == list(range(1, len(found) + 1))
    assert [text[p.start : p.end] for p in found] == [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 1, (0, 3)), (1, 3, (0, 3)), (4, 5, (4, 7)), (2, 5, (0, 7)), (8, 9, (8, 9)), (1, 4, (0, 4)), (3, 4, (0, 4))],
)
def test_whole_lines_that_a_span_touches(start: int, end: int, expected: tuple[int, int]) -> None:
    assert whole_lines("abc\ndef\ng", Offsets(start, end)) == Offsets(*expected)


@given(texts, st.data())
def test_whole_lines_hold_the_span(text: str, data: st.DataObject) -> None:
    text += "."
    start = data.draw(st.integers(0, len(text) - 1))
    offsets = Offsets(start, data.draw(st.integers(start + 1, len(text))))

    lines = whole_lines(text, offsets)

    assert lines.contains(offsets)
    assert text[: lines.start].endswith(("\n", "")[lines.start == 0])
    assert lines.end == len(text) or "\n" in text[lines.end - 1 : lines.end + 1]


@given(texts)
def test_astral_is_what_takes_two_units(text: str) -> None:
    assert has_astral(text) == any(ord(letter) > 0xFFFF for letter in text)


@given(texts)
def test_utf16_and_code_points_are_inverse_and_monotone(text: str) -> None:
    utf16 = Utf16(text)

    units = [utf16.from_points(point) for point in range(len(text) + 1)]

    assert units == [len(text[:point].encode("utf-16-le", "surrogatepass")) // 2 for point in range(len(text) + 1)]
    assert units == sorted(set(units))
    assert [utf16.to_points(unit) for unit in units] == list(range(len(text) + 1))
    assert utf16.length == units[-1]


@given(texts)
def test_no_offset_splits_a_surrogate_pair(text: str) -> None:
    utf16 = Utf16(text)
    whole = {utf16.from_points(point) for point in range(len(text) + 1)}

    for unit in set(range(utf16.length)) - whole:
        with pytest.raises(BadOffsets, match="in the middle of a character"):
            utf16.to_points(unit)


@pytest.mark.parametrize("text", ["", "plain", "a 🚓 b"])
def test_offsets_outside_the_text_are_refused(text: str) -> None:
    utf16 = Utf16(text)

    for outside in (-1, utf16.length + 1):
        with pytest.raises(BadOffsets, match=f"{outside} is outside the text"):
            utf16.to_points(outside)
    for outside in (-1, len(text) + 1):
        with pytest.raises(BadOffsets, match=f"{outside} is outside the text"):
            utf16.from_points(outside)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case_shared_with_the_browser(case: dict[str, Any]) -> None:
    utf16 = Utf16(case["text"])

    assert (len(case["text"]), utf16.length) == (case["points"], case["utf16"])
    assert [[point, utf16.from_points(point)] for point, _ in case["pairs"]] == case["pairs"]
    assert [[utf16.to_points(unit), unit] for _, unit in case["pairs"]] == case["pairs"]
