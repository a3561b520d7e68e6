"""Why something is asked for or decided: by a rule of the guideline, or in words."""

from collections import Counter
from typing import Any

from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.refusals import Unacceptable
from newsreview.labels.comparing import wordings
from newsreview.labels.models import LabelSetVersion


def checked_rule(version: LabelSetVersion, number: str) -> str:
    """The number of a rule of the version's guideline, or none. Raises Unacceptable for any other."""
    sections = version.guideline.get("sections", [])
    known = {rule.get("number") for section in sections for rule in section.get("rules", [])}
    if number and number not in known:
        raise Unacceptable("The guideline of this annotation set has no such rule. Choose one that the page names.")
    return number


def reasons_given(adjudicated: AnnotationSet) -> list[dict[str, Any]]:
    """Each reason for what was decided once: the rule, as it reads now, the note, and how often it was given."""
    said = adjudicated.decisions.order_by("last_edit__number", "pk").values_list("rule", "note")
    words = wordings(adjudicated.label_set_version.guideline)
    return [
        {"rule": rule, "words": words.get(rule, ""), "note": note, "times": times}
        for (rule, note), times in Counter(filter(any, said)).items()
    ]
