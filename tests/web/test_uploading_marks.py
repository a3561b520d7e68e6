"""Articles that were marked elsewhere, through the upload page: their labels are mapped, and their sets stored."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article
from newsreview.intake.models import Upload
from newsreview.projects.models import Project
from tests.exports.formats.story import ANSWERS, story
from tests.intake.packed import zip_of
from tests.intake.round_trip import export_of
from tests.intake.test_bringing_marks import DOCCANO, LABEL_STUDIO, PLAIN_DOCCANO, TEXT, moved
from tests.web.test_uploading import bring_in, choose, client, entered, raw_folder

__all__ = ["client", "raw_folder"]


def lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def rows(client: Client, page: str) -> list[tuple[str, str, int, Any]]:
    """What the page asks about: label, kind, how often, and what is offered first."""
    form = client.get(page).context["form"].labels
    return [(str(row.field.label), str(row.kind), row.marks, row.field.initial) for row in form.rows]


def quotes(project: Project) -> list[tuple[str, str]]:
    return [(span["label"], span["quote"]) for span in export_of(project).spans]


def test_marked_files_of_every_tool_are_known_by_their_shape(
    client: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ANSWERS, "c1", {"kind": "fact", "form": "paraphrase"})
    files = {
        "ours.jsonl.gz": gzip.compress(story()),
        "tasks.json": json.dumps(LABEL_STUDIO).encode(),
        "all.zip": zip_of({"in/doccano.jsonl": lines({**DOCCANO, "text": f"{TEXT} More."})}),
    }
    page = choose(client, files)
    assert [file.marks.get("sets") for file in Upload.objects.get().files.order_by("number")] == [1, 1, 1]

    done = bring_in(client, page, mapped(client, page))

    kinds = AnnotationSet.objects.values_list("kind", flat=True)
    assert (done.imported_in_all, done.refused_in_all, list(kinds)) == (3, 0, ["import"] * 3)
    page = choose(client, files)
    again = bring_in(client, page, mapped(client, page))
    assert (again.imported_in_all, again.sets_in_all, again.sets_present_in_all) == (0, 0, 3)
    assert AnnotationSet.objects.count() == 3


def mapped(client: Client, page: str, **becomes: str) -> dict[str, str]:
    """What the page offers, but where it is to become something else."""
    rows = client.get(page).context["form"].labels.rows
    return {row.field.html_name: becomes.get(str(row.field.label), row.field.initial) for row in rows}


def test_foreign_labels_are_mapped_or_left_out_and_links_follow(client: Client, project: Project) -> None:
    foreign = json.loads(json.dumps(DOCCANO).replace('"source"', '"ORG"').replace("attributed_to", "said by"))
    foreign["entities"].append({"id": 3, "label": "Claim", "start_offset": 7, "end_offset": 8})
    dropped = {**foreign, "text": f"{TEXT} More.", "entities": [{**foreign["entities"][0], "label": "<b>"}]}
    dropped["relations"] = []
    page = choose(client, {"foreign.jsonl": lines(foreign, dropped)})
    assert rows(client, page) == [
        ("<b>", "spans", 1, ""),
        ("Claim", "spans", 1, "claim"),
        ("ORG", "spans", 1, ""),
        ("claim", "spans", 1, "claim"),
        ("said by", "links", 1, ""),
    ]
    unsaid = client.post(f"{page}import/", entered(client.get(page)) | mapped(client, page))
    assert (unsaid.status_code, unsaid.content.count(b"Say what it becomes, or leave it out.")) == (422, 3)
    assert Article.objects.count() == 0
    choice = mapped(client, page, ORG="source", **{"<b>": "-", "said by": "attributed_to"})
    client.post(page, entered(client.get(page)) | choice)
    assert [row[3] for row in rows(client, page)] == ["-", "claim", "source", "claim", "attributed_to"]

    done = bring_in(client, page, choice)

    assert (done.imported_in_all, done.sets_in_all, done.spans_in_all, done.links_in_all) == (2, 1, 3, 1)
    assert quotes(project) == [("source", "Police"), ("claim", "🚓"), ("claim", "12 people died")]
    shown = client.get(f"/projects/ferry/imports/{done.pk}/").content.decode()
    assert "<dt>annotation sets</dt><dd>1</dd>" in shown


def test_leaving_a_file_out_moves_no_choice_to_another_label(client: Client, project: Project) -> None:
    left_out = {"text": f"{TEXT} More.", "label": [[0, 1, "AAA"], [1, 2, "AAA"]]}
    page = choose(client, {"a.jsonl": lines(left_out), "b.jsonl": lines({"text": TEXT, "label": [[0, 6, "BBB"]]})})
    choice = mapped(client, page, AAA="claim", BBB="source")

    client.post(page, entered(client.get(page)) | choice | {"1-left_out": "on"})
    assert rows(client, page) == [("BBB", "spans", 1, "source")]
    done = bring_in(client, page, choice | {"1-left_out": "on"})

    assert (done.sets_in_all, done.refused_in_all, quotes(project)) == (1, 0, [("source", "Police")])


def test_what_leads_to_a_span_that_is_left_out_is_left_out_too(client: Client, project: Project) -> None:
    page = choose(client, {"a.jsonl": lines(DOCCANO)})
    done = bring_in(client, page, mapped(client, page, source="-"))

    assert (done.spans_in_all, done.links_in_all, quotes(project)) == (1, 0, [("claim", "12 people died")])


def test_answers_to_what_another_label_does_not_ask_are_left_out(client: Client, project: Project) -> None:
    foreign = json.loads(json.dumps(LABEL_STUDIO).replace('"claim"', '"Behauptung"'))
    mood = {"id": "c1", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}
    foreign[0]["annotations"][0]["result"].append(mood)
    page = choose(client, {"tasks.json": json.dumps(foreign).encode()})

    assert bring_in(client, page, mapped(client, page, Behauptung="claim")).refused_in_all == 0

    answers = [span["attributes"] for span in export_of(project).spans if span["label"] == "claim"]
    assert [{key: value for key, value in each.items() if value} for each in answers] == [{"kind": "fact"}]


def test_offsets_in_utf_16_are_noticed_and_converted_when_a_person_says_so(client: Client, project: Project) -> None:
    files = {"tasks.json": json.dumps(moved(LABEL_STUDIO, at=8)).encode()}
    page = choose(client, files)
    assert b"1 quote stands at its offsets only so" in client.get(page).content
    refused = bring_in(client, page, mapped(client, page))
    assert (refused.imported_in_all, Article.objects.count()) == (0, 0)
    [record] = refused.refused_records.all()
    assert (record.file, record.line) == ("tasks.json", 1)
    assert record.reason.startswith("annotations[0].result[1]: the text at [15, 29) is “2 people died.”")

    page = choose(client, files)
    done = bring_in(client, page, {**mapped(client, page), "1-utf16": "on"})

    assert (done.imported_in_all, done.refused_in_all) == (1, 0)
    assert quotes(project) == [("source", "Police"), ("claim", "12 people died")]


def test_a_marked_record_that_was_refused_is_put_right_with_its_marks(client: Client, project: Project) -> None:
    page = choose(client, {"a.jsonl": lines({**PLAIN_DOCCANO, "label": [[0, 600, "ORG"]]})})
    done = bring_in(client, page, mapped(client, page, ORG="source"))
    address = f"/projects/ferry/imports/{done.pk}/refused/1/"
    shown = client.get(address).context["form"]["raw"].value()
    assert '"ORG"' in shown

    still = client.post(address, {"raw": shown.replace("600", "700")})
    assert (still.status_code, Article.objects.count()) == (422, 0)
    assert client.post(address, {"raw": shown.replace("600", "6")}).status_code == 302

    assert quotes(project) == [("source", "Police")]


def test_nobody_maps_to_what_the_project_does_not_have(client: Client, project: Project) -> None:
    page = choose(client, {"a.jsonl": lines(DOCCANO)})
    for key in ("attributed_to", "nothing", "origin"):
        wrong = client.post(f"{page}import/", entered(client.get(page)) | mapped(client, page, source=key))
        assert wrong.status_code == 422


def test_fields_that_articles_do_not_have_are_named(client: Client) -> None:
    page = choose(client, {"a.csv": b"text,titel,date\nOne.,A title,2020-05-04\n"})
    assert "kept in the metadata:</p>" not in client.get(page).content.decode()
    assert "kept in the metadata: <bdi>titel (1)</bdi>" in client.get(page).content.decode()
