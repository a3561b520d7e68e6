from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from newsreview.annotation import editing
from newsreview.annotation.models import Span
from newsreview.annotation.refusals import AlreadyThere, Conflict, Gone, Refusal, Unacceptable, WrongQuote
from tests.annotation.hand import Hand, seen

A_CLAIM = {
    "label": "claim",
    "start": 20,
    "end": 39,
    "quote": "We asked for a week",
    "attributes": {"kind": "fact", "form": "direct"},
    "given": [],
    "note": "",
    "unsure": False,
    "origin": "own",
    "run": None,
}


def test_adding_a_span_stores_it_and_one_edit(ours: Hand) -> None:
    span, edit_id = uuid7(), uuid7()
    outcome = editing.add_span(
        **ours.whose, edit_id=edit_id, span=span, label="claim", milliseconds=1_200, **ours.at("We asked for a week")
    )
    edit = outcome.edit
    assert (outcome.replayed, edit.pk, edit.number, edit.verb, edit.by) == (False, edit_id, 1, "span.add", ours.by)
    assert (edit.result, edit.milliseconds) == ({"span": str(span), "links_added": []}, 1_200)
    assert edit.changes == [{"object": "span", "id": str(span), "before": None, "after": A_CLAIM}]
    stored = Span.objects.get(pk=span)
    assert (stored.label.key, stored.start, stored.end, stored.quote) == ("claim", 20, 39, "We asked for a week")
    assert (stored.attributes, stored.last_edit_id) == (A_CLAIM["attributes"], edit_id)


@pytest.mark.parametrize("words", ["👩‍👩‍👧", "Jonas Eék 👩‍👩‍👧, told 𝒳-Radio", "𝒳", "\n\n“We"])
def test_offsets_count_code_points(ours: Hand, words: str) -> None:
    span = ours.add("source", words)
    assert ours.annotation_set.task.article.text[span.start : span.end] == span.quote == words


def test_spans_may_nest_cross_and_touch(ours: Hand) -> None:
    for words in ("Ada Brandt, the harbour master", "Ada Brandt", "Brandt, the harbour", "said "):
        ours.add("source", words)
    ours.add("claim", "Ada Brandt")
    assert Span.objects.count() == 5


def test_answers_note_and_doubt_come_with_the_span(ours: Hand) -> None:
    span = ours.add("source", "Ada Brandt", attributes={"who": "Ada Brandt"}, note="Spelt so.", unsure=True)
    assert (span.attributes, span.note, span.unsure) == ({"who": "Ada Brandt"}, "Spelt so.", True)


def test_an_answer_of_none_takes_the_default_away(ours: Hand) -> None:
    assert ours.add("claim", "They gave us a day", attributes={"kind": None}).attributes == {"form": "direct"}


@pytest.mark.parametrize(
    ("request_", "refusal", "says"),
    [
        ({"start": -1}, Unacceptable, "A span cannot start before the text: start is -1."),
        ({"start": 18, "end": 18}, Unacceptable, "A span must end after its start: start is 18, end is 18."),
        ({"start": True}, Unacceptable, "The start of a span must be a whole number, not True."),
        ({"end": 10_000}, Unacceptable, "The span ends at 10000, but the text has only 215 characters."),
        ({"end": 2**40}, Unacceptable, "The span ends at 1099511627776, but the text has only 215 characters."),
        ({"quote": "Ferry Talks"}, WrongQuote, "The text at [0, 11) is “Ferry talks”, not “Ferry Talks”."),
        ({"label": "weather"}, Unacceptable, "There is no span label “weather” in News marks v1."),
        ({"label": "via"}, Unacceptable, "There is no span label “via” in News marks v1."),
        ({"attributes": {"mood": "dark"}}, Unacceptable, "The label “heading” has no attribute “mood”."),
        (
            {"attributes": {"type": "caption"}},
            Unacceptable,
            "“heading.type” is one of headline, standfirst, subhead; not 'caption'.",
        ),
        ({"attributes": {"type": ["headline"]}}, Unacceptable, None),
        ({"note": "x" * 5_001}, Unacceptable, "A note is a text of at most 5000 characters."),
        (
            {"note": "a\x00b"},
            Unacceptable,
            "A note holds a character that cannot be stored (NUL or half a surrogate pair).",
        ),
        ({"note": "\ud83d"}, Unacceptable, "This request holds half a surrogate pair, which is no character."),
    ],
)
def test_refusals_of_a_span(ours: Hand, request_: dict[str, Any], refusal: type[Refusal], says: str | None) -> None:
    good: dict[str, Any] = {"label": "heading", "start": 0, "end": 11, "quote": "Ferry talks"}
    with pytest.raises(refusal) as refused:
        editing.add_span(**ours.whose, span=uuid7(), **(good | request_))
    assert type(refused.value) is refusal
    if says:
        assert str(refused.value) == says
    assert (ours.version, Span.objects.count()) == (0, 0)


def test_the_same_mark_is_made_once(ours: Hand) -> None:
    ours.add("claim", "They gave us a day")
    with pytest.raises(AlreadyThere, match="This stands there already"):
        ours.add("claim", "They gave us a day")
    assert ours.version == 1


