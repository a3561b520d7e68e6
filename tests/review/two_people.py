"""Two people at one article, who do not agree on everything."""

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.annotation.hand import Hand

CLAIM, SHORT_CLAIM = "We asked for a week", "asked for a week"
SOURCE, LATER = "Ada Brandt, the harbour master", "Leave a comment"


def hand_of(task: Task, person: User) -> Hand:
    version = task.project.label_set_version
    return Hand(AnnotationSet.objects.create(task=task, person=person, label_set_version=version), person)


def begin(task: Task, person: User, colleague: User) -> tuple[Hand, Hand]:
    """They agree on a source and a link to it, but not on where the claim begins. Neither has submitted."""
    one, other = hand_of(task, person), hand_of(task, colleague)
    one.link("attributed_to", one.add("claim", CLAIM), one.add("source", SOURCE, attributes={"who": "Ada Brandt"}))
    other.link("attributed_to", other.add("claim", SHORT_CLAIM), other.add("source", SOURCE))
    return one, other


def hand_in(task: Task, person: User, colleague: User) -> tuple[Hand, Hand]:
    """The same, both submitted."""
    one, other = begin(task, person, colleague)
    one.submit()
    other.submit()
    return one, other
