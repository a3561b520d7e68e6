"""Forms of label sets and their versions. Those of labels and attributes are in labels.entering."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    pass


class NewLabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    START = [
        ("default", gettext_lazy("the labels and guideline that come with newsreview")),
        ("empty", gettext_lazy("nothing")),
    ]

    start = forms.ChoiceField(choices=START, label=gettext_lazy("Begin with"))


class VersionForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean_guideline(self) -> dict[str, Any]:
        guideline = self.cleaned_data["guideline"] or {}
        if not isinstance(guideline, dict):
            raise ValidationError(_('A guideline is an object: {"intro": …, "order_of_work": …, "sections": […]}.'))
        sections = guideline.get("sections", [])
        if not isinstance(sections, list):
            raise ValidationError(_("“sections” is a list."))
        for place, section in enumerate(sections, 1):
            refuse_bad_section(place, section)
        return guideline


def refuse_bad_section(place: int, section: Any) -> None:
    where = _("Section %(place)d") % {"place": place}
    if not isinstance(section, dict) or not isinstance(section.get("rules", []), list):
        raise ValidationError(_("%(where)s is an object whose “rules” are a list.") % {"where": where})
    for name in ("number", "title"):
        if not isinstance(section.get(name), str):
            raise ValidationError(_("%(where)s needs a “%(name)s”, in quotes.") % {"where": where, "name": name})
    for rule_place, rule in enumerate(section.get("rules", []), 1):
        if not isinstance(rule, dict) or not all(isinstance(rule.get(name), str) for name in ("number", "text")):
            told = _("%(where)s, rule %(rule)d is an object with a “number” and a “text”, both in quotes.")
            raise ValidationError(told % {"where": where, "rule": rule_place})
