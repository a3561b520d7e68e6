"""The practice article: everybody's own, taken up where it was left, started again without forgetting anything."""

from collections.abc import Callable

from newsreview.accounts.models import User
from newsreview.annotation import checking, practising
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.models import LabelSet
from newsreview.projects.models import Membership, Project, Task
from tests.annotation.hand import Hand


def test_everybody_has_a_set_of_their_own_on_one_article(person: Callable[..., User]) -> None:
    ada, ben = person("ada"), person("ben")
    theirs = [practising.practise(person=ada), practising.practise(person=ben), practising.practise(person=ada)]

    assert [mine.person for mine in theirs] == [ada, ben, ada]
    assert theirs[0] == theirs[2] != theirs[1]
    assert (Task.objects.count(), LabelSet.objects.count(), Membership.objects.count()) == (1, 1, 0)


def test_its_project_is_asked_for_by_name(person: Callable[..., User], project: Project) -> None:
    practice = practising.practise(person=person("ada")).task.project

    assert (list(Project.objects.all()), Project.with_practice.get(is_practice=True)) == ([project], practice)


def test_starting_again_takes_everything_away_and_forgets_nothing(person: Callable[..., User]) -> None:
    ada = person("ada")
    practice = practising.practise(person=ada)
    hand = Hand(practice, ada)
    hand.link("attributed_to", hand.add("claim", "will sail again"), hand.add("source", "the harbour board"))
    hand.say("origin", {"kind": "own_report"})
    hand.submit()

    practising.start_again(annotation_set=practice, by=ada)

    after = AnnotationSet.objects.with_submitted().get(pk=practice.pk)
    assert (after.submitted, after.spans.count(), after.links.count(), after.article_labels.count()) == (False, 0, 0, 0)
    verbs = [edit.verb for edit in practice.edits.order_by("number")]
    assert verbs[:5] == ["span.add", "span.add", "link.add", "label.set", "submit"]
    assert verbs[5:] == ["reopen", "span.remove", "span.remove", "label.set"]
    assert checking.contradictions_in(practice.pk) == []


def test_starting_again_with_nothing_marked_is_no_edit(person: Callable[..., User]) -> None:
    ada = person("ada")
    practice = practising.practise(person=ada)

    practising.start_again(annotation_set=practice, by=ada)

    assert practice.edits.count() == 0
