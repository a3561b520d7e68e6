"""Answers to what labels ask, and what becomes of them when a span gets another label."""

from typing import Any

import pytest

from newsreview.annotation.models import Link, Span
from newsreview.annotation.refusals import Unacceptable
from newsreview.labels.models import Attribute
from tests.annotation.hand import Hand


@pytest.mark.parametrize(
    ("attr", "value", "stored"),
    [
        ("kind", "aim", {"attributes": {"kind": "aim", "form": "direct"}}),
        ("kind", None, {"attributes": {"form": "direct"}}),
        ("form", "mixed", {"attributes": {"kind": "fact", "form": "mixed"}, "given": ["form"]}),
        ("form", None, {"attributes": {"kind": "fact", "form": "direct"}, "given": []}),
        ("note", "Ask Ada.", {"note": "Ask Ada."}),
        ("note", None, {"note": ""}),
        ("unsure", True, {"unsure": True}),
    ],
)
def test_setting_answers(ours: Hand, attr: str, value: Any, stored: dict[str, Any]) -> None:
    span = ours.add("claim", "They gave us a day")
    outcome = ours.set(span, attr, value)
    assert outcome.edit.result == {"span": str(span.pk), "attr": attr}
    span.refresh_from_db()
    assert {name: getattr(span, name) for name in stored} == stored


@pytest.mark.parametrize(
    ("attr", "value", "says"),
    [
        ("kind", "rumour", "“claim.kind” is one of fact, aim, view; not 'rumour'."),
        ("kind", True, "“claim.kind” is one of fact, aim, view; not True."),
        ("form", "sung", "“claim.form” is one of direct, mixed, paraphrase, narrator; not 'sung'."),
        ("mood", "dark", "The label “claim” has no attribute “mood”."),
        ("check_worthy", True, "The label “claim” has no attribute “check_worthy”."),  # it is not asked
        ("note", False, "A note is a text of at most 5000 characters."),
        ("unsure", "yes", "“unsure” is true or false; not 'yes'."),
        ("unsure", None, "“unsure” is true or false; not None."),
    ],
)
def test_refused_answers(ours: Hand, attr: str, value: Any, says: str) -> None:
    span = ours.add("claim", "They gave us a day")
    with pytest.raises(Unacceptable) as refused:
        ours.set(span, attr, value)
    assert (str(refused.value), refused.value.status) == (says, 422)


@pytest.mark.parametrize("value", ["", "  ", "x" * 501, "a\x00b", 7, True])
def test_texts_have_one_to_five_hundred_characters(ours: Hand, value: Any) -> None:
    span = ours.add("source", "Ada Brandt")
    with pytest.raises(Unacceptable, match=r"“source\.who” "):
        ours.set(span, "who", value)
    ours.set(span, "who", "é" * 500)


def test_a_question_that_is_switched_on_is_asked(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    Attribute.objects.filter(key="check_worthy").update(enabled=True)
    ours.set(span, "check_worthy", value=False)
    with pytest.raises(Unacceptable, match=r"“claim\.check_worthy” is true or false; not 'no'"):
        ours.set(span, "check_worthy", "no")


def test_another_label_keeps_only_answers_that_it_knows(ours: Hand) -> None:
    span = ours.add("boilerplate", "Ferry talks stall", attributes={"type": "caption"}, note="Printed twice.")
    ours.relabel(span, "heading")  # which has types too, but no such type
    span.refresh_from_db()
    assert (span.label.key, span.attributes, span.note) == ("heading", {}, "Printed twice.")


def test_another_label_brings_its_defaults_and_form(ours: Hand) -> None:
    span = ours.add("source", "Ada Brandt", attributes={"who": "Ada Brandt"})
    ours.relabel(span, "claim")
    span.refresh_from_db()
    assert (span.attributes, span.given) == ({"kind": "fact", "form": "narrator"}, [])


def test_the_same_label_again_changes_nothing(ours: Hand) -> None:
    span = ours.add("claim", "They gave us a day")
    ours.set(span, "kind", None)
    outcome = ours.relabel(span, "claim")
    assert (outcome.edit.changes, outcome.edit.result) == ([], {"span": str(span.pk), "links_removed": []})
    assert Span.objects.get(pk=span.pk).attributes == {"form": "direct"}


def test_another_label_loses_the_links_that_do_not_fit_it(ours: Hand) -> None:
    told, ada, radio = ours.add("claim", "the crossing"), ours.add("source", "Jonas"), ours.add("source", "𝒳-Radio")
    asked = ours.link("attributed_to", told, ada)
    relay = ours.link("via", ada, radio)
    outcome = ours.relabel(ada, "claim")
    assert set(outcome.edit.result["links_removed"]) == {str(asked.pk), str(relay.pk)}
    assert Link.objects.count() == 0
    told.refresh_from_db()
    assert told.attributes["form"] == "narrator"
    ours.undo()
    told.refresh_from_db()
    assert (Link.objects.count(), told.attributes["form"]) == (2, "paraphrase")


def test_a_label_is_not_put_where_another_excludes_it(ours: Hand) -> None:
    heading, _ = ours.add("heading", "Leave a comment"), ours.add("claim", "a comment")
    with pytest.raises(Unacceptable, match="There is no span label “via”"):
        ours.relabel(heading, "via")
    with pytest.raises(Exception, match="A claim lies here") as refused:
        ours.relabel(heading, "boilerplate")
    assert getattr(refused.value, "status", None) == 409


def test_removing_a_span_takes_its_links_along(ours: Hand) -> None:
    told, jonas, radio = ours.add("claim", "the crossing"), ours.add("source", "Jonas"), ours.add("source", "𝒳-Radio")
    links = [ours.link("attributed_to", told, jonas), ours.link("via", jonas, radio)]
    outcome = ours.remove(jonas)
    assert sorted(outcome.edit.result["links_removed"]) == sorted(str(link.pk) for link in links)
    kinds = [(change["object"], change["after"] is None) for change in outcome.edit.changes]
    assert kinds == [("link", True), ("link", True), ("span", False), ("span", True)]
    told.refresh_from_db()
    assert told.attributes["form"] == "narrator"
