"""Articles come in by the importer's rules; the export goes out as the page gives it."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from newsreview.corpus.models import Article
from newsreview.intake.models import Import
from tests.annotation.hand import Hand
from tests.api.programs import JSON_LINES
from tests.exports.plain_reader import read


def lines(records: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def counts(answer: Any) -> list[int]:
    told = answer.json()
    return [told[name] for name in ("imported", "present", "completed", "refused")]


def bring(asking: Any, *records: Any, query: str = "") -> Any:
    return asking.post(f"projects/ferry/import/{query}", lines(records), JSON_LINES)


def test_articles_are_brought_in_and_not_twice(program, manager, project):
    asking, text = program(manager), " lead\r\n“Words”, 𝒳 said.\n"
    records = [{"text": text, "title": "One", "outlet": "Strait Online"}, {"text": "Two."}]

    first, again = (bring(asking, *records, query="?outlet=Harbour%20Post&story=Gates") for _ in range(2))
    assert (counts(first), counts(again)) == ([2, 0, 0, 0], [0, 2, 0, 0])
    one, two = Article.objects.order_by("text")
    assert (one.text, one.title, str(one.outlet)) == (text.replace("\r\n", "\n"), "One", "Strait Online")
    assert (str(two.outlet), str(two.story)) == ("Harbour Post", "Gates")
    assert {(each.by, each.project) for each in Import.objects.all()} == {(manager, project)}
    assert [row["title"] for row in asking.read("projects/ferry/articles/")["results"]] == ["One", "Two."]


def test_one_bad_record_stops_no_other_and_is_named(program, manager, project):
    answer = bring(program(manager), {"text": "One."}, {"text": ""}, {"text": "Three.", "url": "ftp://x"}, "no record")

    assert (answer.status_code, counts(answer)) == (200, [1, 0, 0, 3])
    assert [refusal["line"] for refusal in answer.json()["refusals"]] == [2, 3, 4]


@pytest.mark.parametrize(("body", "query"), [(b"", ""), (b'{"text": "One."}', "?outlet=%00"), (b"{}", "?title=x")])
def test_what_is_no_import_is_refused(program, manager, project, body, query):
    answer = program(manager).post(f"projects/ferry/import/{query}", body, JSON_LINES)

    assert (answer.status_code, Article.objects.count(), Import.objects.count()) == (400, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_export_is_the_whole_project(program, ml_client, draft):
    Hand(draft, draft.person).add("source", "Ada Brandt")
    answer = program(ml_client, "export").get("projects/ferry/export/")

    assert (answer.status_code, answer["Content-Type"]) == (200, JSON_LINES)
    assert [span["quote"] for span in read(answer.getvalue()).spans] == ["Ada Brandt"]
