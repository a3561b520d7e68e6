from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Story
from newsreview.exports import article_lines, exporting
from newsreview.labels.publishing import default_scheme, make_label_set
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from tests.exports.plain_reader import Export, read
from tests.owner import as_owner

NOTHING = {"articles": 0, "annotation_sets": 0, "spans": 0, "links": 0, "article_labels": 0}
EVERY_LABEL = ["boilerplate", "heading", "source", "claim", "attributed_to", "via", "continues", "origin"]


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
    monkeypatch.setattr(article_lines, "BATCH", 2)
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


def test_an_export_that_holds_less_than_was_announced_has_no_trailer(
    project: Project, draft: AnnotationSet, mark: Callable[..., UUID]
) -> None:
    """A mark whose label is not of its set's label set cannot be; if it were, nobody should take the rest for whole."""
    mark(draft, "source", "Ada Brandt")
    elsewhere = make_label_set(scheme=default_scheme()).labels.get(key="source")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE annotation_span DISABLE TRIGGER USER")
    draft.spans.update(label=elsewhere)

    blocks = exporting.blocks_of(project)
    written = [next(blocks), next(blocks)]
    with pytest.raises(exporting.ExportBroken, match="export of ferry holds"):
        next(blocks)

    assert [block[:16] for block in written] == [b'{"type":"header"', b'{"type":"article']
