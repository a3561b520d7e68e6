"""The guideline is written as text and read back without loss; lines that mean nothing are named."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.labels.guideline_text import BadGuideline, parse, written
from newsreview.labels.publishing import default_scheme

SMALL = """
What this is about,
in two lines.

Order of work: first this, then that.

## 3 Claims [claim]

**3.1** Take the smallest clause
with a verb.

- Right: `the gates closed` – begins after “that”,
  and ends before the stop
- Wrong: ``a `tick` `` - too much
* Right: `“x” – y`

## 4 When in doubt
**4.1**
"""


def test_the_default_guideline_comes_back_as_it_was() -> None:
    scheme = default_scheme()
    guideline = {part: scheme[part] for part in ("intro", "order_of_work", "sections")}

    assert parse(written(guideline)) == guideline


def test_a_text_is_read() -> None:
    smallest = {
        "number": "3.1",
        "text": "Take the smallest clause with a verb.",
        "right": [
            {"quote": "the gates closed", "says": "begins after “that”, and ends before the stop"},
            {"quote": "“x” – y", "says": ""},
        ],
        "wrong": [{"quote": "a `tick` ", "says": "too much"}],
    }
    told = {
        "intro": "What this is about, in two lines.",
        "order_of_work": "first this, then that.",
        "sections": [
            {"number": "3", "title": "Claims", "label": "claim", "rules": [smallest]},
            {
                "number": "4",
                "title": "When in doubt",
                "label": None,
                "rules": [{"number": "4.1", "text": "", "right": [], "wrong": []}],
            },
        ],
    }
    assert parse(SMALL, {"claim"}) == told
    assert parse(SMALL.replace("\n", "\r\n")) == told


def test_an_empty_text_is_an_empty_guideline() -> None:
    assert (parse(""), written({})) == ({}, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("## 1", "Line 1: a section is written “## 3 Claims”, with the label it is about: “## 3 Claims [claim]”."),
        ("# 1 Title", "Line 1: a section is written “## 3 Claims”, with the label it is about: “## 3 Claims [claim]”."),
        ("## 1 Title [mood]", "Line 1: there is no label “mood”."),
        ("**1.1** Early.", "Line 1: a rule stands in a section: begin one with “## 1 Title”."),
        ("## 1 A\n**2.1** B", "Line 2: rule 2.1 stands in section 1: number it 1.1 or so."),
        ("## 1 A\n**bold words** B", "Line 2: a rule begins with its number: “**3.1** Take the smallest clause.”."),
        ("## 1 A\n**1.123456789** B", "Line 2: the number 1.123456789 is longer than 10 characters."),
        ("## 1 A\n**1.1** B\n**1.1** C", "Line 3: number 1.1 stands above already."),
        ("## 1 A\n## 1 B", "Line 2: number 1 stands above already."),
        ("## 1 A\n- Right: `b`", "Line 2: an example stands under its rule."),
        (
            "## 1 A\n**1.1** B\n- Right: b",
            "Line 3: an example is written “- Right: `the words` – why”, or “- Wrong: …”.",
        ),
        ("## 1 A\nloose", "Line 2: this belongs to no rule: a rule begins with its number, as in “**3.1** …”."),
        ("one\n\ntwo", "Line 3: this is a second introduction: leave out the empty line before it."),
    ],
)
def test_lines_that_mean_nothing_are_named(text: str, says: str) -> None:
    with pytest.raises(BadGuideline) as wrong:
        parse(text, {"claim"})
    assert str(wrong.value) == says


def test_a_long_row_of_spaces_is_read_quickly() -> None:
    spaces = " " * 50_000
    before = process_time()
    told = parse(f"##{spaces}1{spaces}A{spaces}B{spaces}[claim]")

    assert told["sections"][0]["title"] == f"A{spaces}B"
    assert process_time() - before < 1


def test_every_bad_line_is_named_at_once() -> None:
    with pytest.raises(BadGuideline) as wrong:
        parse("## 1\n\n- Right: `x`\n\n## 2 Fine\n\nloose")
    assert [line.split(":")[0] for line in str(wrong.value).splitlines()] == ["Line 1", "Line 3", "Line 7"]


WORDS = st.text(st.sampled_from("ab `“–.*#[]<"), min_size=1, max_size=8).map(str.strip).filter(bool)
EXAMPLES = st.lists(st.fixed_dictionaries({"quote": WORDS, "says": WORDS | st.just("")}), max_size=1)


@given(st.lists(st.tuples(WORDS, EXAMPLES, EXAMPLES), max_size=2))
def test_rules_with_any_quotes_come_back(rules: list[tuple[str, Any, Any]]) -> None:
    section = {
        "number": "1",
        "title": "Rules",
        "label": None,
        "rules": [
            {"number": f"1.{n}", "text": text, "right": right, "wrong": wrong}
            for n, (text, right, wrong) in enumerate(rules, 1)
        ],
    }
    assert parse(written({"sections": [section]})) == {"sections": [section]}
