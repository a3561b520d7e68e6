"""Publishing the next version moves projects at once, and drafts by jobs: real ones, carried out by the worker."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from newsreview.annotation import moving_on, submitting, taking
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.commands import recovering
from newsreview.labels import drafting
from newsreview.labels.models import LabelSetVersion, Move
from newsreview.labels.publishing import BadScheme
from tests.annotation.hand import Hand
from tests.working import aside, carry_out_jobs

DIED_A_MINUTE_AGO = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = %s"


@pytest.fixture
def newer(project) -> LabelSetVersion:
    """Without headings."""
    version = drafting.begin_next_version(label_set=project.label_set_version.label_set)
    heading = version.labels.get(key="heading")
    heading.retired = True
    drafting.put_label(label=heading)
    return version


@pytest.fixture
def drafts(make_task, annotator) -> list[AnnotationSet]:
    """Three, the second of them with a heading."""
    sets = [taking.take(task=make_task(f"Ferry {n} sails."), person=annotator) for n in range(3)]
    Hand(sets[1], annotator).add("heading", "Ferry 1")
    return sets


def versions(sets: list[AnnotationSet]) -> list[int]:
    fresh = AnnotationSet.objects.select_related("label_set_version").in_bulk([each.pk for each in sets])
    return [fresh[each.pk].label_set_version.number for each in sets]


def test_drafts_move_in_the_background_and_what_is_submitted_stays(
    newer, drafts, project, make_task, colleague, manager
):
    handed_in = taking.take(task=make_task("Another."), person=colleague)
    submitting.submit(annotation_set=handed_in, by=colleague, base=0)

    move = moving_on.publish_next(version=newer, by=manager, becomes={"heading": "source"}, stay=[])
    project.refresh_from_db()
    assert (project.label_set_version, move.drafts, versions(drafts)) == (newer, 3, [1, 1, 1])

    carry_out_jobs()
    move.refresh_from_db()
    assert (versions([*drafts, handed_in]), move.kept, move.ended_at is not None) == ([2, 2, 2, 1], {}, True)
    assert [span.label.key for span in drafts[1].spans.select_related("label")] == ["source"]


def test_drafts_that_stay_say_why_and_move_when_it_is_asked_again(newer, drafts, manager):
    move = moving_on.publish_next(version=newer, by=manager, becomes={}, stay=["heading"])
    carry_out_jobs()
    move.refresh_from_db()
    assert (versions(drafts), move.kept) == ([2, 1, 2], {str(drafts[1].pk): "It uses heading."})

    again = moving_on.publish_next(version=newer, by=manager, becomes={}, stay=[])
    carry_out_jobs()
    assert (versions(drafts), again.drafts) == ([2, 2, 2], 1)


def test_nothing_is_deferred_by_what_is_not_committed(newer, drafts, manager):
    newer.labels.filter(key="claim").update(shortcut="u")

    with pytest.raises(BadScheme):
        moving_on.publish_next(version=newer, by=manager, becomes={}, stay=[])

    assert (Move.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_a_job_that_takes_long_lets_others_begin_between_its_parts(newer, drafts, manager, monkeypatch):
    monkeypatch.setattr(moving_on, "SECONDS_A_JOB", 0)
    move = moving_on.publish_next(version=newer, by=manager, becomes={}, stay=["heading"])
    carry_out_jobs()

    move.refresh_from_db()
    assert (versions(drafts), list(move.kept)) == ([2, 1, 2], [str(drafts[1].pk)])


@pytest.mark.django_db(transaction=True)  # a job that begins again waits for the clock, which a transaction stops
def test_a_job_killed_half_way_runs_again_and_does_nothing_twice(newer, drafts, manager, monkeypatch):
    move = moving_on.publish_next(version=newer, by=manager, becomes={}, stay=["heading"])
    worker = aside(async_to_sync(app.job_manager.register_worker))
    job = aside(lambda: async_to_sync(app.job_manager.fetch_job)(queues=None, worker_id=worker))
    assert job is not None
    monkeypatch.setattr(moving_on, "SECONDS_A_JOB", 0)
    moving_on.carry_on(move.pk)  # one draft; then the process is killed
    with connection.cursor() as cursor:
        cursor.execute(DIED_A_MINUTE_AGO, [worker])
    assert versions(drafts) == [2, 1, 1]

    recovering.begin_again.configure().defer(timestamp=0)
    carry_out_jobs()

    assert versions(drafts) == [2, 1, 2]
    carried = Edit.objects.filter(verb="carry_over", annotation_set__in=drafts).values_list("annotation_set", flat=True)
    assert sorted(carried) == sorted([drafts[0].pk, drafts[2].pk])
