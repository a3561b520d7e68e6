"""Who is offered the practice article, and where it leads."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation import practising, submitting
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Project
from tests.annotation.hand import Hand

OFFER = 'aria-labelledby="practice-offer"'
Clients = Callable[[User], Client]


def offered(client: Client) -> bool:
    return OFFER in client.get(reverse("queue")).text


def test_new_annotators_are_offered_it(sign_in: Clients, annotator: User, manager: User, stranger: User) -> None:
    people = (annotator, manager, stranger)

    assert [offered(sign_in(person)) for person in people] == [True, False, False]


def test_it_is_offered_until_something_is_submitted(sign_in: Clients, annotator: User, draft: AnnotationSet) -> None:
    client = sign_in(annotator)
    assert offered(client)

    submitting.submit(annotation_set=draft, by=annotator, base=0)
    assert not offered(client)


def test_who_declines_is_asked_no_more_and_finds_it_still(sign_in: Clients, annotator: User) -> None:
    client = sign_in(annotator)
    client.post(reverse("practice-later"))
    queue = client.get(reverse("queue")).text

    assert (OFFER in queue, f'href="{reverse("practice")}"' in queue) == (False, True)


def test_starting_leads_to_the_workbench_and_again_to_the_same_marks(sign_in: Clients, annotator: User) -> None:
    client = sign_in(annotator)
    address = client.post(reverse("practice"))["Location"]
    mine = practising.practise(person=annotator)
    Hand(mine, annotator).add("source", "the harbour board")

    assert address == client.post(reverse("practice"))["Location"] == reverse("task", args=[mine.task_id])
    page = client.get(address).text
    assert (page.count("<template>"), "harbour board" in page) == (6, True)
    assert mine.spans.count() == 1

    client.post(reverse("practice"), {"again": "1"})
    assert mine.spans.count() == 0


@pytest.mark.parametrize("state", ["not begun", "begun", "submitted"])
def test_its_page_offers_what_can_be_done(sign_in: Clients, annotator: User, state: str) -> None:
    if state != "not begun":
        hand = Hand(practising.practise(person=annotator), annotator)
        if state == "submitted":
            hand.submit()
    page = sign_in(annotator).get(reverse("practice")).text

    buttons = [words for words in ("Start", "Go on", "Start again") if f">{words}</button>" in page]
    assert buttons == {"not begun": ["Start"], "begun": ["Go on", "Start again"], "submitted": ["Start again"]}[state]


def test_submitting_it_leads_to_its_end_not_to_work(sign_in: Clients, annotator: User, draft: AnnotationSet) -> None:
    client, mine = sign_in(annotator), practising.practise(person=annotator)
    form = {"id": "018f0000-0000-7000-8000-000000000001", "base": "0"}
    answer = client.post(reverse("task-submission", args=[mine.task_id]), form)

    assert answer["Location"] == reverse("task", args=[mine.task_id])
    assert "That was all six" in client.get(answer["Location"]).text


def test_practice_counts_nowhere(sign_in: Clients, annotator: User, draft: AnnotationSet, project: Project) -> None:
    client = sign_in(annotator)
    pages = [reverse("queue"), reverse("project-list"), reverse("project", args=[project.slug])]

    def rows() -> list[int]:
        return [client.get(page).text.count('class="row"') for page in pages]

    before = rows()
    mine = practising.practise(person=annotator)

    assert rows() == before
    queue = client.get(reverse("task", args=[mine.task_id])).context["queue"]
    assert [held.task for held in queue] == [draft.task]


def test_its_guideline_is_read_beside_it(sign_in: Clients, stranger: User) -> None:
    mine = practising.practise(person=stranger)

    assert sign_in(stranger).get(reverse("project-guideline", args=[mine.task.project.slug])).status_code == 200


def test_nobody_else_reaches_it(sign_in: Clients, annotator: User, manager: User, person: Callable[..., User]) -> None:
    mine = practising.practise(person=annotator)
    addresses = [reverse(name, args=[mine.task_id]) for name in ("task", "task-inspector", "task-submission")]
    root = person("root", is_superuser=True)

    assert {sign_in(user).get(url).status_code for user in (manager, root) for url in addresses} == {404}
    take = reverse("task-set-take", args=[mine.task_id])
    assert {sign_in(user).post(take).status_code for user in (manager, root)} == {404}
