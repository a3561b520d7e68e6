"""Records that could not be taken, put right by a person."""

import gzip
import json
from io import BytesIO
from typing import Any

import pytest

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.intake import mending, taking_in, uploading
from newsreview.intake.foreign_labels import LabelMap
from newsreview.intake.importing import import_files
from newsreview.intake.mending import Mended, bytes_of, is_kept, mend, row_of, words_of
from newsreview.intake.models import Import, RefusedRecord
from newsreview.intake.records import Details
from newsreview.projects.models import Project
from tests.intake.round_trip import export_of
from tests.working import carry_out_jobs

BAD = '{"text": "é", "url": "here"}'


@pytest.fixture
def refused(project: Project, manager: User) -> RefusedRecord:
    lines = f'{{"text": "sound"}}\n{BAD}\n'.encode()
    import_files([("sent.jsonl", BytesIO(lines))], project=project, by=manager, defaults=Details())
    return RefusedRecord.objects.get()


def test_its_bytes_are_those_of_the_file(refused: RefusedRecord) -> None:
    assert is_kept(refused)
    assert (bytes_of(refused), words_of(refused)) == (BAD.encode(), BAD)


def test_put_right_it_comes_in_once(refused: RefusedRecord, manager: User) -> None:
    right = '{\n"text": "é",\n"url": "https://o.example/1"}'.encode()
    summary = mend(record=refused, raw=right, by=manager)

    assert (summary.imported, summary.refused) == (1, 0)
    assert Article.objects.get(text="é").url == "https://o.example/1"
    refused = RefusedRecord.objects.get(pk=refused.pk)
    assert (refused.mending.brought.by, refused.mending.brought.state) == (manager, "finished")
    with pytest.raises(Mended):
        mend(record=refused, raw=right, by=manager)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"text": "\xc3\xa9", "url": "there"}', "url: this is no web address."),
        (b"", "The file is empty."),
        (b'[{"text": "one"}, {"text": ""}]', "text: There is no text."),
    ],
)
def test_what_is_still_wrong_says_why_and_changes_nothing(
    refused: RefusedRecord, manager: User, raw: bytes, why: str
) -> None:
    summary = mend(record=refused, raw=raw, by=manager)

    assert summary.refusals[0].reason.startswith(why)
    assert (Article.objects.count(), Import.objects.count()) == (1, 1)


def test_a_text_is_put_right_as_a_text_and_gets_what_the_upload_says(project: Project, manager: User) -> None:
    files = [("a.txt", BytesIO(b"caf\xe9"))]
    upload = uploading.start_upload(project=project, by=manager, files=files, outlet="Harbour Post")
    taking_in.ask_for_import(upload=upload, by=manager)
    carry_out_jobs()
    refused = RefusedRecord.objects.get()
    assert words_of(refused) == "caf\ufffd"

    mend(record=refused, raw="  café\r\n".encode(), by=manager)

    article = Article.objects.get()
    assert (article.text, str(article.outlet)) == ("  café\n", "Harbour Post")


def test_what_was_said_with_an_import_holds_for_what_is_put_right(project: Project, manager: User) -> None:
    bad = json.dumps({"text": "🚓 Police said no.", "url": "there", "label": [[3, 9, "ORG"]]})
    said: dict[str, Any] = {"chosen": LabelMap(span={"ORG": "source"}), "utf16": True}
    defaults = Details(outlet="Harbour Post")
    import_files([("a.jsonl", BytesIO(bad.encode()))], project=project, by=manager, defaults=defaults, **said)
    refused = RefusedRecord.objects.get()

    summary = mend(record=refused, raw=bad.replace("there", "https://o.example/1").encode(), by=manager)

    assert (summary.imported, summary.refusals) == (1, [])
    assert str(Article.objects.get().outlet) == "Harbour Post"
    assert [(span["label"], span["quote"]) for span in export_of(project).spans] == [("source", "Police")]


def test_what_is_too_long_for_a_field_is_saved_as_it_came(
    refused: RefusedRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "MOST_BYTES", 5)
    assert (words_of(refused), bytes_of(refused)) == ("", BAD.encode())


@pytest.mark.parametrize(
    ("name", "row", "as_record"),
    [
        ("a.csv", b'"two, lines\nof text",A,more', {"text": "two, lines\nof text", "title": "A", "3": "more"}),
        ("a.tsv", b"text", {"text": "text"}),
        ("a.csv", b"caf\xe9,T", {"text": "caf\ufffd", "title": "T"}),
    ],
)
def test_a_row_stands_as_it_came_and_as_a_record(
    project: Project, manager: User, name: str, row: bytes, as_record: dict[str, str]
) -> None:
    head = b"text\ttitle\n" if name.endswith("tsv") else b"\xef\xbb\xbftext,title\n"
    import_files([(name, BytesIO(head + row + b"\n"))], project=project, by=manager, defaults=Details())
    refused = RefusedRecord.objects.get()

    assert (bytes_of(refused), json.loads(words_of(refused))) == (row, as_record)
    assert row_of(refused) == row.decode(errors="replace")
    right = json.dumps({"text": as_record["text"]}).encode()
    assert mend(record=refused, raw=right, by=manager).imported == 1


def test_of_a_packed_row_nothing_is_shown(project: Project, manager: User) -> None:
    packed = gzip.compress(b"text\na,b\n")
    import_files([("a.csv.gz", BytesIO(packed))], project=project, by=manager, defaults=Details())
    refused = RefusedRecord.objects.get()
    assert (is_kept(refused), words_of(refused), row_of(refused)) == (False, "", "")
