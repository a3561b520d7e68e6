from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsreview.intake.manifest import BadManifest, Manifest, read_manifest
from newsreview.intake.records import Details, Refusal

HEAD = "file,title,outlet,url,published_at,language,story\n"


def manifest(tmp_path: Path, text: str | bytes) -> Manifest:
    path = tmp_path / "m.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manifest(path)


def test_a_row_describes_its_file(tmp_path: Path) -> None:
    read = manifest(
        tmp_path, "\ufeff" + HEAD + 'a.txt,"A ""big"" title, long",Post,https://p.example/1,2025-10-15,en,Gates\r\n'
    )
    row = read.row_of("a.txt")
    assert row is not None
    assert (row.line, row.reason) == (2, "")
    assert row.details == Details(
        title='A "big" title, long',
        outlet="Post",
        url="https://p.example/1",
        published_at=datetime(2025, 10, 15, tzinfo=UTC),
        language="en",
        story="Gates",
    )


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    read = manifest(tmp_path, "story,file,title,outlet,url,published_at,language\nGates,a.txt,,,,,\n")
    row = read.row_of("a.txt")
    assert row is not None
    assert row.details == Details(story="Gates")


def test_a_date_is_when_it_was_published_and_other_columns_are_metadata(tmp_path: Path) -> None:
    read = manifest(tmp_path, "file,date,desk\na.txt,2025-10-15,foreign\nb.txt,soon,\n")
    told = [(row.details.published_at, row.metadata) for row in read.rows.values()]
    assert told == [(datetime(2025, 10, 15, tzinfo=UTC), {"desk": "foreign"}), (None, {"date": "soon"})]


def test_rows_that_no_file_asked_for_are_named(tmp_path: Path) -> None:
    read = manifest(tmp_path, HEAD + "a.txt,,,,,,\n../../etc/passwd,,,,,,\n")
    read.row_of("a.txt")
    assert read.rows_without_file() == [
        Refusal(file="m.csv", line=3, reason="There is no file “../../etc/passwd” here.")
    ]


def test_bad_rows_are_marked(tmp_path: Path) -> None:
    read = manifest(tmp_path, HEAD + "a.txt,,,ftp://x,,,\nb.txt,only two\nc.txt,,,,,,,more\na.txt,,,,,,\n,,,,,,\n")
    assert {name: row.reason for name, row in read.rows.items()} == {
        "a.txt": "url: this is no web address. Write it in full, beginning with http:// or https://.",
        "b.txt": "the row has not as many columns as the first line.",
        "c.txt": "the row has not as many columns as the first line.",
    }
    assert read.refusals == [
        Refusal(file="m.csv", line=5, reason="“a.txt” has a row already, on line 2."),
        Refusal(file="m.csv", line=6, reason="The row names no file."),
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", f"m.csv must begin with the names of its columns, such as {HEAD.strip()}."),
        (b"title,outlet\n", f"m.csv must begin with the names of its columns, such as {HEAD.strip()}."),
        (b"file,title,title\n", "m.csv must name every column, and each by a name of its own."),
        (b"file,,title\n", "m.csv must name every column, and each by a name of its own."),
        (HEAD.encode() + b"caf\xe9.txt,,,,,,\n", "m.csv is not UTF-8. Save it as “CSV UTF-8”."),
        (HEAD.encode("utf-16"), "m.csv is not UTF-8. Save it as “CSV UTF-8”."),
        (HEAD.encode() + b"a\0.txt,,,,,,\n", "m.csv has a NUL character in it. Save it as “CSV UTF-8”."),
        (HEAD.encode() + b'a.txt,"x,,,,,\n', "m.csv, line 2: this is no CSV: unexpected end of data."),
    ],
)  # fmt: skip
def test_what_is_no_manifest(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(BadManifest) as error:
        manifest(tmp_path, raw)
    assert str(error.value) == message


def test_a_manifest_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match=r"none\.csv cannot be read: No such file or directory\."):
        read_manifest(tmp_path / "none.csv")
