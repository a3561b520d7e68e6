"""What people are told when something was done, at the doors where it is done; and how they read it."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting, guideline_text
from newsreview.notices.models import Digest, Notice
from newsreview.review.models import Acceptance
from tests.annotation.hand import Hand


@pytest.fixture
def handed_in(draft: AnnotationSet, annotator) -> AnnotationSet:
    hand = Hand(draft, annotator)
    hand.add("claim", "They gave us a day")
    hand.submit()
    type(draft.task.article).objects.update(first_line="Ferry talks stall")
    return draft


def read(client: Client) -> str:
    return " ".join(client.get("/notices/").text.split())


def give_back(client: Client, annotation_set: AnnotationSet, edit: UUID, note: str) -> Any:
    return client.post(reverse("review-return", args=[annotation_set.pk]), {"id": str(edit), "text": note})


def test_a_set_that_came_back_is_told_once_with_its_note(handed_in, sign_in, reviewer, annotator):
    edit = uuid7()
    for _ in range(2):
        give_back(sign_in(reviewer), handed_in, edit, "Shorter, <please>.")

    page = read(sign_in(annotator))
    assert "Reviewer returned “Ferry talks stall”." in page
    assert "Shorter, &lt;please&gt;." in page
    assert (Notice.objects.count(), Notice.objects.get().cause) == (1, edit)


def test_what_is_refused_is_not_told(handed_in, sign_in, reviewer):
    assert give_back(sign_in(reviewer), handed_in, uuid7(), "").status_code == 422
    assert sign_in(reviewer).post(reverse("review-acceptance", args=[handed_in.pk]), {"base": "1"}).status_code == 409
    assert Notice.objects.count() == 0


def test_an_accepted_set_is_told(handed_in, sign_in, reviewer, annotator):
    sign_in(reviewer).post(reverse("review-acceptance", args=[handed_in.pk]), {"base": "2"})

    assert (Acceptance.objects.count(), Notice.objects.get().kind) == (1, "accepted")
    assert "Reviewer accepted “Ferry talks stall”." in read(sign_in(annotator))


def test_whoever_is_asked_for_in_a_request_is_told(handed_in, sign_in, reviewer, annotator):
    span = handed_in.spans.get()
    asked = {"about": "span", "item": str(span.pk), "seen": str(span.last_edit_id), "text": "@Annotator, shorter?"}
    sign_in(reviewer).post(reverse("review-request", args=[handed_in.pk]), asked | {"id": str(uuid7())})

    own = sign_in(annotator)
    assert "Reviewer mentioned you at “Ferry talks stall”." in read(own)
    opened = own.post(f"/notices/{Notice.objects.get().pk}/")
    assert opened.headers["Location"] == f"{reverse('task', args=[handed_in.task_id])}?span={span.pk}"


def test_a_mention_leads_a_reviewer_to_the_review_and_the_annotator_to_where_a_link_begins(
    draft, sign_in, reviewer, manager, annotator
):
    hand = Hand(draft, annotator)
    claim = hand.add("claim", "They gave us a day", infer=False)
    link = hand.link("attributed_to", claim, hand.add("source", "Ada Brandt", infer=False))
    hand.submit()
    asked = {"about": "link", "item": str(link.pk), "seen": str(link.last_edit_id), "rule": "4.1"}
    asked |= {"text": "@Annotator, @Manager: whose?", "id": str(uuid7())}
    sign_in(reviewer).post(reverse("review-request", args=[draft.pk]), asked)

    def led_to(person) -> str:
        notice = Notice.objects.get(person=person)
        return str(sign_in(person).post(f"/notices/{notice.pk}/").headers["Location"])

    assert led_to(manager) == f"{reverse('review', args=[draft.pk])}?item={link.pk}"
    assert led_to(annotator) == f"{reverse('task', args=[draft.task_id])}?span={claim.pk}"


def test_dealing_out_is_told(make_task, sign_in, manager, annotator, project):
    tasks = [make_task(f"Article {n}.") for n in range(2)]
    given = {"do": "deal", "tasks": [task.pk for task in tasks], "people": [annotator.pk]}
    sign_in(manager).post("/projects/ferry/dealing/", given)

    assert "Manager dealt you 2 articles of Ferry." in read(sign_in(annotator))


def test_a_published_rule_is_shown_as_it_was_and_as_it_is(sign_in, manager, annotator, project):
    newer = drafting.begin_next_version(label_set=project.label_set_version.label_set)
    rule = newer.guideline["sections"][0]["rules"][0]
    was, rule["text"] = rule["text"], "Read it twice."
    drafting.write_guideline(version=newer, guideline=newer.guideline)
    client = sign_in(manager)
    for _ in range(2):  # the second time it moves what was left, and is no news
        client.post("/projects/ferry/label-versions/2/publication/", {})

    notice = Notice.objects.get()
    assert (notice.person, notice.said["rules"]) == (
        annotator,
        [{"number": rule["number"], "before": was, "after": "Read it twice."}],
    )
    assert "A rule of News marks v2 changed." in read(sign_in(annotator))


def test_a_rule_that_is_added_to_what_is_published_is_news(sign_in, manager, annotator, project):
    version = project.label_set_version
    section = version.guideline["sections"][-1]
    section["rules"].append({"number": f"{section['number']}.99", "text": "Brand new.", "right": [], "wrong": []})
    text = guideline_text.written(version.guideline)
    sign_in(manager).post("/projects/ferry/guideline/text/", {"text": text})

    assert Notice.objects.get().said["rules"] == [
        {"number": f"{section['number']}.99", "before": "", "after": "Brand new."}
    ]


def tell(person, by, project, **more: Any) -> Notice:
    return Notice.objects.create(person=person, kind="dealt_out", by=by, project=project, said={"articles": 2}, **more)


def test_reading_one_leads_to_its_place_and_reading_all_leaves_none(sign_in, annotator, manager, project, draft):
    first, second = tell(annotator, manager, project), tell(annotator, manager, project, annotation_set=draft)
    client = sign_in(annotator)
    assert '2 <span class="visually-hidden">unread' in client.get("/").text

    assert client.post(f"/notices/{second.pk}/").headers["Location"] == reverse("task", args=[draft.task_id])
    assert client.post(f"/notices/{first.pk}/").headers["Location"] == reverse("queue")
    assert "unread" not in client.get("/").text
    tell(annotator, manager, project)
    client.post("/notices/")
    assert Notice.objects.unread().count() == 0


def test_nobody_reads_anothers(sign_in, annotator, colleague, manager, project):
    notice = tell(annotator, manager, project)
    theirs = sign_in(colleague)

    assert theirs.post(f"/notices/{notice.pk}/").status_code == 404
    theirs.post("/notices/")
    assert "dealt" not in read(theirs)
    assert Notice.objects.unread().count() == 1


def test_mail_is_off_until_it_is_turned_on(sign_in, annotator):
    client = sign_in(annotator)
    assert "What you have not read is not sent by mail." in read(client)
    client.post("/notices/digest/", {"on": "1"})
    assert "comes by mail every morning" in read(client)
    client.post("/notices/digest/")
    assert Digest.objects.get().wanted_since is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_no_more_for_more_rows(
    sign_in, annotator, manager, project, draft, django_assert_num_queries, rows
):
    for _ in range(rows):
        tell(annotator, manager, project, annotation_set=draft)
    client = sign_in(annotator)

    with django_assert_num_queries(5):
        assert client.get("/notices/").text.count('class="unread"') == rows
