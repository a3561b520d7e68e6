from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import labelling, linking, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.exports import exporting
from newsreview.exports.pseudonyms import pseudonym
from newsreview.labels.models import Label
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from tests.exports.plain_reader import Export, read

NOTHING = {"articles": 0, "annotation_sets": 0, "spans": 0, "links": 0, "article_labels": 0}
SPAN_LABELS = ["boilerplate", "heading", "source", "claim"]
EVERY_LABEL = [*SPAN_LABELS, "attributed_to", "via", "continues", "origin"]


def submit(annotation_set: AnnotationSet, by: User) -> None:
    submitting.submit(annotation_set=annotation_set, by=by, base=annotation_set.edits.count())


def test_an_empty_project_has_a_header_and_a_trailer(export: Callable[[], Export]) -> None:
    exported = export()

    assert exported.articles == []
    assert exported.trailer["counts"] == NOTHING


def test_the_header_names_the_project_and_describes_its_label_set(
    export: Callable[[], Export], project: Project
) -> None:
    header = export().header

    assert header["project"] == {"slug": "ferry", "name": "Ferry"}
    described, scheme = header["label_set"], default_scheme()
    assert described["id"] == str(project.label_set_version_id)
    assert (described["name"], described["version"]) == ("News marks", 1)
    assert [label["key"] for label in described["labels"]] == EVERY_LABEL
    assert described["guideline"] == {part: scheme[part] for part in ("intro", "order_of_work", "sections")}
    claim = described["labels"][3]
    assert [attribute["key"] for attribute in claim["attributes"]] == ["kind", "form", "check_worthy"]
    assert header["other_label_sets"] == []


def test_an_untouched_article_is_there_with_all_that_is_known_of_it(
    export: Callable[[], Export], make_task: Callable[..., Task]
) -> None:
    task = make_task(
        "One\nTwo",
        title="On ferries",
        url="https://example.org/1",
        language="en",
        published_at="2026-05-04T10:00:00+02:00",
        metadata={"section": "world", "type": "article"},
        story=Story.objects.create(name="The ferry row"),
    )

    [article] = export().articles

    assert article == {
        "type": "article",
        "id": str(task.article_id),
        "text": "One\nTwo",
        "sha256": task.article.sha256,
        "outlet": "Harbour Post",
        "title": "On ferries",
        "url": "https://example.org/1",
        "story": "The ferry row",
        "published_at": "2026-05-04T08:00:00+00:00",
        "language": "en",
        "metadata": {"section": "world", "type": "article"},
        "task": str(task.pk),
        "annotation_sets": [],
    }


def test_what_is_not_known_of_an_article_is_null(export: Callable[[], Export], make_task: Callable[..., Task]) -> None:
    make_task("One").article.__class__.objects.update(outlet=None)

    [article] = export().articles

    unknown = {name for name, value in article.items() if value is None}
    assert unknown == {"outlet", "title", "url", "story", "published_at", "language"}


def test_a_draft_is_exported_mark_by_mark(
    export: Callable[[], Export], project: Project, draft: AnnotationSet, annotator: User, mark: Callable[..., UUID]
) -> None:
    source = mark(draft, "source", "Ada Brandt", attributes={"who": "Ada Brandt"}, note='a "note"\n', unsure=True)
    claim = mark(draft, "claim", "We asked for a week")
    link: UUID = uuid7()
    linking.add_link(
        annotation_set=draft, by=annotator, link=link, label="attributed_to", from_span=claim, to_span=source
    )
    labelling.set_article_label(
        annotation_set=draft, by=annotator, label="origin", value={"kind": "agency_copy", "credited_to": "Wire"}
    )

    [article] = export().articles
    [exported] = article["annotation_sets"]
    text: str = article["text"]

    asked, who = text.index("We asked"), text.index("Ada Brandt")
    assert exported["spans"] == [
        {
            "id": str(claim),
            "label": "claim",
            "start": asked,
            "end": asked + len("We asked for a week"),
            "quote": "We asked for a week",
            "start_utf16": asked,
            "end_utf16": asked + len("We asked for a week"),
            "attributes": {"kind": "fact", "form": "direct"},
            "note": "",
            "unsure": False,
            "origin": "own",
        },
        {
            "id": str(source),
            "label": "source",
            "start": who,
            "end": who + len("Ada Brandt"),
            "quote": "Ada Brandt",
            "start_utf16": who,
            "end_utf16": who + len("Ada Brandt"),
            "attributes": {"who": "Ada Brandt"},
            "note": 'a "note"\n',
            "unsure": True,
            "origin": "own",
        },
    ]
    assert exported["links"] == [
        {
            "id": str(link),
            "label": "attributed_to",
            "from": str(claim),
            "to": str(source),
            "attributes": {"carried_over": False},
            "origin": "own",
        }
    ]
    assert exported["article_labels"] == [
        {"label": "origin", "attributes": {"kind": "agency_copy", "credited_to": "Wire"}}
    ]
    del exported["spans"], exported["links"], exported["article_labels"]
    assert exported == {
        "id": str(draft.pk),
        "who": pseudonym(project, annotator.pk),
        "kind": "person",
        "state": "draft",
        "complete": False,
        "label_set": str(project.label_set_version_id),
        "label_set_version": 1,
        "labels_asked": EVERY_LABEL,
        "created_at": draft.created_at.isoformat(),
        "submitted_at": None,
        "version": 4,
    }


