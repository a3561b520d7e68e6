"""Forms of label sets and their versions. Those of labels and attributes are in labels.entering."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from newsreview.labels import guideline_text


class LabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    pass


class NewLabelSetForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    START = [
        ("default", gettext_lazy("the labels and guideline that come with newsreview")),
        ("empty", gettext_lazy("nothing")),
    ]

    start = forms.ChoiceField(choices=START, label=gettext_lazy("Begin with"))


class VersionForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    def clean_guideline(self) -> guideline_text.Guideline:
        try:
            return guideline_text.completed(self.cleaned_data["guideline"] or {})
        except guideline_text.BadGuideline as error:
            raise ValidationError(str(error).splitlines()) from error
