"""Forms of a label set's parts: what a part says wrongly by itself is told at its field.

What two parts say against each other is told when the version is to be published (labels.publishing).
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.labels.models import Attribute, Label, is_key
from newsreview.labels.publishing import RESERVED_SHORTCUTS


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


class LabelForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean_shortcut(self) -> str:
        shortcut: str = self.cleaned_data["shortcut"]
        if shortcut and shortcut in RESERVED_SHORTCUTS:
            raise ValidationError(_("The key “%(key)s” is reserved: choose another.") % {"key": shortcut})
        return shortcut

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for end in ("from_labels", "to_labels"):
            if (
                end in self.fields
                and given.get("kind") == Label.Kind.LINK
                and end not in self.errors
                and not given.get(end)
            ):
                self.add_error(end, _("A link label says from and to which span labels it goes."))
        return given


class AttributeForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean_values(self) -> list[dict[str, Any]]:
        values = self.cleaned_data["values"] or []
        if not isinstance(values, list):
            raise ValidationError(_('Values are a list of objects: [{"key": "fact", "name": "fact"}, …].'))
        seen: set[str] = set()
        for place, value in enumerate(values, 1):
            refuse_bad_value(place, value)
            if value["key"] in seen:
                raise ValidationError(_("Two values have the key “%(key)s”.") % {"key": value["key"]})
            seen.add(value["key"])
        return values

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "values" in self.errors or given.get("kind") not in {Attribute.Kind.CHOICE, Attribute.Kind.FORM}:
            return given
        keys = [value["key"] for value in given["values"]]
        if not keys:
            self.add_error("values", _("This kind of attribute needs values to choose from."))
        elif given.get("default") is not None and given["default"] not in keys:
            self.add_error(
                "default", _("The default is one of the values' keys, in quotes: %(keys)s.") % {"keys": ", ".join(keys)}
            )
        return given


def refuse_bad_value(place: int, value: Any) -> None:
    if not isinstance(value, dict):
        raise ValidationError(_("Value %(place)d is no object with a “key” and a “name”.") % {"place": place})
    for name in ("key", "name"):
        if not isinstance(value.get(name), str) or not value[name]:
            told = _("Value %(place)d needs a “%(name)s”, in quotes.")
            raise ValidationError(told % {"place": place, "name": name})
    try:
        is_key(value["key"])
    except ValidationError as error:
        raise ValidationError(_("Value %(place)d: %(why)s") % {"place": place, "why": error.messages[0]}) from error
