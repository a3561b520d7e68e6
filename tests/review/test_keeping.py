from collections.abc import Callable

from newsreview.accounts.models import User
from newsreview.agreement.counting import Thing
from newsreview.labels.models import Attribute
from newsreview.projects.models import Project, Task
from newsreview.review.comparing import compared
from newsreview.review.keeping import known
from tests.review.two_people import SOURCE, hand_in, hand_of


def progress(project: Project, at_once: int) -> tuple[int, int, bool]:
    found = known(project, at_once=at_once)
    return found.counted, found.wanted, found.complete


def test_a_request_counts_some_articles_and_the_next_goes_on(
    project: Project, make_task: Callable[..., Task], annotator: User, colleague: User
) -> None:
    assert progress(project, 2) == (0, 0, True)
    for number in range(3):
        hand_in(make_task(outlet=f"Outlet {number}"), annotator, colleague)

    assert [progress(project, 2), progress(project, 2), progress(project, 0)] == [
        (2, 3, False),
        (3, 3, True),
        (3, 3, True),
    ]
    assert known(project, at_once=0).compared == list(compared(Task.objects.all()))


def test_what_was_edited_since_is_counted_again(
    project: Project, task: Task, make_task: Callable[..., Task], annotator: User, colleague: User
) -> None:
    one, _ = hand_in(task, annotator, colleague)
    hand_in(make_task(outlet="Another"), annotator, colleague)
    assert progress(project, 9) == (2, 2, True)

    one.reopen()
    assert progress(project, 0) == (1, 1, True)
    one.remove(one.annotation_set.spans.get(quote=SOURCE))
    one.submit()

    assert progress(project, 0) == (1, 2, False)
    spans = [each.counts[Thing.SPANS, "claim"] + each.counts[Thing.SPANS, "source"] for each in known(project).compared]
    assert spans == [3, 4]


def test_a_third_person_makes_the_article_counted_again(
    project: Project, task: Task, annotator: User, colleague: User, reviewer: User
) -> None:
    hand_in(task, annotator, colleague)
    known(project)
    hand_of(task, reviewer).submit()

    assert progress(project, 0) == (0, 1, False)
    assert [each.everybody for each in known(project).compared] == [False, False, False, True]


def test_an_answer_that_is_not_asked_for_any_more_is_not_counted(
    project: Project, task: Task, annotator: User, colleague: User
) -> None:
    hand_in(task, annotator, colleague)
    before = known(project).compared[0].counts
    Attribute.objects.filter(label__key="source", key="who").update(enabled=False)

    after = known(project).compared[0].counts
    asked_no_more = {(Thing.QUESTIONS, "source", "who"), (Thing.DISAGREEMENTS, "source", "attribute")}
    assert before.keys() - after.keys() == asked_no_more


def test_projects_are_counted_apart(project: Project, task: Task, annotator: User, colleague: User) -> None:
    hand_in(task, annotator, colleague)
    other = Project.objects.create(slug="airport", label_set_version=project.label_set_version)

    assert [progress(each, 9) for each in (project, other)] == [(1, 1, True), (0, 0, True)]
