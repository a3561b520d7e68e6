"""Telling people what concerns them. Whoever calls a verb calls these beside it, in one transaction: a notice is there
when what it tells of is there. Nobody is told what they did themselves."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.labels.comparing import changed_rules
from newsreview.labels.guideline_text import Guideline
from newsreview.labels.models import LabelSetVersion
from newsreview.notices.models import Notice
from newsreview.projects.models import Membership, Project
from newsreview.review.models import Acceptance, Comment
from newsreview.review.reasons import reasons_given
from newsreview.review.sides import handed_in


def returned(*, edit: Edit, note: str) -> None:
    tell(to_owner(edit.annotation_set, Notice.Kind.RETURNED, edit.by, edit.pk, {"words": note}))


def accepted(acceptance: Acceptance) -> None:
    """By a rule is by nobody, and nothing to be told."""
    if acceptance.by:
        settled = acceptance.submission.annotation_set
        tell(to_owner(settled, Notice.Kind.ACCEPTED, acceptance.by, acceptance.pk, {}))


def settled(edit: Edit) -> None:
    """Everybody whose marks were compared, of how it was decided, and why."""
    task = edit.annotation_set.task
    said = {"reasons": reasons_given(edit.annotation_set)}
    tell(
        Notice(
            person=side.person,
            kind=Notice.Kind.SETTLED,
            by=edit.by,
            cause=edit.pk,
            project_id=task.project_id,
            annotation_set=side,
            said=said,
        )
        for side in handed_in(task.pk).select_related("person")
        if side.person
    )


def to_owner(annotation_set: AnnotationSet, kind: str, by: User, cause: UUID, said: dict[str, Any]) -> list[Notice]:
    if annotation_set.person is None:
        return []
    where = {"project_id": annotation_set.task.project_id, "annotation_set": annotation_set}
    return [Notice(person=annotation_set.person, kind=kind, by=by, cause=cause, said=said, **where)]


def dealt_out(sets: Iterable[AnnotationSet], *, project: Project, by: User) -> None:
    """One notice for each person, however many articles of the project they were dealt."""
    dealt = defaultdict[UUID | None, list[AnnotationSet]](list)
    for annotation_set in sets:
        dealt[annotation_set.person_id].append(annotation_set)
    tell(
        Notice(
            person_id=person,
            kind=Notice.Kind.DEALT_OUT,
            by=by,
            project=project,
            annotation_set=theirs[0] if len(theirs) == 1 else None,
            said={"articles": len(theirs)},
        )
        for person, theirs in dealt.items()
        if person
    )


def mentioned(comment: Comment) -> None:
    """Whoever the comment means (`review/mentioning.py`) and sees the set that is spoken of."""
    about = comment.thread.annotation_set
    tell(
        Notice(
            person=mention.person,
            kind=Notice.Kind.MENTIONED,
            cause=comment.pk,
            by=comment.by,
            project_id=about.task.project_id,
            annotation_set=about,
            said={"words": comment.text},
        )
        for mention in comment.mentions.select_related("person")
        if access.visible_sets(mention.person).filter(pk=about.pk).exists()
    )


def rules_changed(*, version: LabelSetVersion, before: Guideline, by: User) -> None:
    """Everybody who marks or reviews with a published version, where a rule reads otherwise now; once each."""
    changed = changed_rules(before, version.guideline)
    if not (version.is_published and changed):
        return
    at_work = Membership.objects.filter(project__label_set_version=version, person__is_active=True)
    in_projects = {role.person_id: role.project_id for role in at_work.exclude(role=Membership.Role.ML)}
    said = {"version": str(version), "rules": changed}
    tell(
        Notice(person_id=person, kind=Notice.Kind.RULES_CHANGED, by=by, project_id=project, said=said)
        for person, project in in_projects.items()
    )


def tell(notices: Iterable[Notice]) -> None:
    Notice.objects.bulk_create((each for each in notices if each.person_id != each.by_id), ignore_conflicts=True)
