"""Publishing the next version: its page says what it touches, and does with drafts what was chosen."""

import pytest
from django.urls import reverse

from newsreview.annotation import moving_on, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting
from newsreview.labels.models import LabelSetVersion
from newsreview.web.desk import Desk, set_of
from tests.annotation.hand import Hand
from tests.working import carry_out_jobs

PAGE = "/projects/ferry/label-versions/2/publication/"
PROGRESS = "/projects/ferry/label-versions/2/move/"


@pytest.fixture
def newer(project) -> LabelSetVersion:
    """Without headings and promotion, which the annotator's draft has."""
    version = drafting.begin_next_version(label_set=project.label_set_version.label_set)
    heading, boilerplate = version.labels.get(key="heading"), version.labels.get(key="boilerplate")
    heading.retired = True
    drafting.put_label(label=heading)
    types = boilerplate.attributes.get()
    types.values = [value for value in types.values if value["key"] != "promotion"]
    drafting.put_attribute(attribute=types)
    return version


@pytest.fixture
def hand(draft, annotator) -> Hand:
    made = Hand(draft, annotator)
    made.add("heading", "Ferry talks stall")
    made.add("boilerplate", "Leave a comment", attributes={"type": "promotion"})
    return made


@pytest.fixture
def client(sign_in, manager):
    return sign_in(manager)


def said(hand: Hand) -> list[tuple[str, object]]:
    spans = hand.annotation_set.spans.select_related("label")
    return [(span.label.key, span.attributes.get("type")) for span in spans]


def version_of(hand: Hand) -> int:
    return AnnotationSet.objects.get(pk=hand.annotation_set.pk).label_set_version.number


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_no_more_for_more_drafts(
    client, newer, project, make_task, annotator, django_assert_num_queries, rows
):
    claim = newer.labels.get(key="claim").attributes.get(key="kind")
    claim.values = claim.values[:1]
    drafting.put_attribute(attribute=claim)
    for n in range(rows):
        mine = Hand(taking.take(task=make_task(f"Ferry {n} sails."), person=annotator), annotator)
        mine.add("claim", "sails", attributes={"kind": ["aim", "view", "aim"][n]})
        mine.add("heading", f"Ferry {n}")

    with django_assert_num_queries(22):
        page = client.get(PAGE)
    assert len(page.context["form"].fields) == {1: 2, 3: 3}[rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_progress_asks_no_more_for_more_drafts(
    client, newer, project, make_task, annotator, django_assert_num_queries, rows
):
    for n in range(rows):
        Hand(taking.take(task=make_task(f"Ferry {n} sails."), person=annotator), annotator).add("heading", f"Ferry {n}")
    client.post(PAGE, {"heading": "-stay"})
    carry_out_jobs()

    with django_assert_num_queries(9):
        assert client.get(PROGRESS).text.count("It uses heading.") == rows


def test_the_page_says_what_is_touched(client, newer, hand):
    page = client.get(PAGE)

    assert [str(field.label) for field in page.context["form"]] == [
        "1 mark uses “boilerplate.type.promotion”",
        "1 mark uses “heading”",
    ]
    assert page.context["changes"] == [
        "“boilerplate.type” (values)",
        "“heading” (retired)",
    ]
    assert (page.context["projects"], page.context["drafts"]) == (1, 1)


@pytest.mark.parametrize(
    ("heading", "promotion", "version", "after"),
    [
        ("-leave", "other", 2, [("heading", None), ("boilerplate", "other")]),
        ("source", "-take-back", 2, [("source", None), ("boilerplate", None)]),
        ("-stay", "other", 1, [("heading", None), ("boilerplate", "promotion")]),
        ("-leave", "-stay", 1, [("heading", None), ("boilerplate", "promotion")]),
    ],
)
def test_drafts_move_as_was_chosen(client, newer, hand, project, heading, promotion, version, after):
    answer = client.post(PAGE, {"heading": heading, "boilerplate.type.promotion": promotion}, follow=True)
    assert "News marks v2 is published." in answer.text
    assert "0 of 1 draft has moved" in answer.text

    carry_out_jobs()
    answer = client.get(PROGRESS)
    project.refresh_from_db()
    assert (project.label_set_version, version_of(hand), said(hand)) == (newer, version, after)
    assert ("1 draft has moved to this version." in answer.text) is (version == 2)
    assert ("1 draft keeps an earlier version." in answer.text) is (version == 1)
    assert ("of Annotator: It uses" in answer.text) is (version == 1)
    assert "hx-trigger" not in answer.text


def test_drafts_that_were_left_behind_move_later(client, newer, hand):
    client.post(PAGE, {"heading": "-stay", "boilerplate.type.promotion": "-stay"})
    carry_out_jobs()
    client.post(PAGE, {"heading": "-leave", "boilerplate.type.promotion": "other"})
    carry_out_jobs()

    assert version_of(hand) == 2


def test_what_contradicts_itself_is_not_published(client, newer, hand):
    newer.labels.filter(key="claim").update(shortcut="u")
    answer = client.post(PAGE, {"heading": "-leave", "boilerplate.type.promotion": "other"})

    assert answer.status_code == 422
    assert "The key “u” of label “claim” is reserved" in answer.text
    assert not LabelSetVersion.objects.get(pk=newer.pk).is_published


def test_what_begins_to_contradict_itself_at_this_moment_is_not_published(client, newer, hand, monkeypatch):
    def overtaken(**request):
        newer.labels.filter(key="claim").update(shortcut="u")
        return publish_next(**request)

    publish_next = moving_on.publish_next
    monkeypatch.setattr(moving_on, "publish_next", overtaken)
    answer = client.post(PAGE, {"heading": "-leave", "boilerplate.type.promotion": "other"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["__all__"] == ["The key “u” of label “claim” is reserved: choose another."]


def test_a_screen_is_drawn_while_its_draft_moves(newer, hand, annotator, manager):
    hand.link("attributed_to", hand.add("claim", "They gave us a day"), hand.add("source", "the harbour master"))
    hand.say("origin", {"kind": "own_report"})
    task = hand.annotation_set.task
    in_text, in_links, asked = (Desk(task, set_of(task, person_id=annotator.pk), editable=True) for _ in range(3))
    assert [len(desk.labels) for desk in (in_text, in_links, asked)] == [8, 8, 8]
    moving_on.publish_next(version=newer, by=manager, becomes={"boilerplate.type.promotion": "other"}, stay=[])
    carry_out_jobs()

    assert {mark.label.version_id for mark in in_text.marks} == {newer.pk}
    assert [link.label.version_id for link in in_links.links] == [newer.pk]
    [(_, [kind, *_])] = asked.article_questions
    assert kind.said == "own report"


def test_a_use_that_nobody_was_asked_about_is_asked_first(client, newer, draft, annotator):
    client.get(PAGE)
    Hand(draft, annotator).add("heading", "Ferry talks stall")
    answer = client.post(PAGE, {})

    assert (answer.status_code, answer.context["form"].errors) == (422, {"heading": ["This field is required."]})


def test_there_is_no_version_that_is_not_there(client, project):
    assert client.get(reverse("label-publication", args=["ferry", 7])).status_code == 404
