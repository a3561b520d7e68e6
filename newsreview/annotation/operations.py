"""Names of operations, the shape of their requests, and the verbs they stand for: one table for every door."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct, field

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, linking, marking_many, submitting, undoing
from newsreview.annotation.journal import Outcome, Verb
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Unacceptable

Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Milliseconds = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Operation(Struct, tag_field="op", forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    id: UUID
    ms: Milliseconds | None = None


class SpanAdd(Operation, tag="span.add"):
    span: UUID
    label: str
    start: Offset
    end: Offset
    quote: str
    attributes: dict[str, Any] | None = None
    note: str = ""
    unsure: bool = False
    infer: bool = False


class SpanMove(Operation, tag="span.move"):
    span: UUID
    seen: UUID
    start: Offset
    end: Offset
    quote: str


class SpanRelabel(Operation, tag="span.relabel"):
    span: UUID
    seen: UUID
    label: str


class SpanSet(Operation, tag="span.set"):
    span: UUID
    seen: UUID
    attr: str
    value: str | bool | None


class SpanRemove(Operation, tag="span.remove"):
    span: UUID
    seen: UUID


class SeenLink(Struct, forbid_unknown_fields=True):
    link: UUID
    seen: UUID


class LinkAdd(Operation, tag="link.add"):
    link: UUID
    label: str
    from_span: UUID = field(name="from")
    to_span: UUID = field(name="to")
    attributes: dict[str, Any] | None = None
    under: Annotated[list[SeenLink], Meta(max_length=5_000)] = []


class LinkSet(Operation, tag="link.set"):
    link: UUID
    seen: UUID
    attr: str
    value: str | bool | None


class LinkRemove(Operation, tag="link.remove"):
    link: UUID
    seen: UUID


class LabelSet(Operation, tag="label.set"):
    label: str
    value: dict[str, str | bool | None] | None


class Marked(Struct, forbid_unknown_fields=True):
    span: UUID
    start: Offset
    end: Offset
    quote: str


class Seen(Struct, forbid_unknown_fields=True):
    span: UUID
    seen: UUID


class SpansAdd(Operation, tag="spans.add"):
    label: str
    spans: Annotated[list[Marked], Meta(min_length=1, max_length=5_000)]
    attributes: dict[str, Any] | None = None
    infer: bool = False


class ParagraphsMark(Operation, tag="paragraphs.mark"):
    label: str
    spans: Annotated[list[Marked], Meta(min_length=1, max_length=5_000)]
    under: Annotated[list[Seen], Meta(max_length=5_000)]
    attrs: dict[str, str | bool | None] | None = None


class Undo(Operation, tag="undo"):
    pass


class Redo(Operation, tag="redo"):
    pass


class Submit(Operation, tag="submit"):
    base: Annotated[int, Meta(ge=0)]


class Reopen(Operation, tag="reopen"):
    pass


AnyOperation = (
    SpanAdd
    | SpanMove
    | SpanRelabel
    | SpanSet
    | SpanRemove
    | LinkAdd
    | LinkSet
    | LinkRemove
    | LabelSet
    | SpansAdd
    | ParagraphsMark
    | Undo
    | Redo
    | Submit
    | Reopen
)

VERBS: dict[type[Operation], Verb] = {
    SpanAdd: editing.add_span,
    SpanMove: editing.move_span,
    SpanRelabel: editing.relabel_span,
    SpanSet: editing.set_on_span,
    SpanRemove: editing.remove_span,
    SpansAdd: marking_many.add_spans,
    ParagraphsMark: marking_many.mark_paragraphs,
    LinkAdd: linking.add_link,
    LinkSet: linking.set_on_link,
    LinkRemove: linking.remove_link,
    LabelSet: labelling.set_article_label,
    Undo: undoing.undo,
    Redo: undoing.redo,
    Submit: submitting.submit,
    Reopen: submitting.reopen,
}


class Request(Struct, forbid_unknown_fields=True):
    """The body of an operations request: a set, the version its sender knows, and operations to run in order."""

    set: UUID
    base: Annotated[int, Meta(ge=0)]
    ops: Annotated[list[AnyOperation], Meta(min_length=1, max_length=1_000)]


def read(body: object) -> Request:
    """The request in a decoded JSON body; raises Unacceptable, naming the place, for anything else."""
    try:
        return msgspec.convert(body, Request)
    except msgspec.ValidationError as error:
        raise Unacceptable(f"This request cannot be read: {error}.") from error


def run(operation: Operation, *, annotation_set: AnnotationSet | UUID, by: User) -> Outcome:
    """Carry one operation out, in its own transaction. The operation's id becomes the edit's id."""
    request = {
        name: msgspec.to_builtins(getattr(operation, name), builtin_types=(UUID,))
        for name in operation.__struct_fields__
        if name not in {"id", "ms"}
    }
    verb = VERBS[type(operation)]
    return verb(annotation_set=annotation_set, by=by, edit_id=operation.id, milliseconds=operation.ms, **request)
