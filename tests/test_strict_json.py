import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.strict_json import BadJSON, loads

sound_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
sound = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | sound_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(sound_text, inner, max_size=4),
    max_leaves=20,
)


@given(sound, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_sound_json_is_read_as_the_plain_parser_reads_it(value: Any, ascii_only: Any, indent: Any) -> None:
    raw = json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    assert loads(raw) == value
    assert loads(raw.encode()) == value
    assert loads(b"\xef\xbb\xbf" + raw.encode()) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (r'{"a": "\ud83d\ude92"}', {"a": "🚒"}),
        (r'["\\u0000", "\\ud83d"]', [r"\u0000", r"\ud83d"]),
        ('{"a": {"x": 1}, "b": {"x": 1}}', {"a": {"x": 1}, "b": {"x": 1}}),
        ('[{"x": 1}, {"x": 2}]', [{"x": 1}, {"x": 2}]),
        (" [1e308, -1.5e-400, -0]\r\n", [1e308, -0.0, 0]),
        ("9" * 300, int("9" * 300)),
        ("-" + "9" * 300, -int("9" * 300)),
        ("[" * 64 + "]" * 64, json.loads("[" * 64 + "]" * 64)),
        ('"' + "[{" * 100 + '"', "[{" * 100),
        ("[" + "[]," * 100 + "[]]", [[]] * 101),
    ],
)
def test_what_only_looks_wrong_is_read(raw: str, value: object) -> None:
    assert loads(raw) == value


@pytest.mark.parametrize(
    ("raw", "at", "message"),
    [
        (b"", "line 1, column 1", "This is not JSON: expecting value."),
        (b'{"a": 1}\n{"a": 2}', "line 2, column 1", "This is not JSON: extra data."),
        (b'{"a": 1,\n "b": }', "line 2, column 7", "This is not JSON: expecting value."),
        (b"{'a': 1}", "line 1, column 2", "This is not JSON: expecting property name enclosed in double quotes."),
        (b'{"a": "x\x00y"}', "line 1, column 9", "This is not JSON: invalid control character."),
        (b'["x', "line 1, column 2", "This is not JSON: unterminated string."),
        (b'{"a": "caf\xe9"}', "byte 10", "This is not UTF-8: there is the byte 0xE9."),
        ('{"a": 1}'.encode("utf-16"), "byte 0", "This is not UTF-8: there is the byte 0xFF."),
        ('{"é":\n"\ud83d"}', "line 2, column 2", "There is half a character (a lone surrogate)."),
        (b'{"a": 1, "\\u0061": 2}', "$.a", 'The key "a" appears twice in one object.'),
        (b'[{"b c": [{"x": 1}, {"x": 1, "x": 1}]}]', '$[0]["b c"][1].x', 'The key "x" appears twice in one object.'),
        (b'{"d": {"text": "", "title": 1, "text": 2}}', "$.d.text", 'The key "text" appears twice in one object.'),
        (b'{"n": [0, NaN]}', "$.n[1]", "NaN is not JSON: write null, or a number."),
        (b"-Infinity", "line 1, column 1", "-Infinity is not JSON: write null, or a number."),
        (b'{"n": {"m": Infinity}}', "$.n.m", "Infinity is not JSON: write null, or a number."),
        (b"[1, 1e999]", "$[1]", "The number 1e999 is too large."),
        (b'{"text": "a\\u0000b"}', "$.text", "There is a NUL character (\\u0000) in a string."),
        (b'{"s": [{"q": ["", "\\uD83d x"]}]}', "$.s[0].q[1]", "There is half a character (\\ud83d alone) in a string."),
        (b'{"s": "\\udc00\\ud83d"}', "$.s", "There is half a character (\\udc00 alone) in a string."),
        (b'{"\\u0000": 1}', '$["\\u0000"]', "There is a NUL character (\\u0000) in a string."),
        (b"[" + b"9" * 5000 + b"]", "$[0]", "An integer of 5000 digits is too long: the limit is 300."),
        (b"[[-" + b"9" * 301 + b"]]", "$[0][0]", "An integer of 301 digits is too long: the limit is 300."),
        (b"[" * 65 + b"]" * 65, "line 1, column 65", "There are more than 64 objects or lists inside each other."),
        (b"[" * 100_000, "line 1, column 65", "There are more than 64 objects or lists inside each other."),
        (
            b'{"[[": \n' + b'{"a":' * 100_000,
            "line 2, column 316",
            "There are more than 64 objects or lists inside each other.",
        ),
    ],
)
def test_refusal_says_what_and_where(raw: bytes | str, at: str, message: str) -> None:
    with pytest.raises(BadJSON) as refused:
        loads(raw)

    assert (refused.value.at, str(refused.value)) == (at, f"{message} (at {at})")


def test_limits_can_be_set() -> None:
    with pytest.raises(BadJSON, match="more than 2 objects or lists"):
        loads("[[[]]]", max_depth=2)
    with pytest.raises(BadJSON, match="the limit is 3"):
        loads("1000", max_digits=3)

    assert loads("[[999]]", max_depth=2, max_digits=3) == [[999]]


broken = st.sampled_from(
    ["NaN", "1e999", '"\\u0000"', '"\\ud800"', '{"a":1,"a":2}', "9" * 400, "[" * 70 + "]" * 70, "tru", "'x'", '"\n"']
)


@given(st.lists(sound.map(json.dumps), max_size=4), broken, st.lists(sound.map(json.dumps), max_size=4))
def test_one_thing_wrong_among_sound_ones_is_found_there(before: list[str], wrong: str, after: list[str]) -> None:
    rows = [*before, wrong, *after]

    with pytest.raises(BadJSON) as refused:
        loads("[" + "\n,".join(rows) + "]")

    line = 1 + "\n,".join(before).count("\n") + bool(before)
    assert refused.value.at.startswith((f"$[{len(before)}]", f"line {line}, ", f"line {line + 1}, "))
    assert str(refused.value).isprintable()


json_pieces = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"a"',
            '"b"',
            '"\\ud83d',
            '\\ude92"',
            '"\\u0000"',
            '"',
            "\\",
            "1",
            "-",
            "e9",
            ".5",
        ),
        *("NaN", "null", " ", "\n", "\ud800", "\0", "é", "\ufeff", "9" * 310, '{"a":1}', "[" * 16, "]" * 16),
    ]
)


@given(st.lists(json_pieces).map("".join) | st.text() | st.binary())
def test_anything_else_is_read_strictly_or_refused(raw: str | bytes) -> None:
    try:
        value = loads(raw)
    except BadJSON as refused:
        value = [refused.at]

    # What was read can be written as UTF-8 without NUL, which is what PostgreSQL takes.
    written = json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    assert (json.loads(written), b"\\u0000" in written) == (value, False)
