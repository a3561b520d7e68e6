import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.article_text import BadText, check_text, normalise


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"one\r\ntwo\rthree\nfour\r\n", "one\ntwo\nthree\nfour\n"),
        (b"a\r\r\nb", "a\n\nb"),
        (b"\xef\xbb\xbfone", "one"),
        (b"\xef\xbb\xbf\xef\xbb\xbfone", "\ufeffone"),
        ("  lead \u00a0trail\n\n".encode(), "  lead \u00a0trail\n\n"),
        (
            "e\u0301 and \u00e9, a\u2028b\u0085c\vd\u00ad\u202e".encode(),
            "e\u0301 and \u00e9, a\u2028b\u0085c\vd\u00ad\u202e",
        ),
        ("“Quoted” &amp; 👩‍🚒".encode(), "“Quoted” &amp; 👩‍🚒"),
    ],
)
def test_only_newlines_and_a_leading_bom_change(raw: bytes, text: str) -> None:
    assert normalise(raw) == text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "There is no text."),
        (b"\xef\xbb\xbf", "There is no text."),
        (b" \r\n\xc2\xa0\t", "The text has nothing in it but white space."),
        (b"caf\xe9 on\nfire", "This is not UTF-8: byte 3 (line 1) is 0xE9. Save it as UTF-8."),
        (b"one\ntwo \x93quoted\x94", "This is not UTF-8: byte 8 (line 2) is 0x93. Save it as UTF-8."),
        (b"cut off \xf0\x9f\x9a", "This is not UTF-8: byte 8 (line 1) is 0xF0. Save it as UTF-8."),
        (b"\xed\xa0\x80", "This is not UTF-8: byte 0 (line 1) is 0xED. Save it as UTF-8."),
        ("one".encode("utf-16"), "This looks like UTF-16: save it as UTF-8."),
        (b"\xfe\xff\x00o", "This looks like UTF-16: save it as UTF-8."),
        (b"one\r\ntw\x00o", "There is a NUL character at line 2, column 3. Take it out."),
    ],
)
def test_file_is_refused_with_what_and_where(raw: bytes, sentence: str) -> None:
    with pytest.raises(BadText) as refused:
        normalise(raw)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no text."),
        ("\n \u00a0\u2028", "The text has nothing in it but white space."),
        ("\0", "There is a NUL character at line 1, column 1. Take it out."),
        (
            "é\r\nab\ud83d",
            "There is half a character (the lone surrogate U+D83D) at line 2, column 3. Put the whole one.",
        ),
        (
            "\udc00\ud83d",
            "There is half a character (the lone surrogate U+DC00) at line 1, column 1. Put the whole one.",
        ),
    ],
)
def test_string_is_refused_with_what_and_where(text: str, sentence: str) -> None:
    with pytest.raises(BadText) as refused:
        check_text(text)

    assert str(refused.value) == sentence


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\r")).filter(str.strip))
def test_text_with_line_feeds_only_is_left_alone(text: str) -> None:
    assert check_text(text) == text
    assert normalise(text.encode()) == text
    assert normalise(text.replace("\n", "\r\n").encode()) == text


@given(st.binary() | st.text("ab\r\n\0\ufeffé🚓 ").map(str.encode))
def test_any_bytes_give_a_storable_text_or_a_refusal(raw: bytes) -> None:
    try:
        text = normalise(raw)
    except BadText:
        text = "refused"

    assert ("\r" in text, "\0" in text, text.strip() == "") == (False, False, False)
    assert text.encode().decode() == text
