import csv
import io
import time
from io import BytesIO

import pytest
from pytest_django import Settings

from newsreview.intake import limits
from newsreview.intake.readers import delimited
from newsreview.intake.records import Record, Refusal


def read(raw: bytes | str) -> list[Record | Refusal]:
    return list(delimited.read_csv(BytesIO(raw if isinstance(raw, bytes) else raw.encode())))


def texts(found: list[Record | Refusal]) -> list[str]:
    return [item.text if isinstance(item, Record) else f"{item.line}: {item.reason}" for item in found]


def test_the_first_row_names_what_a_record_has_and_other_columns_are_metadata() -> None:
    [record] = read(
        "outlet,text,published_at,id,desk,title,url,language,story,empty\n"
        "Post,The gates stood open.,2025-10-15,007,Harbour,Gates,https://post.example/1,en,The gates,\n"
    )
    assert isinstance(record, Record)
    assert record.text == "The gates stood open."
    assert record.metadata == {"id": "007", "desk": "Harbour"}
    details = record.details
    assert (details.title, details.outlet, details.url, details.language, details.story) == (
        "Gates",
        "Post",
        "https://post.example/1",
        "en",
        "The gates",
    )
    assert str(details.published_at).startswith("2025-10-1")


def test_a_row_of_several_lines_is_one_record_which_knows_its_bytes() -> None:
    raw = '\ufefftext,n\r\n"One, “two”\r\n""three""\r\n",1\r\n\r\né,2'.encode()
    found = read(raw)
    assert texts(found) == ['One, “two”\n"three"\n', "é"]
    assert [raw[item.byte_start : item.byte_end] for item in found if isinstance(item, Record)] == [
        '"One, “two”\r\n""three""\r\n",1\r'.encode(),
        "é,2".encode(),
    ]


def test_white_space_of_a_text_stays_as_it_is() -> None:
    assert texts(read('text\n"  lead\u00a0\n\ttrail "\n')) == ["  lead\u00a0\n\ttrail "]


def test_tabs_separate_in_tsv() -> None:
    found = list(delimited.read_tsv(BytesIO(b'text\ttitle\n"a\tb, c"\tT\nplain, text\t\n')))
    assert [(item.text, item.details.title) for item in found if isinstance(item, Record)] == [
        ("a\tb, c", "T"),
        ("plain, text", ""),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b,1,2", "The row has 3 columns, and the first row has 2."),
        ("b", "The row has 1 columns, and the first row has 2."),
        (",1", "text: There is no text."),
        ("b,no address", "url: this is no web address. Write it in full, beginning with http:// or https://."),
        ('"b"c,', "This is no CSV: ',' expected after '\"'."),
        ("b\0,", "There is a NUL character in it. Take it out."),
    ],
)
def test_a_bad_row_stops_nothing_and_is_named(row: str, reason: str) -> None:
    assert texts(read(f'text,url\n"a\na",\n{row}\nc,\n')) == ["a\na", f"4: {reason}", "c"]


def test_bytes_that_are_no_utf_8_refuse_their_row() -> None:
    assert texts(read(b"text\na\ncaf\xe9\nc\n")) == ["a", "3: This is not UTF-8: byte 10. Save it as “CSV UTF-8”.", "c"]


@pytest.mark.parametrize("spoiled", [b"\xe9", b"\0"])
def test_a_row_of_several_lines_is_refused_whole(spoiled: bytes) -> None:
    found = texts(read(b'text\na\n"One ' + spoiled + b'\ntwo\nthree"\nc\n'))
    assert [item[:3] for item in found] == ["a", "3: ", "c"]


@pytest.mark.parametrize("row", ["a,\0", '"a",b\0'])
def test_no_cell_of_any_column_may_have_a_nul(row: str) -> None:
    assert texts(read(f"text,desk\n{row}\nc,d\n")) == ["2: There is a NUL character in it. Take it out.", "c"]


def test_many_columns_are_told_apart_soon() -> None:
    started = time.perf_counter()
    columns = ",".join(["text", *(f"column{number}" for number in range(40_000))])
    assert texts(read(f"{columns}\na{',' * 40_000}\n")) == ["a"]
    assert texts(read(f"{columns},column7\n")) == ["1: Two columns are called “column7”."]
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", Refusal(reason="The file is empty.")),
        (b"\n\n", Refusal(line=1, reason="The file is empty.")),
        (b"text,,a\n1,2,3\n", Refusal(line=1, reason="Column 2 has no name. The first row must name every column.")),
        (b"text,a,a\n1,2,3\n", Refusal(line=1, reason="Two columns are called “a”.")),
        ("text\na\n".encode("utf-16"), Refusal(line=1, reason="This looks like UTF-16: save it as UTF-8.")),
        (
            b"title;text\na;b\n",
            Refusal(
                line=1,
                reason="No column is called “text”: the first row must name the columns, in .csv with commas between.",
            ),
        ),
    ],
)
def test_a_first_row_that_names_no_columns_refuses_the_file(raw: bytes, refusal: Refusal) -> None:
    assert read(raw) == [refusal]


def test_a_text_longer_than_csv_takes_by_itself_is_read(settings: Settings) -> None:
    assert [len(text) for text in texts(read(b"text\n" + b"a" * 900_000 + b"\n"))] == [900_000]
    settings.MAX_ARTICLE_CHARACTERS = 10
    assert texts(read("text\n" + "𝒳" * 10 + "\n" + "a" * 11 + "\n")) == [
        "𝒳" * 10,
        "3: text: The text is too long: an article may have 10 characters. Cut it in parts.",
    ]


def test_a_quote_that_is_not_closed_takes_no_more_than_a_row_may_have(settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    line = "b" * 999
    rows = limits.line_bytes() // 1000 + 1
    assert texts(read('text\na\n"' + f"{line}\n" * rows + "c\n")) == [
        "a",
        "3: The row is too long: at most 0 MB. Is a quote not closed?",
        "c",
    ]
    assert texts(read('text\n"a')) == ["2: This is no CSV: unexpected end of data."]
    assert texts(read(b"text\n" + b"b" * limits.line_bytes() * 2 + b"\nc\n")) == [
        "2: The row is too long: at most 0 MB. Is a quote not closed?",
        "c",
    ]


def test_what_python_writes_is_read_as_it_was() -> None:
    out = io.StringIO(newline="")
    rows = ['He said "no",\nand went.', "שלום, עולם", "'=1+1'", " a ", "x\\y\t"]
    writer = csv.writer(out)
    writer.writerows([["text", "desk"], *([text, "d"] for text in rows)])
    assert texts(read(out.getvalue())) == rows
