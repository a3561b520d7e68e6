"""A newer version of the labels, and who hears of it."""

from newsreview.labels.drafting import begin_next_version
from newsreview.notices.models import Notice
from newsreview.notices.publishing import publish_and_tell


def test_who_works_by_a_changed_rule_is_told_once(project, annotator, manager):
    newer = begin_next_version(label_set=project.label_set_version.label_set)
    newer.guideline["sections"][0]["rules"][0]["text"] = "Mark less."
    newer.save(update_fields=["guideline"])

    for _ in range(2):
        move = publish_and_tell(version=newer, by=manager, becomes={}, stay=[])

    project.refresh_from_db()
    assert (project.label_set_version, move.version.is_published) == (newer, True)
    assert [(told.person, told.said["version"]) for told in Notice.objects.all()] == [(annotator, str(newer))]
