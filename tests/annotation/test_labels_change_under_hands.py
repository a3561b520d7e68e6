"""People go on marking while a label set grows and moves on: each key press is done, and nothing is torn."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, moving_on, taking
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting
from newsreview.labels.models import Attribute, LabelSet, LabelSetVersion
from newsreview.projects.models import Project, Task

TEXT = "\n".join(f"Line {n} says so." for n in range(40))


def mark_every_line(mine: AnnotationSet, by: User) -> int:
    """How many were marked: a refusal would be an error."""
    for n in range(40):
        start = TEXT.index(f"Line {n} ")
        place: dict[str, Any] = {"start": start, "end": start + 6, "quote": TEXT[start : start + 6]}
        editing.add_span(annotation_set=mine, by=by, span=uuid7(), label="claim", **place)
    connection.close()
    return mine.spans.count()


def grow(label_set: LabelSet, times: int) -> int:
    """How many values were added; where a version was begun or published meanwhile, to the next one."""
    grown = 0
    while grown < times:
        newest = label_set.versions.order_by("-number").first()
        asked = Attribute.objects.get(label__version=newest, label__key="boilerplate", key="type")
        asked.values = [*asked.values, {"key": f"more_{grown}", "name": f"more {grown}"}]
        with suppress(drafting.Published):
            drafting.put_attribute(attribute=asked)
            grown += 1
    connection.close()
    return grown


def move_on(label_set: LabelSet, by: User, times: int) -> int:
    for _ in range(times):
        newer = drafting.begin_next_version(label_set=label_set)
        move = moving_on.publish_next(version=newer, by=by, becomes={}, stay=[])
        moving_on.carry_on(move.pk)
    connection.close()
    return LabelSetVersion.objects.filter(label_set=label_set).count()


@pytest.mark.django_db(transaction=True)
def test_marking_growing_and_moving_on_at_once(project: Project, make_task, member, manager: User):
    task: Task = make_task(TEXT)
    people = [member(name, "annotator") for name in ("ada", "ben")]
    mine = [taking.deal_out(task=task, person=person, by=manager) for person in people]
    label_set = project.label_set_version.label_set

    with ThreadPoolExecutor(4) as pool:
        marking = [pool.submit(mark_every_line, *each) for each in zip(mine, people, strict=True)]
        growing, moving = pool.submit(grow, label_set, 10), pool.submit(move_on, label_set, manager, 3)

    assert [each.result() for each in marking] == [40, 40]
    assert (moving.result(), growing.result()) == (4, 10)
    assert [contradictions_in(each.pk) for each in mine] == [[], []]
    assert {AnnotationSet.objects.get(pk=each.pk).label_set_version.number for each in mine} == {4}
