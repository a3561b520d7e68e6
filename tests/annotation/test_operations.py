import re
from typing import Any, get_args
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.annotation import operations
from newsreview.annotation.models import AnnotationSet, Link, Span
from newsreview.annotation.refusals import Unacceptable
from tests.annotation.hand import Hand

ADD: dict[str, Any] = {
    "op": "span.add",
    "id": "0195a000-0000-7000-8000-000000000001",
    "span": "0195a000-0000-7000-8000-000000000002",
    "label": "claim",
    "start": 0,
    "end": 5,
    "quote": "Ferry",
}


def body(*ops: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"set": "0195a000-0000-7000-8000-000000000003", "base": 0, "ops": list(ops)} | more


def test_every_operation_stands_for_a_verb_of_the_same_name() -> None:
    names = {kind: kind.__struct_config__.tag for kind in get_args(operations.AnyOperation)}
    assert {kind: verb.name for kind, verb in operations.VERBS.items()} == names
    assert sorted(map(str, names.values())) == [
        "label.set",
        "link.add",
        "link.remove",
        "link.set",
        "paragraphs.mark",
        "redo",
        "reopen",
        "span.add",
        "span.move",
        "span.relabel",
        "span.remove",
        "span.set",
        "spans.add",
        "submit",
        "undo",
    ]


def test_a_request_is_read_in_order() -> None:
    request = operations.read(body(ADD, {"op": "undo", "id": str(uuid7())}, base=17))
    assert (request.set, request.base) == (UUID("0195a000-0000-7000-8000-000000000003"), 17)
    assert [type(op) for op in request.ops] == [operations.SpanAdd, operations.Undo]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "Expected `object`, got `array`"),
        (body(), "Expected `array` of length >= 1 - at `$.ops`"),
        (body(ADD, base=-1), "Expected `int` >= 0 - at `$.base`"),
        (body(ADD, set="mine"), "Invalid UUID - at `$.set`"),
        (body(ADD, more=1), "Object contains unknown field `more`"),
        (body(ADD, ADD | {"start": -1}), "Expected `int` >= 0 - at `$.ops[1].start`"),
        (body(ADD | {"start": 0.5}), "Expected `int`, got `float` - at `$.ops[0].start`"),
        (body(ADD | {"start": True}), "Expected `int`, got `bool` - at `$.ops[0].start`"),
        (body(ADD | {"end": 2**31}), "Expected `int` <= 2147483647 - at `$.ops[0].end`"),
        (body(ADD | {"quote": None}), "Expected `str`, got `null` - at `$.ops[0].quote`"),
        (body(ADD | {"op": "span.eat"}), "Invalid value 'span.eat' - at `$.ops[0].op`"),
        (body(ADD | {"origin": "accepted"}), "Object contains unknown field `origin` - at `$.ops[0]`"),
        (body({"op": "span.set", "id": ADD["id"]}), "Object missing required field `span` - at `$.ops[0]`"),
        (body(*[ADD] * 1_001), "Expected `array` of length <= 1000 - at `$.ops`"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_with_the_place(wrong: object, says: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        operations.read(wrong)
    assert str(refused.value) == f"This request cannot be read: {says}."


def test_operations_run_as_the_verbs_they_name(draft: AnnotationSet, ours: Hand) -> None:
    claim, source, link = (str(uuid7()) for _ in range(3))
    ids = [str(uuid7()) for _ in range(6)]
    ops: list[dict[str, Any]] = [
        {"op": "span.add", "span": claim, "label": "claim", "ms": 900} | ours.at("the crossing had lost"),
        {"op": "span.add", "span": source, "label": "source", "attributes": {"who": "Jonas Eék"}} | ours.at("Jonas"),
        {"op": "link.add", "link": link, "label": "attributed_to", "from": claim, "to": source},
        {"op": "span.set", "span": claim, "seen": ids[0], "attr": "kind", "value": "view"},
        {"op": "link.set", "link": link, "seen": ids[2], "attr": "carried_over", "value": True},
        {"op": "submit", "base": 5},
    ]
    request = operations.read(body(*({"id": edit_id} | op for edit_id, op in zip(ids, ops, strict=True))))
    outcomes = [operations.run(op, annotation_set=draft.pk, by=ours.by) for op in request.ops]
    assert [str(outcome.edit.pk) for outcome in outcomes] == ids
    assert [outcome.edit.number for outcome in outcomes] == [1, 2, 3, 4, 5, 6]
    assert outcomes[0].edit.milliseconds == 900
    assert Span.objects.get(pk=claim).attributes == {"kind": "view", "form": "paraphrase"}
    assert Link.objects.get(pk=link).attributes == {"carried_over": True}
    again = [operations.run(op, annotation_set=draft, by=ours.by) for op in request.ops]
    assert [outcome.replayed for outcome in again] == [True] * 6
    assert [outcome.edit.result for outcome in again] == [outcome.edit.result for outcome in outcomes]


def test_paragraphs_are_marked_through_the_table(draft: AnnotationSet, ours: Hand) -> None:
    under = ours.add("claim", "a comment")
    op = {
        "op": "paragraphs.mark",
        "id": str(uuid7()),
        "label": "boilerplate",
        "spans": [{"span": str(uuid7())} | ours.at("Leave a comment")],
        "under": [{"span": str(under.pk), "seen": str(under.last_edit_id)}],
        "attrs": {"type": "promotion"},
    }
    [operation] = operations.read(body(op)).ops
    assert operations.run(operation, annotation_set=draft, by=ours.by).edit.result["spans_removed"] == 1
    assert operations.run(operation, annotation_set=draft, by=ours.by).replayed
    assert [(span.quote, span.attributes) for span in Span.objects.all()] == [
        ("Leave a comment", {"type": "promotion"})
    ]


def test_names_are_those_of_the_table_of_words() -> None:
    assert all(re.fullmatch(r"[a-z]+(\.[a-z]+)?", verb.name) for verb in operations.VERBS.values())
