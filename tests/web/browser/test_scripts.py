"""The pure modules of the browser, each imported in a page of its own and run over a table of cases."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.templatetags.static import static

from tests.web.browser.watching import Watched

OFFSETS = json.loads((Path(__file__).parents[3] / "fixtures" / "offsets.json").read_text(encoding="utf-8"))
BOTH_WAYS = """
async ([module, cases]) => {
  const { points, toPoints, toUtf16 } = await import(module);
  const refusal = (act) => { try { return act(); } catch (error) { return error.name; } };
  return cases.map(({ text, utf16 }) => [
    points(text),
    Array.from({ length: points(text) + 1 }, (_, point) => toUtf16(text, point)),
    Array.from({ length: utf16 + 1 }, (_, unit) => refusal(() => toPoints(text, unit))),
    refusal(() => toUtf16(text, points(text) + 1)),
    refusal(() => toPoints(text, utf16 + 1)),
    refusal(() => toPoints(text, -1)),
  ]);
}
"""
TRIMMED = """
async ([module, cases]) => {
  const { trimPhrase } = await import(module);
  return cases.map(([text, words]) => {
    const start = text.indexOf(words);
    const [from, to] = trimPhrase(text, start, start + words.length);
    return text.slice(from, to);
  });
}
"""
PAUSES = """
async ([module, tries]) => {
  const { pause } = await import(module);
  return tries.map((n) => [pause(n, 1), pause(n, 0)]);
}
"""
QUEUES = """
async ([module, cases]) => {
  const { dependents, onTop } = await import(module);
  return cases.map((queue) => {
    const sent = queue.reduce((before, op) => [...before, onTop(op, before)], []);
    return dependents(sent[0], sent.slice(1)).map(({ id }) => id);
  });
}
"""
LINES = """
async ([module, lines]) => {
  const { trimLine } = await import(module);
  return lines.map((text) => text.slice(...trimLine(text)));
}
"""
WORDS = """
async ([module, cases]) => {
  const { snapToWords, snapToGraphemes } = await import(module);
  const snap = (exact) => (exact ? snapToGraphemes : snapToWords);
  return cases.map(([text, start, end, exact]) => text.slice(...snap(exact)(text, start, end)));
}
"""

# Paragraph, what was selected, what is meant.
PHRASES = [
    ("He left.", "He left.", "He left"),
    ("He left!", "He left!", "He left!"),
    ("Did he leave?", "Did he leave?", "Did he leave?"),
    ("He left, she said", "He left, ", "He left"),
    ("He left; she stayed", "He left;", "He left"),
    ("He left: at two", "He left:", "He left"),
    ("He left – at two", "He left –", "He left"),
    ("He left — at two", "— at two", "at two"),
    ("He left - at two", "- at two", "at two"),
    ("He left… then", "He left…", "He left"),
    ("He left...", "He left...", "He left"),
    ("• He left", "• He left", "He left"),
    ("  He left  ", "  He left  ", "He left"),
    ("\u00a0He left\u00a0", "\u00a0He left\u00a0", "He left"),
    ("“He left,” she said", "“He left,”", "He left"),
    ("“He left,” she said", "He left,”", "He left"),
    ("“He left,” she said", "He left", "He left"),
    ("“He left.”", "“He left.”", "He left"),
    ("“He left”.", "“He left”.", "He left"),
    ('"He left," she said', '"He left,"', "He left"),
    ('"He left", she said, "at two"', '"at two"', "at two"),
    ("«He left», she said", "«He left»,", "He left"),
    ("„He left“, she said", "„He left“,", "He left"),
    ("‘He left,’ she said", "‘He left,’", "He left"),
    (
        "due to the “very odd views.”",
        "due to the “very odd views.”",
        "due to the “very odd views.”",
    ),
    ("the “very old” bridge.", "the “very old” bridge.", "the “very old” bridge"),
    ("“Very old” bridges fall.", "“Very old” bridges fall.", "“Very old” bridges fall"),
    ("called it “old”, and left", "called it “old”,", "called it “old”"),
    ('called it "old", and left', 'called it "old",', 'called it "old"'),
    ("the drivers’ union left", "the drivers’", "the drivers’"),
    ("He isn’t there", "isn’t", "isn’t"),
    ("in the U.S.", "in the U.S.", "in the U.S."),
    ("the U.S., he said", "the U.S.,", "the U.S."),
    ("told Mr. Brandt", "told Mr.", "told Mr."),
    ("since May.", "since May.", "since May"),
    ("(He left)", "(He left)", "(He left)"),
    ("12.5 per cent.", "12.5 per cent.", "12.5 per cent"),
    ("“‘He left,’ she said,” he said", "“‘He left,’ she said,”", "‘He left,’ she said"),
    ("…", "…", "…"),
    ("“”", "“”", "“”"),
    ("אמרה כי הקו ייסגר.", "הקו ייסגר.", "הקו ייסגר"),
    ("the crew 👩‍👩‍👧.", "the crew 👩‍👩‍👧.", "the crew 👩‍👩‍👧"),
]
# Paragraph, a selection in UTF-16 units, exact or not, what is taken.
SNAPS: list[tuple[str, int, int, bool, str]] = [
    ("the harbour master", 5, 14, False, "harbour master"),
    ("the harbour master", 3, 4, False, " "),
    ("don’t stop", 1, 7, False, "don’t stop"),
    ("1,200 people", 1, 3, False, "1,200"),
    ("e\u0302\u0323a", 1, 4, True, "e\u0302\u0323a"),
    ("a👨‍👩‍👧‍👦b", 2, 5, True, "👨‍👩‍👧‍👦"),
    ("🇸🇪🇫🇮", 1, 2, True, "🇸🇪"),
    ("🇸🇪🇫🇮", 2, 6, True, "🇸🇪🇫🇮"),
    ("👍🏽!", 1, 2, True, "👍🏽"),
    ("שלום עולם", 1, 6, False, "שלום עולם"),
    ("한국어 글", 1, 2, False, "한국어"),
]


def op(name: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"op": name, "id": f"{number}", **fields}


# A queue whose first operation is refused, and the ids of those that rest on it.
RESTING: list[tuple[list[dict[str, Any]], list[str]]] = [
    ([op("span.add", 1, span="a"), op("span.add", 2, span="b")], []),
    ([op("span.add", 1, span="a"), op("link.add", 2, link="l", **{"from": "b", "to": "a"})], ["2"]),
    (
        [
            op("span.add", 1, span="a"),
            op("link.add", 2, link="l", **{"from": "a", "to": "b"}),
            op("link.set", 3, link="l", seen="2"),
            op("span.set", 4, span="b", seen="0"),
        ],
        ["2", "3"],
    ),
    # What was changed still stands as it was, for all but who saw the change.
    ([op("span.set", 1, span="a", seen="0"), op("link.add", 2, link="l", **{"from": "a", "to": "b"})], []),
    (
        [
            op("span.set", 1, span="a", seen="0"),
            op("span.set", 2, span="b", seen="0"),
            op("span.move", 3, span="a", seen="0"),
            op("span.remove", 4, span="a", seen="0"),
        ],
        ["3", "4"],
    ),
    (
        [
            op("paragraphs.mark", 1, spans=[{"span": "a"}, {"span": "b"}], under=[{"span": "c", "seen": "0"}]),
            op("span.set", 2, span="b", seen="1"),
            op("paragraphs.mark", 3, spans=[{"span": "d"}], under=[{"span": "a", "seen": "1"}]),
            op("label.set", 4),
        ],
        ["2", "3"],
    ),
    ([op("span.add", 1, span="a"), op("undo", 2), op("span.add", 3, span="b"), op("redo", 4)], ["2", "4"]),
]


@pytest.fixture
def run(open_page: Callable[..., Watched]) -> Callable[[str, str, Any], Any]:
    """A script in a page of the app, with the address of one of its modules."""

    def at(script: str, module: str, cases: Any) -> Any:
        page = open_page().page
        page.goto("/accounts/login/")
        return page.evaluate(script, [static(f"js/{module}"), cases])

    return at


def test_offsets_mean_the_same_in_the_browser(run: Callable[[str, str, Any], Any]) -> None:
    told = run(BOTH_WAYS, "offsets.js", OFFSETS)

    for case, (points, utf16, back, *outside) in zip(OFFSETS, told, strict=True):
        places = {unit: point for point, unit in case["pairs"]}
        assert points == case["points"], case["name"]
        assert utf16 == [unit for _, unit in case["pairs"]], case["name"]
        assert back == [places.get(unit, "RangeError") for unit in range(case["utf16"] + 1)], case["name"]
        assert outside == ["RangeError"] * 3, case["name"]


def test_a_phrase_is_trimmed_to_what_is_meant(run: Callable[[str, str, Any], Any]) -> None:
    meant = run(TRIMMED, "trim.js", [(text, selected) for text, selected, _ in PHRASES])

    assert dict(zip([(t, s) for t, s, _ in PHRASES], meant, strict=True)) == {(t, s): m for t, s, m in PHRASES}


def test_a_line_keeps_everything_but_white_space(run: Callable[[str, str, Any], Any]) -> None:
    lines = ["  “Read also:” \u00a0", "• part one.", "\tTags:", "end\u2028"]

    assert run(LINES, "trim.js", lines) == ["“Read also:”", "• part one.", "Tags:", "end"]


def test_a_selection_grows_to_words_or_to_characters(run: Callable[[str, str, Any], Any]) -> None:
    taken = run(WORDS, "trim.js", [case[:4] for case in SNAPS])

    assert taken == [case[4] for case in SNAPS]


def test_what_rests_on_a_refused_operation(run: Callable[[str, str, Any], Any]) -> None:
    told = run(QUEUES, "depending.js", [queue for queue, _ in RESTING])

    assert told == [resting for _, resting in RESTING]


def test_pauses_grow_from_one_second_to_thirty(run: Callable[[str, str, Any], Any]) -> None:
    told = run(PAUSES, "line.js", list(range(8)))

    longest = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    assert told == [[milliseconds * 0.75, milliseconds] for milliseconds in longest]
