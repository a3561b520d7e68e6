"""Drafts move to a newer version of their label set, whole or not at all; what is submitted keeps its version."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from newsreview.annotation import moving_on, submitting
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import AnnotationSet, Span
from newsreview.annotation.refusals import Conflict, Refusal, Unacceptable
from newsreview.annotation.standing import standing
from newsreview.labels import drafting
from newsreview.labels.comparing import differences, gone
from newsreview.labels.models import Label, LabelSetVersion
from newsreview.labels.publishing import publish


@pytest.fixture
def spans(ours) -> dict[str, Span]:
    """A heading, boilerplate, and a claim tied to its source."""
    made = {
        "heading": ours.add("heading", "Ferry talks stall", attributes={"type": "headline"}),
        "boilerplate": ours.add("boilerplate", "Leave a comment", attributes={"type": "promotion"}),
        "source": ours.add("source", "the harbour master"),
        "claim": ours.add("claim", "They gave us a day"),
    }
    ours.link("attributed_to", made["claim"], made["source"])
    return made


@pytest.fixture
def newer(project) -> LabelSetVersion:
    """The next version as it is being worked on."""
    return drafting.begin_next_version(label_set=project.label_set_version.label_set)


def retire(version: LabelSetVersion, key: str) -> None:
    label = version.labels.get(key=key)
    label.retired = True
    drafting.put_label(label=label)


def drop_value(version: LabelSetVersion, label: str, attribute: str, value: str) -> None:
    asked = version.labels.get(key=label).attributes.get(key=attribute)
    asked.values = [each for each in asked.values if each["key"] != value]
    drafting.put_attribute(attribute=asked)


def carried(ours, version: LabelSetVersion, manager, becomes: Any = None, stay: Any = ()) -> AnnotationSet:
    publish(version=version, by=manager)
    carry_over(
        annotation_set=ours.annotation_set, by=manager, version=version.pk, becomes=becomes or {}, stay=list(stay)
    )
    return AnnotationSet.objects.get(pk=ours.annotation_set.pk)


def test_a_draft_says_the_same_in_the_newer_version(ours, spans, newer, manager):
    before = standing(ours.annotation_set)
    edits = {span.pk: span.last_edit_id for span in ours.annotation_set.spans.all()}
    moved = carried(ours, newer, manager)

    assert (moved.label_set_version, standing(ours.annotation_set)) == (newer, before)
    assert {span.pk: span.last_edit_id for span in moved.spans.all()} == edits
    assert {span.label.version for span in moved.spans.select_related("label__version")} == {newer}
    assert contradictions_in(moved.pk) == []
    ours.remove(spans["claim"], seen=edits[spans["claim"].pk])  # by a page that has seen nothing of all this
    assert contradictions_in(moved.pk) == []


def test_a_label_becomes_another_and_a_value_another_or_none(ours, spans, newer, manager):
    retire(newer, "heading")
    drop_value(newer, "boilerplate", "type", "promotion")
    moved = carried(ours, newer, manager, {"heading": "source", "boilerplate.type.promotion": "other"})

    said = {span.pk: (span.label.key, span.attributes) for span in moved.spans.select_related("label")}
    assert said[spans["heading"].pk] == ("source", {})
    assert said[spans["boilerplate"].pk] == ("boilerplate", {"type": "other"})
    assert contradictions_in(moved.pk) == []


def statements_for_claims(version: LabelSetVersion) -> None:
    retire(version, "claim")
    statement = Label(version=version, key="statement", kind="span", name="statement", channel="line", hue="green")
    drafting.put_label(label=statement)


def attributed_statements(version: LabelSetVersion) -> None:
    statements_for_claims(version)
    link = version.labels.get(key="attributed_to")
    link.from_labels = ["statement"]
    drafting.put_label(label=link)


def statements_told_by(version: LabelSetVersion) -> None:
    statements_for_claims(version)
    retire(version, "attributed_to")
    ends = {"from_labels": ["statement"], "to_labels": ["source"]}
    drafting.put_label(label=Label(version=version, key="told_by", kind="link", name="told by", **ends))


@pytest.mark.parametrize(
    ("change", "becomes", "link"),
    [
        (attributed_statements, {"claim": "statement"}, "attributed_to"),
        (statements_told_by, {"claim": "statement", "attributed_to": "told_by"}, "told_by"),
    ],
)
def test_links_go_from_what_takes_a_label_s_place(ours, spans, newer, manager, change, becomes, link):
    change(newer)
    moved = carried(ours, newer, manager, becomes)

    [told] = moved.links.select_related("label", "from_span__label")
    assert (told.label.key, told.from_span_id, told.from_span.label.key) == (link, spans["claim"].pk, "statement")
    assert contradictions_in(moved.pk) == []


def test_a_value_that_nothing_replaces_is_no_answer(ours, spans, newer, manager):
    drop_value(newer, "boilerplate", "type", "promotion")
    moved = carried(ours, newer, manager, {"boilerplate.type.promotion": None})

    assert moved.spans.get(pk=spans["boilerplate"].pk).attributes == {}


def test_what_wears_a_retired_label_stays_where_it_stands(ours, spans, newer, manager):
    """C22."""
    retire(newer, "heading")
    moved = carried(ours, newer, manager)

    assert moved.spans.get(pk=spans["heading"].pk).label.key == "heading"
    with pytest.raises(Unacceptable, match="The label “heading” is retired"):
        ours.add("heading", "Leave a comment")
    assert contradictions_in(moved.pk) == []


def link_from_heading(version: LabelSetVersion) -> None:
    label = version.labels.get(key="attributed_to")
    label.from_labels = ["heading"]
    drafting.put_label(label=label)


def exclude_claims(version: LabelSetVersion) -> None:
    label = version.labels.get(key="source")
    label.excludes = ["heading", "claim"]
    drafting.put_label(label=label)


@pytest.mark.parametrize(
    ("change", "becomes", "stay", "says"),
    [
        (lambda v: retire(v, "heading"), {}, ["heading"], "It uses heading."),
        (lambda v: drop_value(v, "boilerplate", "type", "promotion"), {}, ["boilerplate.type.promotion"], "It uses"),
        (lambda v: drop_value(v, "boilerplate", "type", "promotion"), {}, [], "“promotion” is no answer to"),
        (link_from_heading, {}, [], "A link “attributed to” does not fit any more."),
        (exclude_claims, {"claim": "heading"}, [], "does not fit any more"),
    ],
)
def test_a_draft_that_does_not_fit_keeps_its_version_and_everything_in_it(
    ours, spans, newer, manager, change, becomes, stay, says
):
    before, older = standing(ours.annotation_set), ours.annotation_set.label_set_version
    change(newer)

    with pytest.raises(Refusal, match=says.replace(".", r"\.")):
        carried(ours, newer, manager, becomes, stay)
    assert standing(ours.annotation_set) == before
    assert AnnotationSet.objects.get(pk=ours.annotation_set.pk).label_set_version == older
    assert contradictions_in(ours.annotation_set.pk) == []
    ours.add("claim", "We asked for a week")


def test_undo_works_across_versions_and_brings_nothing_back_that_is_said_no_more(ours, spans, newer, manager):
    ours.remove(spans["boilerplate"])
    drop_value(newer, "boilerplate", "type", "promotion")
    moved = carried(ours, newer, manager)

    with pytest.raises(Conflict, match=r"“promotion” is no answer to “boilerplate\.type” any more"):
        ours.undo()
    ours.add("claim", "We asked for a week")
    ours.undo()
    assert moved.spans.count() == 3
    assert contradictions_in(moved.pk) == []


def test_only_a_draft_moves_and_only_on(ours, spans, newer, manager, annotator, project):
    older = project.label_set_version
    submitting.submit(annotation_set=ours.annotation_set, by=annotator, base=ours.version)
    publish(version=newer, by=manager)

    with pytest.raises(Conflict, match="is submitted"):
        carried(ours, newer, manager)
    with pytest.raises(IntegrityError, match="a newer version"), transaction.atomic():
        AnnotationSet.objects.filter(pk=ours.annotation_set.pk).update(label_set_version=newer)
    submitting.reopen(annotation_set=ours.annotation_set, by=annotator)
    assert carried(ours, newer, manager).label_set_version == newer
    with pytest.raises(Unacceptable, match=r"News marks v1 is no later version of News marks v2\."):
        carried(ours, older, manager)


@pytest.mark.django_db(transaction=True)
def test_a_set_moves_with_all_of_its_marks(ours, spans, newer, manager):
    publish(version=newer, by=manager)

    with pytest.raises(IntegrityError, match="takes all of its marks along"), transaction.atomic():
        AnnotationSet.objects.filter(pk=ours.annotation_set.pk).update(label_set_version=newer)


def test_what_drafts_use_is_counted_by_place(ours, spans, newer):
    retire(newer, "heading")

    assert moving_on.used(moving_on.drafts_behind(newer)) == {
        "heading": 1,
        "heading.type.headline": 1,
        "boilerplate": 1,
        "boilerplate.type.promotion": 1,
        "source": 1,
        "claim": 1,
        "claim.kind.fact": 1,
        "claim.form.direct": 1,
        "attributed_to": 1,
        "attributed_to.carried_over.false": 1,
    }


def test_what_differs_is_told_before_it_is_published(newer, project):
    retire(newer, "via")
    drop_value(newer, "claim", "kind", "view")
    newer = drafting.write_guideline(version=newer, guideline=newer.guideline | {"intro": "Look."})

    assert differences(project.label_set_version, newer) == [
        "“claim.kind” (values)",
        "“via” (retired)",
        "the introduction",
    ]
    assert [what.place for what in gone(project.label_set_version, newer)] == ["claim.kind.view", "via"]
