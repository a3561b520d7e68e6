from io import BytesIO

import pytest
from pytest_django import Settings

from newsreview.intake.readers import text
from newsreview.intake.records import Record, Refusal


def read(raw: bytes) -> list[Record | Refusal]:
    return list(text.read(BytesIO(raw)))


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (b"one\r\ntwo\rthree\nfour\r\n\r\n", "one\ntwo\nthree\nfour\n\n"),
        (b"\xef\xbb\xbfwith a mark", "with a mark"),
        ("  lead\u00a0\n\ttrail \n\n".encode(), "  lead\u00a0\n\ttrail \n\n"),
        (
            "e\u0301 and \u00e9, \u201cquoted\u201d \u2028 and \u0085".encode(),
            "e\u0301 and \u00e9, “quoted” \u2028 and \u0085",
        ),
        ("👩\u200d👩\u200d👧 𝒳 \u202e".encode(), "👩\u200d👩\u200d👧 𝒳 \u202e"),
        (b"\xef\xbb\xbf\xef\xbb\xbftwo marks", "\ufefftwo marks"),
    ],
)
def test_only_newlines_and_one_leading_mark_change(raw: bytes, stored: str) -> None:
    assert read(raw) == [Record(text=stored, byte_start=0, byte_end=len(raw))]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"caf\xe9", "This is not UTF-8: byte 3 (line 1) is 0xE9. Save it as UTF-8."),
        ("text".encode("utf-16"), "This looks like UTF-16: save it as UTF-8."),
        (b"a\nb\0c", "There is a NUL character at line 2, column 2. Take it out."),
        (b"", "There is no text."),
        (b"\xef\xbb\xbf", "There is no text."),
        (b" \r\n\t ", "The text has nothing in it but white space."),
        (b"\xed\xa0\x80", "This is not UTF-8: byte 0 (line 1) is 0xED. Save it as UTF-8."),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(raw: bytes, reason: str) -> None:
    assert read(raw) == [Refusal(reason=reason)]


def test_length_is_counted_in_characters(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    refusal = Refusal(reason="The text is too long: an article may have 10 characters. Cut it in parts.")
    assert read("𝒳".encode() * 10) == [Record(text="𝒳" * 10, byte_start=0, byte_end=40)]
    assert read(b"a" * 11) == [refusal]
    assert read(b"a" * 44) == [refusal]
