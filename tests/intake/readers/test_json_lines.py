from io import BytesIO

from msgspec.structs import replace
from pytest_django import Settings

from newsreview.intake import limits
from newsreview.intake.readers import recognising
from newsreview.intake.records import Record, Refusal


def read(raw: bytes) -> list[Record | Refusal]:
    """Refusals without their bytes, which a test of their own looks at."""
    items = recognising.read_lines(BytesIO(raw))
    return [replace(item, byte_start=None, byte_end=None) if isinstance(item, Refusal) else item for item in items]


def test_each_line_is_a_record_which_knows_its_bytes() -> None:
    raw = '{"text": "é"}\r\n\n  \n{"text": "b"}\n{"text": "c"}'.encode()
    found = [item for item in read(raw) if isinstance(item, Record)]
    assert [item.text for item in found] == ["é", "b", "c"]
    assert [raw[item.byte_start : item.byte_end] for item in found] == [
        '{"text": "é"}\r'.encode(),
        b'{"text": "b"}',
        b'{"text": "c"}',
    ]


def test_a_bad_line_stops_nothing_and_is_named() -> None:
    assert read(b'{"text": "a"}\n\n{"text": }\n{"text": "b"}\n') == [
        Record(text="a", byte_start=0, byte_end=13),
        Refusal(line=3, reason="This is not JSON: expecting value. (at column 10)"),
        Record(text="b", byte_start=26, byte_end=39),
    ]


def test_a_line_over_the_limit_is_passed_over(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    longest = limits.line_bytes()
    fits, over = b'{"text": "a"}'.ljust(longest), b'{"text": "b"}'.ljust(longest + 1)
    refusal = "The line is too long: at most 0 MB. Is there one record a line?"
    start = longest + 1 + (longest + 2) + (3 * longest + 4)
    assert read(b"\n".join([fits, over, over * 3, fits, over])) == [
        Record(text="a", byte_start=0, byte_end=longest),
        Refusal(line=2, reason=refusal),
        Refusal(line=3, reason=refusal),
        Record(text="a", byte_start=start, byte_end=start + longest),
        Refusal(line=5, reason=refusal),
    ]


def test_utf_16_is_refused_once_and_not_line_by_line() -> None:
    raw = '{"text": "a"}\n{"text": "b"}\n'.encode("utf-16")
    assert read(raw) == [Refusal(reason="This looks like UTF-16: save it as UTF-8.")]


def test_a_byte_order_mark_is_no_part_of_the_first_record() -> None:
    assert read(b'\xef\xbb\xbf{"text": "a"}\n') == [Record(text="a", byte_start=0, byte_end=16)]


def test_what_is_refused_knows_its_bytes(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    long = b'{"text": "b"}'.ljust(limits.line_bytes() + 1)
    raw = b"\n".join([b'{"text": "a"}', b"oops", long, b'{"text": }'])
    refused = [item for item in recognising.read_lines(BytesIO(raw)) if isinstance(item, Refusal)]
    assert [raw[item.byte_start : item.byte_end] for item in refused] == [b"oops", long, b'{"text": }']
