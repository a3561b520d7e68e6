"""Two people at one article, who do not agree on everything."""

from datetime import datetime

from django.db import connection

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Submission
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.owner import as_owner

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


def as_of(task: Task, moment: datetime) -> None:
    """As if the task had been handed in then; the database would not let anybody say so."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while one waits
        cursor.execute('ALTER TABLE annotation_submission DISABLE TRIGGER "submissions stay"')
        Submission.objects.filter(annotation_set__task=task).update(at=moment)
        cursor.execute('ALTER TABLE annotation_submission ENABLE TRIGGER "submissions stay"')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
