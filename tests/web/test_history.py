"""The journal of an annotation set, as people read it."""

from collections.abc import Callable
from html import unescape
from re import findall, sub

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.carrying_over import carry_over
from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting
from newsreview.labels.publishing import publish
from newsreview.web import history
from tests.annotation.hand import Hand
from tests.web.test_untrusted_words import Elements

CLAIM, SHORT, SOURCE = "We asked for a week", "asked for a week", "Ada Brandt, the harbour master"


@pytest.fixture
def mine(draft: AnnotationSet, annotator: User) -> Hand:
    return Hand(draft, annotator)


@pytest.fixture
def read(sign_in: Callable[[User], Client], reviewer: User, draft: AnnotationSet) -> Callable[..., list[str]]:
    """Each entry as the reviewer reads it, without when and by whom."""

    def entries(**query: str) -> list[str]:
        page = sign_in(reviewer).get(reverse("set-history", args=[draft.pk]), query).text
        found = findall(r"<time.*?</time>(.*?)</ul>", page, flags=16)
        return [" ".join(unescape(sub(r"<[^>]*>", " ", entry)).split()) for entry in found]

    return entries


def test_every_edit_is_told_in_words(
    mine: Hand, read: Callable[..., list[str]], colleague: User, manager: User
) -> None:
    claim, source = mine.add("claim", CLAIM, infer=False), mine.add("source", SOURCE, infer=False)
    link = mine.link("attributed_to", claim, source)
    mine.move(claim, SHORT)
    mine.set(source, "who", "Ada Brandt")
    mine.set(source, "unsure", value=True)
    mine.set(source, "note", "Who else?")
    mine.remove_link(link)
    mine.relabel(source, "heading")
    mine.remove(source)
    mine.say("origin", {"kind": "unclear"})
    mine.say("origin", None)
    mine.submit()
    mine.reopen()
    taking.hand_on(annotation_set=mine.annotation_set, by=manager, to=colleague.pk)

    assert read() == [
        "Manager handed on to Colleague",
        "Annotator reopened",
        "Annotator submitted",
        "Annotator article: origin taken back",
        "Annotator article: origin answered kind: unclear",
        f"Annotator heading removed {SOURCE}",
        f"Annotator source is now heading {SOURCE}",
        f"Annotator link “attributed to” removed {SHORT} → {SOURCE}",
        f"Annotator source answered {SOURCE} note: Who else?",
        f"Annotator source answered {SOURCE} unsure",
        f"Annotator source answered {SOURCE} who: Ada Brandt",
        f"Annotator claim moved {CLAIM} → {SHORT}",
        f"Annotator link “attributed to” made {SHORT} → {SOURCE} carried over: no",
        f"Annotator source marked {SOURCE}",
        f"Annotator claim marked {CLAIM} form: direct kind: fact",
    ]


def test_undone_edits_are_shown_as_such(mine: Hand, read: Callable[..., list[str]]) -> None:
    mine.add("claim", CLAIM, infer=False)
    marked, removed = f"claim marked {CLAIM} form: direct kind: fact", f"claim removed {CLAIM}"

    mine.undo()
    assert read() == [f"Annotator undoes 1 {removed}", f"Annotator undone {marked}"]
    mine.redo()
    assert read()[::2] == [f"Annotator does 1 again {marked}", f"Annotator {marked}"]
    mine.undo()
    assert read()[::3] == [f"Annotator undoes 1 {removed}", f"Annotator undone {marked}"]


def test_a_draft_that_was_carried_over_says_so(mine: Hand, read: Callable[..., list[str]], manager: User) -> None:
    mine.add("heading", "Ferry talks stall", infer=False)
    newer = drafting.begin_next_version(label_set=mine.annotation_set.label_set_version.label_set)
    publish(version=newer, by=manager)
    carry_over(annotation_set=mine.annotation_set, by=manager, version=newer.pk, becomes={"heading": "source"}, stay=[])

    told = "Manager carried over to newer labels heading is now source Ferry talks stall"
    assert read()[0].startswith(told)


def test_what_the_app_computed_is_told_as_that(mine: Hand, read: Callable[..., list[str]]) -> None:
    claim = mine.add("claim", "the crossing had lost 1,200 passengers", infer=False)
    mine.link("attributed_to", claim, mine.add("source", "Jonas Eék", infer=False))

    assert "by itself" in read()[0]


def test_it_comes_in_pages(monkeypatch: pytest.MonkeyPatch, mine: Hand, read: Callable[..., list[str]]) -> None:
    assert read() == []
    monkeypatch.setattr(history, "ROWS", 2)
    for words in (CLAIM, SOURCE, "Leave a comment"):
        mine.add("claim", words, infer=False)

    told = [read(), read(before="2"), read(before="x"), read(before="1")]
    assert [len(entries) for entries in told] == [2, 1, 2, 0]


def test_its_person_goes_back_to_an_earlier_step(
    mine: Hand, sign_in: Callable[[User], Client], annotator: User, reviewer: User
) -> None:
    mine.add("claim", CLAIM, infer=False)
    mine.add("source", SOURCE, infer=False)
    page, going_back = (reverse(f"set-{name}", args=[mine.annotation_set.pk]) for name in ("history", "restoration"))
    own, others = sign_in(annotator), sign_in(reviewer)
    assert [client.get(page).text.count("Restore to here") for client in (own, others)] == [1, 0]

    step = {"to": "1", "base": "2"}
    assert [others.post(going_back, step).status_code, own.post(going_back, {}).status_code] == [403, 400]
    assert "Everything stands as after step 1." in own.post(going_back, step, follow=True).text
    assert own.post(going_back, step).status_code == 409
    assert [span.quote for span in mine.annotation_set.spans.all()] == [CLAIM]


def test_words_stay_words(attacked: AnnotationSet, sign_in: Callable[[User], Client], annotator: User) -> None:
    shown = Elements(sign_in(annotator).get(reverse("set-history", args=[attacked.pk])).text)

    assert list(shown.faults()) == []
    assert "onerror=alert(1)" in shown.words
