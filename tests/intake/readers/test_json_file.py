from io import BytesIO

import pytest
from msgspec.structs import replace
from pytest_django import Settings

from newsreview.intake import limits
from newsreview.intake.readers import recognising
from newsreview.intake.records import Record, Refusal


def read(raw: bytes) -> list[Record | Refusal]:
    """Refusals without their bytes, which a test of their own looks at."""
    items = recognising.read_json(BytesIO(raw))
    return [replace(item, byte_start=None, byte_end=None) if isinstance(item, Refusal) else item for item in items]


def test_one_record() -> None:
    raw = b'\xef\xbb\xbf\n{"text":\n"a"}\n'
    assert read(raw) == [Record(text="a", byte_start=0, byte_end=len(raw))]


def test_a_list_of_records_which_know_their_bytes() -> None:
    raw = '\ufeff [ {"text": "é"},\n\n {"text": "𝒳", "metadata": {"a": "]"}}\n,{"text": "c"} ] \n'.encode()
    found = [item for item in read(raw) if isinstance(item, Record)]
    assert [item.text for item in found] == ["é", "𝒳", "c"]
    assert [raw[item.byte_start : item.byte_end].decode() for item in found] == [
        '{"text": "é"}',
        '{"text": "𝒳", "metadata": {"a": "]"}}',
        '{"text": "c"}',
    ]


def test_a_bad_record_stops_nothing_and_is_named() -> None:
    huge = "9" * 5000
    raw = (
        f'[{{"text": "a", "id": NaN}},\n{{"text": "a", "text": "b"}},\n{{"text": "c"}},\n{{"text": "d", "id": {huge}}}]'
    )
    assert read(raw.encode()) == [
        Refusal(line=1, reason="NaN is not JSON: write null, or a number. (at $.id)"),
        Refusal(line=2, reason='The key "text" appears twice in one object. (at $.text)'),
        Record(text="c", byte_start=55, byte_end=68),
        Refusal(line=4, reason="An integer of 5000 digits is too long: the limit is 300. (at $.id)"),
    ]


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", Refusal(reason="The file is empty.")),
        (b" \n", Refusal(reason="The file is empty.")),
        ("[]".encode("utf-16"), Refusal(reason="This looks like UTF-16: save it as UTF-8.")),
        (b'[\n{"text": "\xe9"}]', Refusal(line=2, reason="This is not UTF-8: byte 12. Save it as UTF-8.")),
        (b"3", Refusal(line=1, reason="record: it must be an object { … }, not a number.")),
        (b"[] []", Refusal(line=1, reason="There is something after the end of the list. For one record a line, "
                           "name the file .jsonl.")),
        (b"[" * 100_000, Refusal(line=1, reason="There are more than 64 objects or lists inside each other. "
                                 "(at column 65) What follows was not read.")),
        (b"[1", Refusal(line=1, reason="There must be a comma or ] here. What follows was not read.")),
        (b"[", Refusal(line=1, reason="This is not JSON: expecting value. (at column 1) What follows was not read.")),
    ],
)  # fmt: skip
def test_a_file_that_is_none(raw: bytes, refusal: Refusal) -> None:
    assert read(raw)[-1] == refusal


def test_what_stands_before_a_break_is_imported() -> None:
    assert read(b'[{"text": "a"},\n{"text": "b" "c"},\n{"text": "d"}]') == [
        Record(text="a", byte_start=1, byte_end=14),
        Refusal(line=2, reason="This is not JSON: expecting ',' delimiter. (at column 14) What follows was not read."),
    ]


def test_an_empty_list_is_no_mistake() -> None:
    assert read(b"[ ]\n") == []


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JSON_FILE_BYTES", 3 * 1024**2)
    assert read(b"[" + b" " * 3 * 1024**2) == [
        Refusal(reason="A .json file may have 3 MB. Write one record a line, and name the file .jsonl.")
    ]


LONG = "The record is too long: at most 0 MB. Is a quote or a bracket not closed?"


def test_a_record_over_the_limit_is_refused_before_it_is_taken_apart(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    longest = limits.line_bytes()
    fits, over = b'{"text": "a"'.ljust(longest - 1) + b"}", b'{"text": "a"'.ljust(longest) + b"}"
    assert read(fits) == [Record(text="a", byte_start=0, byte_end=longest)]
    assert read(over) == [Refusal(line=1, reason=LONG)]
    several = read(b"[" + b",\n".join([fits, b'{"text": "b"}', fits, over, fits]) + b"]")
    assert [item.text if isinstance(item, Record) else item for item in several] == [
        *("a", "b", "a"),
        Refusal(line=4, reason=f"{LONG} What follows was not read."),
    ]
    for unclosed in (b'{"text": "a', b'{"text": [' + b"[]," * longest):
        assert read(b"[" + unclosed.ljust(2 * longest) + b"]") == [
            Refusal(line=1, reason=f"{LONG} What follows was not read.")
        ]
    [refusal] = read(b'[{"text" "a"}' + b" " * longest + b"]")
    assert isinstance(refusal, Refusal)
    assert refusal.reason == ("This is not JSON: expecting ':' delimiter. (at column 9) What follows was not read.")


def test_what_is_refused_knows_its_bytes() -> None:
    raw = '[{"text": "é"}, {"text": 1},\n{"nothing": "𝒳"}]'.encode()
    refused = [item for item in recognising.read_json(BytesIO(raw)) if isinstance(item, Refusal)]
    assert [raw[item.byte_start : item.byte_end].decode() for item in refused] == ['{"text": 1}', '{"nothing": "𝒳"}']
