from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from newsreview.intake.readers.recognising import read_record
from newsreview.intake.records import Details, Record, Refusal

HALF = "There is half a character (\\udc00 alone) in a string."


def read(raw: str | bytes) -> Record | Refusal:
    return read_record(raw if isinstance(raw, bytes) else raw.encode(), line=7, byte_start=10, byte_end=20)


def refused(raw: str | bytes) -> str:
    found = read(raw)
    assert isinstance(found, Refusal)
    assert found.line == 7
    return found.reason


def test_a_text_is_all_a_record_needs() -> None:
    assert read('{"text": "one\\r\\ntwo "}') == Record(text="one\ntwo ", byte_start=10, byte_end=20)


def test_everything_that_may_be_known() -> None:
    assert read(
        '{"text": "t", "title": " T ", "outlet": "O", "url": "https://o.example/1", "language": "pt-BR", "story": "S",'
        ' "published_at": "2025-10-15T18:40:00+02:00", "id": 17, "metadata": {"desk": ["a", 1.5, null]}}'
    ) == Record(
        text="t",
        byte_start=10,
        byte_end=20,
        metadata={"desk": ["a", 1.5, None], "id": 17},
        details=Details(
            title="T",
            outlet="O",
            url="https://o.example/1",
            language="pt-BR",
            story="S",
            published_at=datetime(2025, 10, 15, 16, 40, tzinfo=UTC),
        ),
    )


def test_what_articles_have_no_field_for_is_kept_in_the_metadata_and_named() -> None:
    raw = '{"text": "t", "titel": "T", "desk": ["a"], "link": null, "metadata": {"k": 1}}'
    assert read(raw) == Record(
        text="t",
        byte_start=10,
        byte_end=20,
        metadata={"k": 1, "titel": "T", "desk": ["a"]},
        into_metadata=("titel", "desk"),
    )


@pytest.mark.parametrize(
    ("date", "published_at", "kept"),
    [
        ('"2025-10-15"', "null", {}),
        ('"2025-10-15"', '"2025-10-15"', {"date": "2025-10-15"}),
        ('"last week"', "null", {"date": "last week"}),
        ("20251015", "null", {"date": 20251015}),
        ('""', "null", {"date": ""}),
    ],
)
def test_a_sound_date_is_when_it_was_published_unless_that_is_said(
    date: str, published_at: str, kept: dict[str, object]
) -> None:
    found = read(f'{{"text": "t", "date": {date}, "published_at": {published_at}}}')
    assert isinstance(found, Record)
    known = None if published_at == "null" and kept else datetime(2025, 10, 15, tzinfo=UTC)
    assert (found.details.published_at, found.metadata, found.into_metadata) == (known, kept, tuple(kept))


def test_null_is_not_known() -> None:
    nothing = '{"text": "t", "title": null, "url": null, "published_at": null, "id": null, "metadata": null}'
    assert read(nothing) == Record(text="t", byte_start=10, byte_end=20)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"text": "caf\xe9"}', "This is not UTF-8: there is the byte 0xE9. (at byte 13)"),
        ('{"text": "a\\u0000b"}', "There is a NUL character (\\u0000) in a string. (at $.text)"),
        ('{"text": "a\\ud83d"}', f"{HALF.replace('dc00', 'd83d')} (at $.text)"),
        ('{"text": "a", "metadata": {"k": "\\udc00"}}', f"{HALF} (at $.metadata.k)"),
        ('{"text": "a", "text": "b"}', 'The key "text" appears twice in one object. (at $.text)'),
        ('{"text": "a", "metadata": {"k": NaN}}', "NaN is not JSON: write null, or a number. (at $.metadata.k)"),
        ('{"text": "a", "id": -Infinity}', "-Infinity is not JSON: write null, or a number. (at $.id)"),
        (f'{{"text": "a", "id": {"9" * 5000}}}', "An integer of 5000 digits is too long: the limit is 300. (at $.id)"),
        ('{"text": "a", "metadata": {"k": 1e999}}', "The number 1e999 is too large. (at $.metadata.k)"),
        ('{"text": "a"', "This is not JSON: expecting ',' delimiter. (at column 13)"),
        ('"text"', "record: it must be an object { … }, not text."),
        ("[]", "record: it must be an object { … }, not a list."),
        ("{}", "text: it is missing."),
        ('{"text": null}', "text: it is missing."),
        ('{"text": 5}', "text: it must be text in quotes, not a number."),
        ('{"text": ["a"]}', "text: it must be text in quotes, not a list."),
        ('{"text": ""}', "text: There is no text."),
        ('{"text": " \\u00a0\\n"}', "text: The text has nothing in it but white space."),
        ('{"text": "a", "title": 5}', "title: it must be text in quotes, not a number."),
        ('{"text": "a", "outlet": true}', "outlet: it must be text in quotes, not true or false."),
        ('{"text": "a", "published_at": 1697380800}', "published_at: it must be text in quotes, not a number."),
        ('{"text": "a", "metadata": "k"}', "metadata: it must be an object { … }, not text."),
        ('{"text": "a", "id": 1.5}', "id: it must be text or a whole number, not a number."),
        ('{"text": "a", "id": true}', "id: it must be text or a whole number, not true or false."),
        ('{"text": "a", "id": 1, "metadata": {"id": 2}}', "id: metadata has another “id”. Keep one of them."),
        ('{"text": "a", "desk": 1, "metadata": {"desk": 2}}', "desk: metadata has another “desk”. Keep one of them."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_refused_with_its_place(raw: Any, reason: str) -> None:
    assert refused(raw) == reason


def test_a_depth_bomb_is_refused() -> None:
    bomb = '{"text": "a", "metadata": ' + '{"k":' * 100_000 + "1" + "}" * 100_001
    assert refused(bomb) == "There are more than 64 objects or lists inside each other. (at column 342)"


def test_a_text_over_the_limit_is_refused(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 3
    assert refused('{"text": "four"}') == (
        "text: The text is too long: an article may have 3 characters. Cut it in parts."
    )


def test_an_error_further_down_names_the_line_of_the_file() -> None:
    assert read('{\n"text":\n oops}') == Refusal(
        line=9, reason="This is not JSON: expecting value. (at column 2)", byte_start=10, byte_end=20
    )
