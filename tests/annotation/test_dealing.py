from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import dealing, taking
from newsreview.corpus.models import Story
from newsreview.projects import giving_out, setting_up
from newsreview.projects.models import Membership, Project, Task
from tests.annotation.seats import seats
from tests.at_once import at_once

ANA, BEN, CAS = (UUID(int=number) for number in (1, 2, 3))
NAMES = {ANA: "ana", BEN: "ben", CAS: "cas", None: "–"}


def task(number: int) -> UUID:
    return UUID(int=100 + number)


def story(number: int) -> UUID | None:
    return UUID(int=200 + number) if number else None


@pytest.mark.parametrize(
    ("slots", "in_hand", "had", "shares"),
    [
        ([(1, 0), (2, 0), (3, 0), (4, 0)], [], [], "ana ben cas ana"),
        ([(1, 0), (2, 0), (3, 0)], [(0, ANA), (0, ANA), (0, BEN)], [], "cas ben cas"),
        ([(1, 7), (2, 7), (3, 7), (4, 8)], [], [], "ana ana ana ben"),
        ([(1, 7)], [(7, CAS), (0, CAS)], [], "cas"),
        ([(1, 7), (1, 7), (2, 7), (2, 7)], [], [], "ana ben ana ben"),
        ([(1, 0), (1, 0), (1, 0), (1, 0)], [], [], "ana ben cas –"),
        ([(1, 0), (2, 0)], [], [(1, ANA), (1, BEN), (2, ANA)], "cas ben"),
        ([(1, 7), (2, 7)], [], [(2, ANA)], "ana ben"),
    ],
    ids=["in turn", "fewest first", "a story stays", "where it is", "two each", "nobody left", "had", "not twice"],
)
def test_who_gets_what(
    slots: list[tuple[int, int]], in_hand: list[tuple[int, UUID]], had: list[tuple[int, UUID]], shares: str
) -> None:
    given = dealing.share(
        [(task(number), story(of)) for number, of in slots],
        [ANA, BEN, CAS],
        [(task(number), who) for number, who in had],
        [(story(of), who) for of, who in in_hand],
    )
    assert " ".join(NAMES[who] for who in given) == shares


@pytest.fixture
def told(make_task: Callable[..., Task]) -> list[Task]:
    """Three articles of each of two stories, one after the other by turns."""
    stories = [Story.objects.create(name=name) for name in ("Ferry", "Bridge")]
    return [make_task(f"Article {n}.", story=stories[n % 2]) for n in range(6)]


def test_stories_stay_together(
    project: Project, told: list[Task], annotator: User, colleague: User, manager: User
) -> None:
    team = [annotator, colleague]
    dealing.deal(project=project, tasks=[one.pk for one in told], people=team, by=manager)

    theirs = {who: {one.article.story_id for one in told if (one.pk, who.pk) in seats()[1]} for who in team}
    assert sorted(len(stories) for stories in theirs.values()) == [1, 1]
    assert Counter(who for _, who in seats()[0]) == {annotator.pk: 3, colleague.pk: 3}


def test_everybody_gets_an_article_once(
    project: Project, told: list[Task], annotator: User, colleague: User, manager: User
) -> None:
    giving_out.change_rules(project=project, people_per_article=3)
    for _ in range(2):
        dealing.deal(project=project, tasks=[one.pk for one in told], people=[annotator, colleague], by=manager)

    assert seats()[0] == {(one.pk, who.pk) for one in told for who in (annotator, colleague)}


def test_what_was_taken_back_is_not_dealt_to_the_same_person(
    project: Project, told: list[Task], annotator: User, manager: User
) -> None:
    mine = taking.take(task=told[0], person=annotator)
    taking.take_back(annotation_set=mine, by=manager)
    assert dealing.deal(project=project, tasks=[told[0].pk], people=[annotator], by=manager) == []


def test_the_next_ones_are_those_that_somebody_has_not_had(
    project: Project, told: list[Task], annotator: User, colleague: User
) -> None:
    giving_out.change_rules(project=project, people_per_article=2)
    taking.take(task=told[0], person=annotator)
    taking.take(task=told[1], person=colleague)

    def first(*people: User, many: int = 2) -> list[UUID]:
        return dealing.first_open(project=project, people=people, many=many)

    assert first(annotator) == [told[1].pk, told[2].pk]
    assert first(colleague) == [told[0].pk, told[2].pk]
    assert first(annotator, colleague, many=9) == [one.pk for one in told]


@pytest.mark.django_db(transaction=True)
def test_two_deal_at_once(
    project: Project, make_task: Callable[..., Task], person: Callable[..., User], manager: User, reviewer: User
) -> None:
    giving_out.change_rules(project=project, people_per_article=2)
    tasks = [make_task(f"Article {n}.").pk for n in range(12)]
    team = [person(f"person{n}") for n in range(4)]
    for someone in team:
        setting_up.set_role(project=project, person=someone, role=Membership.Role.ANNOTATOR)

    def deal(by: User, people: list[User]) -> int:
        return len(dealing.deal(project=project, tasks=tasks, people=people, by=by))

    dealt = at_once([partial(deal, manager, team), partial(deal, reviewer, team[::-1])])

    held = Counter(task for task, _ in seats()[0])
    assert (sum(dealt), held) == (24, dict.fromkeys(tasks, 2))
