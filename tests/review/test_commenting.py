"""What is said of a set, and whom it means."""

from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import submitting
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import NotOpen, OtherRequest, Unacceptable
from newsreview.offsets import Offsets
from newsreview.review import commenting
from newsreview.review.mentioning import meant
from newsreview.review.models import About, Comment, Mention, Thread
from tests.annotation.hand import Hand

ADA, ANA, ADAM, MAIL = (UUID(int=number) for number in range(4))
NAMES = {ADA: "Ada Brandt", ANA: "Ana Ruiz", ADAM: "Ada Okafor", MAIL: "desk@example.org"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("@Ana, is this one?", {ANA}),
        ("Ask @ana ruiz.", {ANA}),
        ("(@ANA)", {ANA}),
        ("@Ada knows", set()),
        ("@Ada Brandt and @Ada Okafor know", {ADA, ADAM}),
        ("@Anabel", set()),
        ("mail@ana", set()),
        ("@desk@example.org", {MAIL}),
        ("Ana", set()),
        ("@", set()),
    ],
)
def test_a_name_after_an_at_means_whoever_alone_is_called_so(text: str, people: set[UUID]) -> None:
    assert meant(text, NAMES) == people


def test_nobody_is_meant_where_nobody_reads() -> None:
    assert meant("@Ana", {}) == meant("@ ", {ADA: " "}) == set()


def test_a_comment_names_its_readers_once(
    handed_in: AnnotationSet, annotator: User, reviewer: User, manager: User
) -> None:
    thread = uuid7()
    readers = access.readers_of(handed_in)
    assert set(readers) == {annotator, reviewer, manager}
    text = "@Annotator, @manager and @colleague: @Annotator says so. @Reviewer"
    for _ in range(2):
        commenting.begin(annotation_set=handed_in, by=reviewer, thread=thread, text=text, readers=readers)

    assert set(Mention.objects.values_list("person", flat=True)) == {annotator.pk, manager.pk, reviewer.pk}
    assert set(Mention.objects.values_list("comment__text", flat=True)) == {text}


@pytest.mark.parametrize("other", ["set", "person", "text", "stretch"])
def test_an_id_that_stands_for_something_else_says_nothing_unheard(
    handed_in: AnnotationSet, reviewer: User, manager: User, other: str
) -> None:
    """C5."""
    asked: dict[str, Any] = {"annotation_set": handed_in, "by": reviewer, "text": "Whose?", "stretch": Offsets(20, 39)}
    elsewhere = AnnotationSet.objects.create(
        task=handed_in.task, kind="model", label_set_version=handed_in.label_set_version
    )
    others: dict[str, Any] = {"set": {"annotation_set": elsewhere}, "person": {"by": manager}}
    others |= {"text": {"text": "Hers?"}, "stretch": {"stretch": Offsets(20, 38)}}
    thread, answer = uuid7(), uuid7()
    talk = commenting.begin(**asked, thread=thread)
    commenting.answer(thread=talk, by=reviewer, comment=answer, text="Hers.")

    with pytest.raises(OtherRequest):
        commenting.begin(**(asked | others[other]), thread=thread)
    with pytest.raises(OtherRequest):
        commenting.answer(thread=talk, by=reviewer, comment=answer, text="His.")
    assert [comment.text for comment in talk.comments.all()] == ["Whose?", "Hers."]


def test_a_request_sent_again_when_its_mark_has_moved_is_the_same(handed_in: AnnotationSet, reviewer: User) -> None:
    span = handed_in.spans.get(label__key="claim")
    asked: dict[str, Any] = {"annotation_set": handed_in.pk, "by": reviewer, "thread": uuid7(), "text": "Shorter."}
    asked |= {"about": About.SPAN, "object_id": span.pk}
    first = commenting.request_change(**asked)
    Hand(handed_in, reviewer).move(span, "They gave us")

    assert commenting.request_change(**asked) == first
    with pytest.raises(OtherRequest):
        commenting.request_change(**(asked | {"rule": "4.1"}))


def test_a_talk_about_a_stretch_is_answered_and_ends(handed_in: AnnotationSet, annotator: User, reviewer: User) -> None:
    say: dict[str, Any] = {"annotation_set": handed_in, "by": reviewer, "thread": uuid7()}
    talk = commenting.begin(**say, text="Whose words?", stretch=Offsets(20, 39))
    answer = uuid7()
    for _ in range(2):
        commenting.answer(thread=talk, by=annotator, comment=answer, text="Hers.")

    assert [(said.by, said.text) for said in Comment.objects.filter(thread=talk)] == [
        (reviewer, "Whose words?"),
        (annotator, "Hers."),
    ]
    assert (talk.start, talk.end, talk.asks_for_change) == (20, 39, False)
    assert Thread.objects.open().beside_marks().get() == talk
    commenting.resolve(thread=talk, by=annotator)
    assert not Thread.objects.open().exists()


def test_what_is_asked_for_is_settled_by_whoever_has_the_set(
    handed_in: AnnotationSet, annotator: User, reviewer: User
) -> None:
    span = handed_in.spans.get(label__key="claim")
    asked = [
        commenting.request_change(
            annotation_set=handed_in.pk, by=reviewer, thread=uuid7(), about=About.SPAN, object_id=span.pk, text=text
        )
        for text in ("Shorter?", "Longer?")
    ]
    with pytest.raises(NotOpen, match="is with its reviewers"):
        commenting.resolve(thread=asked[0], by=annotator)
    assert Thread.objects.asking().count() == 2

    commenting.resolve(thread=asked[0], by=reviewer)
    submitting.reopen(annotation_set=handed_in, by=annotator)
    commenting.resolve(thread=asked[1], by=annotator)
    assert not Thread.objects.open().exists()


def test_a_comment_about_a_mark_asks_for_nothing(handed_in: AnnotationSet, reviewer: User) -> None:
    span = handed_in.spans.get(label__key="claim")
    say: dict[str, Any] = {"annotation_set": handed_in, "by": reviewer, "thread": uuid7()}
    talk = commenting.begin(**say, text="Well cut.", mark=(About.SPAN, span.pk))

    assert (talk.object_id, talk.start, talk.end) == (span.pk, span.start, span.end)
    assert [Thread.objects.open().count(), Thread.objects.asking().count()] == [1, 0]
    assert not Thread.objects.beside_marks().exists()


@pytest.mark.parametrize(("text", "stretch"), [(" ", None), ("?", Offsets(0, 100_000))])
def test_a_comment_says_something_of_what_is_there(
    handed_in: AnnotationSet, reviewer: User, text: str, stretch: Offsets | None
) -> None:
    with pytest.raises(Unacceptable):
        commenting.begin(annotation_set=handed_in, by=reviewer, thread=uuid7(), text=text, stretch=stretch)
    assert Thread.objects.count() == 0
