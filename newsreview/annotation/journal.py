"""The journal: one verb, one edit, one transaction, under the lock of the annotation set's row."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from uuid import UUID

import msgspec
import psycopg
from django.db import IntegrityError, transaction
from django.db.models import Exists
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, Edit, Link, Span
from newsreview.annotation.refusals import AlreadyThere, NotOpen, OtherRequest, Refusal, Unacceptable
from newsreview.annotation.standing import Change, ObjectKind, Snapshot, Writer
from newsreview.corpus.models import Article
from newsreview.labels.models import Label

USED_BEFORE = "This edit's id was used before for another request. Make a new id."

P = ParamSpec("P")
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An edit, and whether it had been made before this request."""

    edit: Edit
    replayed: bool


@dataclass
class Draft:
    """An annotation set whose row this transaction has locked, and the edit being made in it."""

    annotation_set: AnnotationSet
    by: User
    edit_id: UUID
    version: int
    changes: list[Change] = field(default_factory=list)
    undoes: Edit | None = None
    redoes: Edit | None = None

    @property
    def article(self) -> Article:
        return self.annotation_set.task.article

    @cached_property
    def labels(self) -> dict[str, Label]:
        """All labels of the set's version by key, retired ones included."""
        return {label.key: label for label in self.annotation_set.labels.values()}

    def label(self, key: str, kind: str) -> Label:
        label = self.labels.get(key)
        if label is None or label.kind != kind:
            raise Unacceptable(f"There is no {kind} label “{key}” in {self.annotation_set.label_set_version}.")
        return label

    def label_in_use(self, key: str, kind: str) -> Label:
        """For what is given now: a retired label only stays where it stands."""
        label = self.label(key, kind)
        if label.retired:
            raise Unacceptable(f"The label “{key}” is retired: it is not given any more.")
        return label

    def changed_since(self, row: Span | Link, seen: UUID) -> bool:
        """Whether the row changed after the edit `seen`, its last one or a later one that left it as it was."""
        if row.last_edit_id == seen:
            return False
        kind = "span" if isinstance(row, Span) else "link"
        last = Edit.objects.filter(pk=row.last_edit_id).values("number")
        of_this_row = {f"result__{kind}": str(row.pk)}
        return not self.annotation_set.edits.filter(pk=seen, number__gt=last, **of_this_row).exists()

    def put(
        self,
        kind: ObjectKind,
        object_id: UUID | str,
        before: Snapshot | None,
        after: Snapshot | None,
        *,
        computed: bool = False,
    ) -> None:
        """Record a change and write it. Nothing is recorded where nothing changes."""
        if before == after:
            return
        change: Change = {"object": kind, "id": str(object_id), "before": before, "after": after}
        if computed:
            change["computed"] = True
        Writer(self.annotation_set, self.edit_id, self.labels).write(change)
        self.changes.append(change)

    def remove(self, kind: ObjectKind, object_id: UUID | str, before: Snapshot) -> None:
        self.put(kind, object_id, before, None)


class Verb(Protocol):
    """A verb as the doors call it."""

    name: str
    in_review: bool

    def __call__(
        self,
        *,
        annotation_set: AnnotationSet | UUID,
        by: User,
        edit_id: UUID | None = None,
        milliseconds: int | None = None,
        **request: Any,
    ) -> Outcome: ...


def verb(
    name: str, *, in_review: bool = False, when_submitted: bool = False, when_taken_back: bool = False
) -> Callable[[Callable[Concatenate[Draft, P], Result]], Verb]:
    """Make a verb of a function that acts on a locked draft.

    The verb takes the set, the person, and the edit's id (made here when a caller has none), and the function's own
    keyword arguments. It answers the stored outcome when this edit was made before, and raises a Refusal, having stored
    nothing, when the function does. A person's submitted set takes verbs `in_review` from others, and every one those
    `when_submitted` from everybody.
    """

    def decorate(act: Callable[Concatenate[Draft, P], Result]) -> Verb:
        @wraps(act)
        def run(
            *,
            annotation_set: AnnotationSet | UUID,
            by: User,
            edit_id: UUID | None = None,
            milliseconds: int | None = None,
            **request: Any,
        ) -> Outcome:
            edit_id = edit_id or uuid7()
            digest = request_digest(name, request)
            set_id = annotation_set.pk if isinstance(annotation_set, AnnotationSet) else annotation_set
            try:
                with transaction.atomic():
                    locked = lock(set_id, edit_id)
                    if locked.made_before:
                        made = Edit.objects.get(pk=edit_id)
                        return Outcome(same_request(made, set_id, by, digest), replayed=True)
                    refuse_if_handed_on(annotation_set, locked.annotation_set)
                    reviews = in_review and locked.annotation_set.person_id not in {None, by.pk}
                    refuse_if_closed(locked, when_submitted=when_submitted or reviews, when_taken_back=when_taken_back)
                    draft = Draft(locked.annotation_set, by, edit_id, locked.version)
                    result = act(draft, **request)  # type: ignore[call-arg]
                    return Outcome(append(draft, name, digest, result, milliseconds), replayed=False)
            except IntegrityError as error:
                raise refusal_of(error) from error

        named = cast("Verb", run)
        named.name, named.in_review = name, in_review
        return named

    return decorate


