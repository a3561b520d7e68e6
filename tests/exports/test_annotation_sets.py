from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import labelling, linking, submitting, taking
from newsreview.annotation.decisions import Choice
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import known_version, predict
from newsreview.exports.pseudonyms import pseudonym
from newsreview.labels.models import Label
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects.models import Project, Task
from tests.exports.plain_reader import Export
from tests.review.adjudicator import Adjudicator, set_of
from tests.review.seeded import LONG, SHORT, seed

EVERY_LABEL = ["boilerplate", "heading", "source", "claim", "attributed_to", "via", "continues", "origin"]


def submit(annotation_set: AnnotationSet, by: User) -> None:
    submitting.submit(annotation_set=annotation_set, by=by, base=annotation_set.edits.count())


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
    assert datetime.fromisoformat(exported.pop("created_at")) == draft.created_at
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
        "submitted_at": None,
        "accepted_at": None,
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
    assert datetime.fromisoformat(exported["submitted_at"]) == submission.at
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


def test_a_set_of_a_model_names_the_model_and_no_person(
    export: Callable[[], Export], task: Task, project: Project, draft: AnnotationSet, ml_client: User
) -> None:
    version = known_version(project=project, model="spancat", version="3.1", by=ml_client)
    predict(model_version=version, task=task, by=ml_client, spans=[], links=[])

    [of_person, exported] = export().sets

    assert (exported["kind"], exported["who"], exported["complete"]) == ("model", None, False)
    assert (exported["model"], exported["model_version"]) == ("spancat", "3.1")
    assert "model" not in of_person


def test_an_adjudicated_set_says_what_was_decided_and_why(
    export: Callable[[], Export],
    make_task: Callable[..., Task],
    project: Project,
    annotator: User,
    colleague: User,
    reviewer: User,
) -> None:
    desk = Adjudicator(seed(make_task, annotator, colleague), reviewer)
    desk.decide(*desk.questions(Kind.BOUNDARY), side=annotator, rule="3.2", note='The "comparison" stays.')
    desk.decide(*desk.questions(Kind.LABEL), choice=Choice.BOTH)

    *votes, exported = export().sets

    assert (exported["kind"], exported["who"], exported["state"]) == ("adjudicated", None, "draft")
    boundary, label = exported["decisions"]
    taken, other = (set_of(desk.task, person) for person in (annotator, colleague))
    marks = {str(one.pk): str(one.spans.get(quote=quote).pk) for one, quote in ((taken, LONG), (other, SHORT))}
    assert {side["set"]: side["mark"] for side in boundary["sides"]} == marks
    at = desk.annotation_set.edits.get(number=1).at
    assert datetime.fromisoformat(boundary["at"]) == at
    del boundary["sides"], boundary["id"], boundary["at"]
    assert boundary == {
        "kind": "boundary",
        "choice": "side",
        "taken": str(taken.pk),
        "rule": "3.2",
        "note": 'The "comparison" stays.',
        "by": pseudonym(project, reviewer.pk),
    }
    assert (label["kind"], label["choice"], label["taken"]) == ("label", "both", None)
    assert [vote for vote in votes if "decisions" in vote] == []
