"""Files of every kind by programs: one as the body, several as parts of a form, at once or in the background."""

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article
from tests.api.programs import JSON_LINES
from tests.api.test_bringing_in_and_out import counts
from tests.intake.packed import zip_of
from tests.intake.test_bringing_marks import LABEL_STUDIO
from tests.working import carry_out_jobs

HERE = "projects/ferry/import/"
FOREIGN = json.dumps(LABEL_STUDIO).replace('"claim"', '"Behauptung"').encode()


@pytest.mark.parametrize(
    ("content_type", "query", "body"),
    [
        (JSON_LINES, "", b'{"text": "One."}\n'),
        ("application/json", "", b'[{"text": "One."}]'),
        ("text/csv; charset=utf-8", "", b"text\nOne.\n"),
        ("text/tab-separated-values", "", b"text\tdesk\nOne.\t1\n"),
        ("text/plain", "", b"One."),
        ("text/html", "", b"<p>One."),
        ("application/zip", "", zip_of({"one.txt": b"One."})),
        ("application/octet-stream", "?name=one.csv.gz", gzip.compress(b"text\nOne.\n", mtime=0)),
        ("text/plain", "?name=one.jsonl", b'{"text": "One."}\n'),
    ],
)
def test_a_body_is_read_as_the_kind_that_it_is(program, manager, project, content_type, query, body):
    for expected in ([1, 0, 0, 0], [0, 1, 0, 0]):
        answer = program(manager).post(HERE + query, body, content_type)
        assert (answer.status_code, counts(answer)) == (200, expected)
    assert [article.text for article in Article.objects.all()] == ["One."]


@pytest.mark.parametrize(
    ("content_type", "query", "status"),
    [
        ("application/octet-stream", "", 400),
        ("application/octet-stream", "?name=", 400),
        ("image/png", "?name=one.txt", 415),
        (JSON_LINES, "?labels={", 400),
        (JSON_LINES, '?labels={"span": {"x": "nothing"}}', 400),
        (JSON_LINES, "?offsets=bytes", 400),
    ],
)
def test_what_is_no_file_or_is_described_wrongly_is_refused(program, manager, project, content_type, query, status):
    answer = program(manager).post(HERE + query, b'{"text": "One."}', content_type)

    assert (answer.status_code, Article.objects.count()) == (status, 0)


@pytest.mark.parametrize("name", ["one.exe", "one", "../one.zip.zip", "a\u202eb.txt"])
def test_a_name_that_says_nothing_is_named_as_a_refusal(program, manager, project, name):
    answer = program(manager).post(f"{HERE}?name={name}", b"x", "application/octet-stream")

    assert (answer.status_code, counts(answer)) == (200, [0, 0, 0, 1])


def send(asking: Any, files: dict[str, bytes], query: str = "") -> Any:
    parts = [SimpleUploadedFile(name, raw) for name, raw in files.items()]
    return asking.client.post(f"/api/v1/{HERE}{query}", {"files": parts})


def test_several_files_are_parts_of_a_form(program, manager, project):
    answer = send(program(manager), {"a.txt": b"One.", "b.csv": b"text,desk\nTwo.,x\n", "c.exe": b"MZ"}, "?outlet=Post")

    assert (answer.status_code, counts(answer)) == (200, [2, 0, 0, 1])
    assert (answer.json()["into_metadata"], answer.json()["refusals"][0]["file"]) == ({"desk": 1}, "c.exe")
    assert {str(article.outlet) for article in Article.objects.all()} == {"Post"}
    assert send(program(manager), {}).status_code == 400


def test_marks_come_in_under_the_labels_that_are_named(program, manager, project):
    asking = program(manager)
    refused = asking.post(HERE, FOREIGN, "application/json")
    assert counts(refused) == [0, 0, 0, 1]
    assert "There is no span label “Behauptung”" in refused.json()["refusals"][0]["reason"]

    answer = asking.post(f'{HERE}?labels={{"span":{{"Behauptung":"claim"}}}}', FOREIGN, "application/json")

    told = answer.json()
    assert [told[name] for name in ("imported", "sets", "spans", "links", "sets_present")] == [1, 1, 2, 1, 0]
    assert [span.label.key for span in AnnotationSet.objects.get().spans.order_by("start")] == ["source", "claim"]


def test_an_import_in_the_background_can_be_asked_after(program, manager, project, ml_client):
    asking = program(manager, "import")
    files = {"a.jsonl": b'{"text": "One."}\n{"text": ""}\n', "b.json": FOREIGN}
    query = '?background=true&story=Gates&labels={"span":{"Behauptung":"claim"}}'
    asked = send(asking, files, query)
    assert (asked.status_code, asked.json()["state"], asked.json()["seen"]) == (202, "running", 0)
    assert Article.objects.count() == 0

    carry_out_jobs()

    told = asking.read(f"projects/ferry/imports/{asked.json()['id']}/")
    assert (told["state"], told["seen"], told["counts"]["imported"], told["counts"]["spans"]) == ("finished", 3, 2, 2)
    assert told["refusals"] == [{"file": "a.jsonl", "line": 2, "reason": "text: There is no text."}]
    assert {str(article.story) for article in Article.objects.all()} == {"Gates"}
    [listed] = asking.read("projects/ferry/imports/")["results"]
    assert listed == {name: value for name, value in told.items() if name != "refusals"}
    other = program(ml_client).get(f"projects/ferry/imports/{told['id']}/")
    assert other.status_code == 404
