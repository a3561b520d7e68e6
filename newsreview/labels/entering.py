"""Forms of a label and of what it asks, for every door: what a part says wrongly by itself is told at its field.

What two parts say against each other is told when the version is published (proofreading), or at once where it is.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsreview.labels.models import Attribute, Label, is_key
from newsreview.labels.proofreading import RESERVED_SHORTCUTS, keys_of


class LabelForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        is_link = given.get("kind", self.instance.kind) == Label.Kind.LINK
        for end in ("from_labels", "to_labels") if is_link else ():
            if end in self.fields and end not in self.errors and not given.get(end):
                self.add_error(end, _("A link label says from and to which span labels it goes."))
        keys = keys_of(given.get("shortcut", ""), given.get("unit", self.instance.unit))
        if reserved := keys & RESERVED_SHORTCUTS:
            self.add_error("shortcut", _("The key “%(key)s” is reserved: choose another.") % {"key": min(reserved)})
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
        kind = given.get("kind", self.instance.kind)
        if "values" in self.errors or kind not in {Attribute.Kind.CHOICE, Attribute.Kind.FORM}:
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
