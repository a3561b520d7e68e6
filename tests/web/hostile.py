"""Words that want to be markup, and every field that takes words."""

from typing import Any

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, linking
from newsreview.annotation.models import AnnotationSet

ATTACK = (
    """<script>alert(1)</script><img src=x onerror=alert(1) id=main name=do class=boil hx-get=/ style=x>"""
    """"' onclick=alert(1) x='" {{ 7|add:7 }} {% load i18n %} </p></textarea></title></script><svg onload=alert(1)>"""
    """ javascript:alert(1) <a href=javascript:alert(1)>&lt;b&gt; ${7*7} --><!-- ]]>"""
)


def label_everything(mine: AnnotationSet, by: User) -> None:
    for label in mine.label_set_version.labels.all():
        label.name, label.summary = f"{label.key} {ATTACK}"[:100], ATTACK[:300]
        label.save(update_fields=["name", "summary"])
    text = mine.task.article.text
    claim, source = uuid7(), uuid7()
    here: dict[str, Any] = {"annotation_set": mine, "by": by}
    end = text.index("\n")
    editing.add_span(**here, span=claim, label="claim", start=0, end=end, quote=text[:end], note=ATTACK, unsure=True)
    editing.add_span(
        **here, span=source, label="source", start=3, end=9, quote=text[3:9], attributes={"who": ATTACK[:500]}
    )
    linking.add_link(**here, link=uuid7(), label="attributed_to", from_span=claim, to_span=source)
    labelling.set_article_label(**here, label="origin", value={"credited_to": ATTACK[:500]})
