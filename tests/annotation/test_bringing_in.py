from collections.abc import Callable
from typing import Any

import pytest

from newsreview.accounts.models import User
from newsreview.annotation.bringing_in import BadMark, BroughtBefore, bring_in
from newsreview.annotation.checking import contradictions
from newsreview.annotation.models import AnnotationSet, Edit, Span
from newsreview.annotation.refusals import Refusal
from newsreview.labels.models import Label
from newsreview.projects.models import Task

Marks = dict[str, Any]


@pytest.fixture
def marks(task: Task) -> Marks:
    text = task.article.text

    def span(name: str, label: str, quote: str, **more: Any) -> dict[str, Any]:
        start = text.index(quote)
        return {"id": name, "label": label, "start": start, "end": start + len(quote), "quote": quote, **more}

    return {
        "spans": [
            span("s", "source", "Ada Brandt", attributes={"who": "Ada Brandt"}, note="sic", unsure=True),
            span("c", "claim", "We asked for a week", origin="accepted"),
        ],
        "links": [{"label": "attributed_to", "from": "c", "to": "s", "attributes": {"carried_over": True}}],
        "article_labels": [{"label": "origin", "attributes": {"kind": "agency_copy"}}],
        "complete": True,
    }


def test_marks_from_elsewhere_stand_as_they_were_sent(task: Task, manager: User, marks: Marks) -> None:
    made = bring_in(task=task, by=manager, **marks)

    assert (made.kind, made.person) == (AnnotationSet.Kind.IMPORT, None)
    source, claim = made.spans.order_by("-start")
    assert (source.attributes, source.note, source.unsure) == ({"who": "Ada Brandt"}, "sic", True)
    assert (claim.quote, claim.attributes, claim.origin) == ("We asked for a week", {}, "accepted")
    link = made.links.get()
    assert (link.from_span, link.to_span, link.attributes) == (claim, source, {"carried_over": True})
    assert made.article_labels.get().attributes == {"kind": "agency_copy"}
    edit = made.edits.get()
    assert (edit.number, edit.by, edit.verb) == (1, manager, "bring_in")
    stored = AnnotationSet.objects.with_submitted().select_related("task__article").get(pk=made.pk)
    assert stored.submitted
    assert list(contradictions(stored)) == []


def test_the_same_marks_are_brought_in_once(task: Task, manager: User, marks: Marks) -> None:
    bring_in(task=task, by=manager, **marks)

    with pytest.raises(BroughtBefore):
        bring_in(task=task, by=manager, **marks)

    bring_in(task=task, by=manager, **marks | {"complete": False})
    assert AnnotationSet.objects.count() == 2


def wrong(marks: Marks, kind: str, **change: Any) -> Marks:
    return marks | {kind: [*marks[kind][:-1], marks[kind][-1] | change]}


@pytest.mark.parametrize(
    ("kind", "change", "why"),
    [
        ("spans", {"quote": "We asked for a weak"}, "not “We asked for a weak”"),
        ("spans", {"label": "clam"}, "There is no span label “clam”"),
        ("spans", {"label": "attributed_to"}, "There is no span label"),
        ("spans", {"attributes": {"kind": "lie"}}, "“claim.kind” is one of fact, aim, view"),
        ("links", {"from": "s", "to": "c"}, "which it does not join"),
        ("links", {"to": "nobody"}, "not there"),
        ("links", {"to": "c"}, "two different spans"),
        ("article_labels", {"attributes": {"kind": "nonsense"}}, "is one of"),
    ],
)
def test_one_wrong_mark_is_named_and_nothing_is_stored(
    task: Task, manager: User, marks: Marks, kind: str, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadMark, match=why) as refused:
        bring_in(task=task, by=manager, **wrong(marks, kind, **change))

    assert (refused.value.kind, refused.value.number) == (kind, len(marks[kind]) - 1)
    assert (AnnotationSet.objects.count(), Edit.objects.count(), Span.objects.count()) == (0, 0, 0)


def test_what_the_label_set_keeps_apart_is_refused(task: Task, manager: User, marks: Marks) -> None:
    claim = marks["spans"][1]

    with pytest.raises(Refusal, match="nothing may lie inside"):
        bring_in(
            task=task, by=manager, **marks | {"spans": [*marks["spans"], claim | {"id": "b", "label": "boilerplate"}]}
        )

    assert AnnotationSet.objects.count() == 0


def test_a_label_that_is_retired_here_is_taken(
    task: Task, manager: User, marks: Marks, make_task: Callable[..., Task]
) -> None:
    """E6: retiring a label loses nothing on the way in."""
    Label.objects.filter(key="source").update(retired=True)

    assert bring_in(task=task, by=manager, **marks).spans.count() == 2
