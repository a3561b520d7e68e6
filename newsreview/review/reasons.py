"""Why something is asked for or decided: by a rule of the guideline."""

from newsreview.annotation.refusals import Unacceptable
from newsreview.labels.models import LabelSetVersion


def checked_rule(version: LabelSetVersion, number: str) -> str:
    """The number of a rule of the version's guideline, or none. Raises Unacceptable for any other."""
    sections = version.guideline.get("sections", [])
    known = {rule.get("number") for section in sections for rule in section.get("rules", [])}
    if number and number not in known:
        raise Unacceptable("The guideline of this annotation set has no such rule. Choose one that the page names.")
    return number