def test_submitting_makes_a_set_complete_and_freezes_what_was_asked(
    export: Callable[[], Export], draft: AnnotationSet, annotator: User
) -> None:
    submit(draft, annotator)
    Label.objects.filter(key="via").update(retired=True)

    [exported] = export().sets

    submission = draft.submissions.get()
    assert (exported["state"], exported["complete"]) == ("submitted", True)
    assert exported["submitted_at"] == submission.at.isoformat()
    assert exported["labels_asked"] == EVERY_LABEL


def test_a_reopened_set_is_a_draft_again(export: Callable[[], Export], draft: AnnotationSet, annotator: User) -> None:
    submit(draft, annotator)
    submitting.reopen(annotation_set=draft, by=annotator)

    [exported] = export().sets

    assert (exported["state"], exported["submitted_at"], exported["version"]) == ("draft", None, 2)


def test_a_retired_label_keeps_its_marks_and_is_asked_no_more(
    export: Callable[[], Export], draft: AnnotationSet, mark: Callable[..., UUID]
) -> None:
    mark(draft, "source", "Ada Brandt")
    Label.objects.filter(key="source").update(retired=True)

    exported = export()

    assert [span["label"] for span in exported.spans] == ["source"]
    assert exported.sets[0]["labels_asked"] == [key for key in EVERY_LABEL if key != "source"]
    retired = [label["key"] for label in exported.header["label_set"]["labels"] if label["retired"]]
    assert retired == ["source"]


def test_everybodys_set_is_there_and_each_person_has_one_name(
    export: Callable[[], Export], make_task: Callable[..., Task], annotator: User, colleague: User, reviewer: User
) -> None:
    people = [annotator, colleague, reviewer]
    for text in ("One", "Two"):
        task = make_task(text)
        for person in people:
            taking.deal_out(task=task, person=person, by=reviewer)

    first, second = export().articles

    names = [annotation_set["who"] for annotation_set in first["annotation_sets"]]
    assert len(set(names)) == 3
    assert [annotation_set["who"] for annotation_set in second["annotation_sets"]] == names


def test_a_set_taken_back_is_left_out_and_counted(
    export: Callable[[], Export], draft: AnnotationSet, annotator: User, manager: User, mark: Callable[..., UUID]
) -> None:
    mark(draft, "source", "Ada Brandt")
    taking.take_back(annotation_set=draft, by=manager)

    without = export()
    taking.deal_out(task=draft.task, person=annotator, by=manager)
    again = export()

    assert (without.sets, without.header["left_out"]) == ([], {"taken_back": 1})
    assert ([span["quote"] for span in again.spans], again.header["left_out"]) == (["Ada Brandt"], {"taken_back": 0})


def test_a_set_made_under_another_label_set_names_it_and_the_header_describes_it(
    export: Callable[[], Export], project: Project, draft: AnnotationSet, mark: Callable[..., UUID]
) -> None:
    mark(draft, "source", "Ada Brandt")
    scheme: dict[str, Any] = default_scheme() | {"name": "Ferry marks"}
    former, project.label_set_version = (
        project.label_set_version,
        publish(version=make_label_set(scheme=scheme), by=None),
    )
    project.save()

    exported = export()

    assert exported.header["label_set"]["name"] == "Ferry marks"
    assert [version["name"] for version in exported.header["other_label_sets"]] == ["News marks"]
    assert exported.sets[0]["label_set"] == str(former.pk)


def test_a_set_of_a_model_has_no_person(export: Callable[[], Export], task: Task, project: Project) -> None:
    AnnotationSet.objects.create(task=task, kind=AnnotationSet.Kind.MODEL, label_set_version=project.label_set_version)

    [exported] = export().sets

    assert (exported["kind"], exported["who"], exported["complete"]) == ("model", None, False)


def test_nothing_of_another_project_is_in_it(
    export: Callable[[], Export], draft: AnnotationSet, annotator: User
) -> None:
    other = setting_up.create_project(slug="other", name="Other")
    setting_up.add_tasks(project=other, articles=[draft.task.article])
    taking.deal_out(task=Task.objects.get(project=other), person=annotator, by=annotator)

    assert [annotation_set["id"] for annotation_set in export().sets] == [str(draft.pk)]


@pytest.mark.parametrize("articles", [3, 4, 5])
def test_batches_join_without_a_seam(
    monkeypatch: pytest.MonkeyPatch, export: Callable[[], Export], make_task: Callable[..., Task], articles: int
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    texts = [f"Text {number}" for number in range(articles)]
    for text in texts:
        make_task(text)

    assert [article["text"] for article in export().articles] == texts


def test_blocks_are_whole_lines_with_header_and_trailer_alone(
    monkeypatch: pytest.MonkeyPatch, project: Project, make_task: Callable[..., Task]
) -> None:
    monkeypatch.setattr(exporting, "BLOCK", 9_000)
    for number in range(10):
        make_task(f"{number}" * 3000)

    blocks = list(exporting.blocks_of(project))

    assert [block.count(b"\n") for block in blocks] == [1, 3, 3, 3, 1, 1]
    assert read(b"".join(blocks)).trailer["counts"]["articles"] == 10