def test_a_span_id_stands_for_one_span(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    with pytest.raises(AlreadyThere, match="This mark's id stands for another mark already"):
        editing.add_span(**ours.whose, span=span.pk, label="claim", **ours.at("We asked"))


def test_nothing_lies_inside_boilerplate(ours: Hand) -> None:
    ours.add("boilerplate", "Leave a comment")
    with pytest.raises(Unacceptable, match="This lies inside boilerplate, where no claim is marked"):
        ours.add("claim", "a comment")
    ours.add("claim", "since May.\n\n")  # it ends where the boilerplate starts


def test_boilerplate_is_not_laid_over_marks_unseen(ours: Hand) -> None:
    ours.add("claim", "a comment")
    with pytest.raises(Conflict, match="A claim lies here, and nothing may lie inside boilerplate: “a comment”"):
        ours.add("boilerplate", "Leave a comment")


def test_a_retired_label_is_not_given_but_stays(ours: Hand) -> None:
    claim, heading = ours.add("claim", "They gave us a day"), ours.add("heading", "Ferry talks stall")
    ours.annotation_set.label_set_version.labels.filter(key="claim").update(retired=True)
    for give in (
        lambda: ours.add("claim", "We asked"),
        lambda: ours.relabel(heading, "claim"),
        lambda: ours.mark("claim", "Leave a comment"),
    ):
        with pytest.raises(Unacceptable, match="The label “claim” is retired: it is not given any more"):
            give()
    ours.set(claim, "kind", "view")
    ours.remove(claim)
    ours.undo()
    assert Span.objects.get(pk=claim.pk).attributes["kind"] == "view"


def test_moving_a_span(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    outcome = ours.move(span, "gave us")
    moved = Span.objects.get(pk=span.pk)
    assert (moved.start, moved.end, moved.quote) == (85, 92, "gave us")
    [change] = outcome.edit.changes
    assert (change["before"]["quote"], change["after"]["quote"]) == ("They gave us a day", "gave us")
    assert outcome.edit.result == {"span": str(span.pk)}


def test_moving_computes_the_form_anew(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    ours.move(span, "the harbour master. “They gave us a day")
    assert Span.objects.get(pk=span.pk).attributes["form"] == "mixed"


def test_a_form_given_by_hand_stays_until_it_is_taken_back(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day", attributes={"form": "paraphrase"})
    ours.move(span, "gave us")
    span.refresh_from_db()
    assert (span.attributes["form"], span.given) == ("paraphrase", ["form"])
    ours.set(span, "form", None)
    span.refresh_from_db()
    assert (span.attributes["form"], span.given) == ("direct", [])


def test_a_span_is_not_moved_into_boilerplate_or_onto_its_like(ours: Hand) -> None:
    ours.add("boilerplate", "Leave a comment")
    claim, _ = ours.add("claim", "We asked for a week"), ours.add("claim", "They gave us a day")
    with pytest.raises(Unacceptable, match="This lies inside boilerplate"):
        ours.move(claim, "comment")
    with pytest.raises(AlreadyThere, match="This stands there already"):
        ours.move(claim, "They gave us a day")


def test_what_was_changed_meanwhile_is_a_conflict(ours: Hand, theirs: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    stale = seen(span)
    theirs.set(span, "kind", "view")
    for act in (
        lambda: ours.move(span, "gave us", **stale),
        lambda: ours.relabel(span, "source", **stale),
        lambda: ours.set(span, "kind", "aim", **stale),
        lambda: ours.remove(span, **stale),
        lambda: ours.set(span, "kind", "aim", seen=uuid7()),
    ):
        with pytest.raises(Conflict, match="This span was changed meanwhile") as refused:
            act()
        assert (refused.value.status, refused.value.code) == (409, "conflict")
    assert (ours.version, Span.objects.get(pk=span.pk).attributes["kind"]) == (2, "view")


def test_what_was_removed_meanwhile_is_gone(ours: Hand, theirs: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    stale = seen(span)
    theirs.remove(span)
    for act in (
        lambda: ours.move(span, "gave us", **stale),
        lambda: ours.relabel(span, "source", **stale),
        lambda: ours.set(span, "note", "hm", **stale),
        lambda: ours.remove(span, **stale),
    ):
        with pytest.raises(Gone, match="This span is not there any more") as refused:
            act()
        assert (refused.value.status, refused.value.code) == (409, "gone")


def test_an_edit_that_changed_nothing_is_still_known_to_its_sender(ours: Hand, theirs: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    first = seen(span)["seen"]
    nothing = ours.set(span, "kind", "fact")
    assert (nothing.edit.changes, nothing.edit.number, seen(span)["seen"]) == ([], 2, first)
    ours.set(span, "kind", "aim", seen=nothing.edit.pk)  # queued behind it, before its answer came
    theirs.set(span, "kind", "view")
    with pytest.raises(Conflict):
        ours.set(span, "kind", "fact", seen=nothing.edit.pk)


def test_an_edit_of_something_else_is_no_knowledge_of_a_span(ours: Hand, theirs: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    theirs.set(span, "kind", "view")
    elsewhere: UUID = ours.add("source", "Ada Brandt").last_edit_id
    with pytest.raises(Conflict):
        ours.set(span, "kind", "aim", seen=elsewhere)
