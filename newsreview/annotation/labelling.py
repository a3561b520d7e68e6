"""The verb on the article as a whole."""

from typing import Any
from uuid import UUID, uuid5

from newsreview.annotation.attributes import checked
from newsreview.annotation.journal import Draft, Result, verb
from newsreview.annotation.models import ArticleLabel
from newsreview.annotation.standing import article_label_snapshot
from newsreview.labels.models import Label


@verb("label.set", in_review=True)
def set_article_label(draft: Draft, *, label: str, value: dict[str, Any] | None) -> Result:
    """Say `value`, the label's attributes by key, of the article. None, or nothing but None, takes the label back.

    One's own last word counts: there is one label of a kind in a set, and its answers are few and shown together.
    """
    chosen = draft.label(label, Label.Kind.ARTICLE)
    standing = ArticleLabel.objects.filter(annotation_set=draft.annotation_set, label=chosen).first()
    before = article_label_snapshot(standing) if standing else None
    answers = checked(chosen, value or {})
    after = {"label": draft.label_in_use(label, chosen.kind).key, "attributes": answers} if answers else None
    draft.put("article_label", article_label_id(draft.annotation_set.pk, label), before, after)
    return {"label": label}


def article_label_id(set_id: UUID, label: str) -> UUID:
    """The same every time, so that undo and redo speak of the same row."""
    return uuid5(set_id, label)
