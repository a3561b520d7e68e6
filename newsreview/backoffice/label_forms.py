"""Forms of label sets and their versions. More of those of labels and attributes is in labels.entering."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from newsreview.labels import guideline_text
from newsreview.labels.entering import LabelForm


class LabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    pass


class NewLabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    START = [
        ("default", gettext_lazy("the labels and guideline that come with newsreview")),
        ("empty", gettext_lazy("nothing")),
    ]

    start = forms.ChoiceField(choices=START, label=gettext_lazy("Begin with"))


class CopiedLabelForm(LabelForm):
    """A label that an earlier version has keeps its key and kind: they say which one it is in drafts that move."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("key", "kind") if getattr(self.instance, "copied", False) else ():
            self.fields[name].disabled = True


class VersionForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean_guideline(self) -> guideline_text.Guideline:
        try:
            return guideline_text.completed(self.cleaned_data["guideline"] or {})
        except guideline_text.BadGuideline as error:
            raise ValidationError(str(error).splitlines()) from error
