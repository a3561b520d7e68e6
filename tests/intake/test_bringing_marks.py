"""E3: what was written for another tool, or by it, comes in with equal content; what is wrong is named and left out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.intake.bringing_marks import Summary, import_marked
from newsreview.intake.foreign_labels import LabelMap
from newsreview.projects.models import Project, Task
from tests.exports.formats.story import ANSWERS, story
from tests.exports.plain_reader import read
from tests.intake.round_trip import LOSSES, as_format, content, export_of

Bring = Callable[..., Summary]
TEXT = "Police 🚓 said 12 people died."


@pytest.mark.parametrize("form", LOSSES)
def test_a_file_that_we_wrote_comes_back_with_equal_content_into_an_empty_installation(
    bring_marks: Bring, project: Project, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ANSWERS, "c1", {"kind": "fact", "form": "paraphrase"})
    export = story(
        published_at="2026-05-04T08:00:00+00:00", url="https://harbour.example/1", metadata={"section": "world"}
    )

    summary = bring_marks(form, as_format(form, export))

    assert (summary.articles, summary.sets, summary.refusals) == (1, 1, [])
    assert content(export_of(project), **LOSSES[form]) == content(read(export), **LOSSES[form])
    assert AnnotationSet.objects.get().kind == AnnotationSet.Kind.IMPORT


LABEL_STUDIO = [
    {
        "id": 12,
        "data": {"text": TEXT, "outlet": "Daily A", "desk": "foreign"},
        "annotations": [
            {
                "id": 31,
                "completed_by": 1,
                "was_cancelled": False,
                "lead_time": 12.5,
                "result": [
                    {
                        "id": "s1",
                        "from_name": "label",
                        "to_name": "text",
                        "type": "labels",
                        "origin": "manual",
                        "value": {"start": 0, "end": 6, "text": "Police", "labels": ["source"]},
                    },
                    {
                        "id": "c1",
                        "from_name": "label",
                        "to_name": "text",
                        "type": "labels",
                        "origin": "manual",
                        "value": {"start": 14, "end": 28, "text": "12 people died", "labels": ["claim"]},
                    },
                    {
                        "id": "c1",
                        "from_name": "kind",
                        "to_name": "text",
                        "type": "choices",
                        "value": {"start": 14, "end": 28, "choices": ["fact"]},
                    },
                    {
                        "type": "relation",
                        "from_id": "s1",
                        "to_id": "c1",
                        "direction": "left",
                        "labels": ["attributed_to"],
                    },
                ],
            },
            {"id": 32, "was_cancelled": True, "result": []},
        ],
        "predictions": [{"model_version": "claims-2", "score": 0.8, "result": []}],
    }
]
DOCCANO = {
    "id": 7,
    "text": TEXT,
    "entities": [
        {"id": 1, "label": "source", "start_offset": 0, "end_offset": 6},
        {"id": 2, "label": "claim", "start_offset": 14, "end_offset": 28},
    ],
    "relations": [{"id": 1, "from_id": 2, "to_id": 1, "type": "attributed_to"}],
    "Comments": [],
}
PLAIN_DOCCANO = {"text": TEXT, "label": [[0, 6, "source"], [14, 28, "claim"]]}


CAR = {"id": 1, "label": "source", "start_offset": 7, "end_offset": 8}


@pytest.mark.parametrize(
    ("form", "data", "links", "metadata"),
    [
        ("label-studio", LABEL_STUDIO, ["attributed_to"], {"desk": "foreign"}),
        ("doccano", DOCCANO, ["attributed_to"], {}),
        ("doccano", PLAIN_DOCCANO, [], {}),
    ],
)
def test_a_file_of_another_tool_comes_in(
    bring_marks: Bring, project: Project, form: str, data: Any, links: list[str], metadata: dict[str, Any]
) -> None:
    summary = bring_marks(form, data)

    assert (summary.articles, summary.sets, summary.refusals) == (1, 1, [])
    [article] = export_of(project).articles
    [answer] = article["annotation_sets"]
    assert [(span["label"], span["quote"]) for span in answer["spans"]] == [
        ("source", "Police"),
        ("claim", "12 people died"),
    ]
    assert [link["label"] for link in answer["links"]] == links
    assert [link["from"] for link in answer["links"]] == [answer["spans"][1]["id"]] * len(links)
    assert (article["metadata"], answer["kind"], answer["who"]) == (metadata, "import", None)


def labelled(**value: Any) -> list[dict[str, Any]]:
    result = {"id": "r", "from_name": "mood", "to_name": "text", "type": "labels", "value": value}
    return [{"data": {"text": TEXT}, "annotations": [{"result": [result]}]}]


def moved(data: Any, at: int) -> Any:
    """With offsets from there on one further, as UTF-16 counts after the car."""
    names = {"start", "end", "start_offset", "end_offset"}
    if isinstance(data, dict):
        return {
            key: value + (value >= at) if key in names and isinstance(value, int) else moved(value, at)
            for key, value in data.items()
        }
    return [moved(each, at) for each in data] if isinstance(data, list) else data


@pytest.mark.parametrize(("form", "data"), [("label-studio", LABEL_STUDIO), ("doccano", DOCCANO)])
def test_offsets_in_utf_16_are_converted_when_told_so(
    bring_marks: Bring, project: Project, form: str, data: Any
) -> None:
    bring_marks(form, moved(data, at=8), utf16=True)

    assert [(span["start"], span["end"]) for span in export_of(project).spans] == [(0, 6), (14, 28)]


def test_a_quote_that_does_not_stand_there_is_refused_with_its_place_and_the_rest_comes_in(bring_marks: Bring) -> None:
    [sound] = LABEL_STUDIO
    other = {**sound, "data": {"text": f"{TEXT} More."}}

    summary = bring_marks("label-studio", [*moved(LABEL_STUDIO, at=8), other])

    assert (summary.articles, summary.sets, summary.refused) == (1, 1, 1)
    [refusal] = summary.refusals
    assert (refusal.file, refusal.line) == ("marked.json", 1)
    assert refusal.reason == (
        "annotations[0].result[1]: the text at [15, 29) is “2 people died.”, not “12 people died”."
        " It fits in UTF-16 units: say so where the files are checked, or by “--offsets utf-16”."
    )
    assert [task.article.text for task in Task.objects.select_related("article")] == [f"{TEXT} More."]


@pytest.mark.parametrize(
    ("form", "data", "reason"),
    [
        ("doccano", {**PLAIN_DOCCANO, "label": [[0, 6, "place"]]}, "label[0]: There is no span label “place”"),
        ("doccano", {**PLAIN_DOCCANO, "label": [[0, 99, "claim"]]}, "label[0]: The span ends at 99"),
        ("doccano", {**DOCCANO, "relations": [{"from_id": 2, "to_id": 9, "type": "via"}]}, "relations[0]: "),
        (
            "doccano",
            {**PLAIN_DOCCANO, "entities": 2 * [CAR], "label": None},
            "entities[1]: another span has the same id",
        ),
        ("doccano", {**DOCCANO, "text": f"\r\n{TEXT}"}, "text: it has line ends other than LF"),
        ("doccano", {**DOCCANO, "entities": [{"id": "x"}]}, "Expected `int`, got `str` - at `$.entities[0].id`"),
        ("label-studio", [{"data": {"body": TEXT}}], "text: it is missing."),
        ("label-studio", [{"data": {"text": TEXT, "metadata": [1]}}], "metadata: it must be an object"),
        ("label-studio", labelled(start=0, labels=["claim"]), "annotations[0].result[0]: it is no region of a text"),
        (
            "label-studio",
            labelled(start=0, end=6, labels=["source"], text=["Police"]),
            "annotations[0].result[0].value.text: it is a list",
        ),
        ("label-studio", labelled(start="/p[1]", end="/p[1]", labels=["claim"]), "Expected `int | null`, got `str`"),
        ("label-studio", labelled(choices=["good"]), "annotations[0].result[0]: it is about no region"),
        ("jsonl", {"type": "article"}, "This export is not whole, and nothing of it is read."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_of_it_stored(bring_marks: Bring, form: str, data: Any, reason: str) -> None:
    summary = bring_marks(form, data)

    assert summary.refused == 1
    assert summary.refusals[0].reason.startswith(reason)
    assert (Task.objects.count(), AnnotationSet.objects.filter(kind="import").count()) == (0, 0)


def test_links_and_article_labels_that_become_one_are_brought_in_once(bring_marks: Bring, project: Project) -> None:
    [task] = json.loads(json.dumps(LABEL_STUDIO))
    results = task["annotations"][0]["result"]
    results.append({**results[-1], "labels": ["via"]})
    said = {"id": "a", "from_name": "article", "to_name": "text", "type": "choices"}
    results.append({**said, "value": {"choices": ["report", "wire"]}})
    chosen = LabelMap(link={"via": "attributed_to"}, article={"report": "origin", "wire": "origin"})

    summary = bring_marks("label-studio", [task], chosen=chosen)

    assert (summary.sets, summary.refusals) == (1, [])
    [answer] = export_of(project).articles[0]["annotation_sets"]
    assert [link["label"] for link in answer["links"]] == ["attributed_to"]
    assert [label["label"] for label in answer["article_labels"]] == ["origin"]


def test_a_file_of_any_name_is_read_on_after_a_record_that_is_refused(
    project: Project, manager: User, tmp_path: Path
) -> None:
    path = tmp_path / "all.doccano"
    bad = json.dumps(PLAIN_DOCCANO).replace("source", "place")
    path.write_text(f"{bad}\n{json.dumps(DOCCANO)}\n", encoding="utf-8")

    summary = import_marked(path=path, form="doccano", project=project, by=manager)

    assert (summary.articles, summary.refused, summary.refusals[0].line) == (1, 1, 1)


def test_a_cut_export_brings_in_nothing(bring_marks: Bring) -> None:
    assert bring_marks("jsonl", story()[:-2]).articles == 0


def test_the_command_says_what_came_of_it(
    project: Project, manager: User, ml_client: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "marked.jsonl"
    lines = [DOCCANO, {**PLAIN_DOCCANO, "label": [[0, 6, "place"]]}]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    options = ["--project", "ferry", "--format", "doccano", "--by"]

    with pytest.raises(SystemExit) as ended:
        call_command("import_annotations", str(path), *options, manager.email)
    with pytest.raises(CommandError, match="Nobody with the address"):
        call_command("import_annotations", str(path), *options, "nobody@example.org")
    with pytest.raises(CommandError, match=r"mlclient@example\.org does not manage ferry"):
        call_command("import_annotations", str(path), *options, ml_client.email)

    assert ended.value.code == 1
    said = capsys.readouterr()
    assert said.out == "1 article, 1 annotation set imported, 0 already there, 1 record refused\n"
    assert said.err.startswith("marked.jsonl, line 2: label[0]: There is no span label “place”")
