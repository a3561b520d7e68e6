"""Publishing the next version of a label set, for every door: who works by its rules is told what reads otherwise."""

from collections.abc import Sequence

from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import moving_on
from newsreview.annotation.carrying_over import Becomes
from newsreview.labels.drafting import lock_version
from newsreview.labels.models import LabelSetVersion, Move
from newsreview.notices import telling


@transaction.atomic
def publish_and_tell(*, version: LabelSetVersion, by: User, becomes: Becomes, stay: Sequence[str]) -> Move:
    """Raises BadScheme. Asked again, it moves the drafts that are left, and tells nothing."""
    news = not lock_version(version.pk).is_published
    move = moving_on.publish_next(version=version, by=by, becomes=becomes, stay=stay)
    before = version.label_set.versions.filter(number__lt=version.number).order_by("number").last()
    if news and before:
        telling.rules_changed(version=move.version, before=before.guideline, by=by)
    return move