def refuse_if_handed_on(seen: AnnotationSet | UUID, locked: AnnotationSet) -> None:
    """Who may change a set is asked before its row is locked, of the set as it was `seen` then."""
    if isinstance(seen, AnnotationSet) and seen.person_id != locked.person_id:
        raise NotOpen("This article was handed on to somebody else. What was marked stays; it goes on with them.")


def refuse_if_closed(locked: "Locked", *, when_submitted: bool = False, when_taken_back: bool = False) -> None:
    if locked.submitted and not when_submitted:
        raise NotOpen("This annotation set is submitted. Reopen it to change it.")
    if locked.taken_back and not when_taken_back:
        raise NotOpen("This article was taken back. What was marked stays, but takes no more changes.")


def lock_open(seen: AnnotationSet) -> AnnotationSet:
    """Lock the set's row until the transaction ends, for what is no edit but asks for a set that could be edited."""
    locked = lock(seen.pk, uuid7())
    refuse_if_handed_on(seen, locked.annotation_set)
    refuse_if_closed(locked)
    return locked.annotation_set


@dataclass(frozen=True, slots=True)
class Locked:
    annotation_set: AnnotationSet
    version: int
    submitted: bool
    taken_back: bool
    made_before: bool


@cache
def sets_as_they_stand() -> AnnotationSetQuerySet:
    """Put together once: Django takes longer for that than PostgreSQL for the answer, and every key press asks it."""
    sets = AnnotationSetQuerySet(AnnotationSet).with_version().with_submitted().with_taken_back()
    return sets.select_related("task__article")


def lock(set_id: UUID, edit_id: UUID) -> Locked:
    """Lock the set's row until the transaction ends, and read the set as it then is, with its task and article.

    `made_before` is whether this edit was made, in whatever set.
    """
    # Two statements: what a statement reads beside the row it waited for is as old as the statement itself.
    AnnotationSet.objects.select_for_update().only("pk").get(pk=set_id)
    annotation_set = sets_as_they_stand().annotate(made_before=Exists(Edit.objects.filter(pk=edit_id))).get(pk=set_id)
    return Locked(
        annotation_set,
        annotation_set.version,
        annotation_set.submitted,
        annotation_set.taken_back,
        annotation_set.made_before,  # type: ignore[attr-defined]  # annotated here alone
    )


def request_digest(name: str, request: Mapping[str, Any]) -> str:
    try:
        return hashlib.sha256(msgspec.json.encode([name, request], order="sorted")).hexdigest()
    except UnicodeEncodeError as error:
        raise Unacceptable("This request holds half a surrogate pair, which is no character.") from error


def same_request(made: Edit, set_id: UUID, by: User, digest: str) -> Edit:
    if (made.annotation_set_id, made.by_id, made.request_digest) != (set_id, by.pk, digest):
        raise OtherRequest(USED_BEFORE)
    return made


def append(draft: Draft, name: str, digest: str, result: Result, milliseconds: int | None) -> Edit:
    return Edit.objects.create(
        pk=draft.edit_id,
        annotation_set=draft.annotation_set,
        number=draft.version + 1,
        by=draft.by,
        verb=name,
        request_digest=digest,
        result=result,
        changes=draft.changes,
        undoes=draft.undoes,
        redoes=draft.redoes,
        milliseconds=milliseconds,
    )


def refusal_of(error: IntegrityError) -> Refusal:
    """Constraints are named as sentences, so that they can be said to the person."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, psycopg.errors.IntegrityError) else None
    if name == "annotation_edit_pkey":  # at the same moment, in another set
        return OtherRequest(USED_BEFORE)
    if name in {"annotation_span_pkey", "annotation_link_pkey"}:
        return AlreadyThere("This mark's id stands for another mark already. Make a new id.")
    if name == "an accepted set stays as it is":
        return NotOpen("This annotation set is accepted: it takes no more changes until a reviewer returns it.")
    if isinstance(cause, psycopg.errors.UniqueViolation):
        return AlreadyThere(f"This stands there already ({name}).")
    return Unacceptable(f"The database refuses this: {name or error}.")
