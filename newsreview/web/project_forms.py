"""Forms of setting a project up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreview import access
from newsreview.accounts.models import User
from newsreview.labels.models import LabelSetVersion
from newsreview.projects.models import Membership, Project
from newsreview.projects.naming import short_name_of


class NewProjectForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    class Meta:
        model = Project
        fields = ("name", "slug", "label_set_version", "infer_links")
        widgets = {"name": forms.TextInput({"dir": "auto", "autocomplete": "off", "autofocus": True})}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["slug"].required = False
        fields["slug"].help_text = _("Its name in addresses. Left empty, it is made from the name.")
        fields["label_set_version"].required = False
        fields["label_set_version"].empty_label = _("a copy of the scheme that comes with newsreview")
        fields["label_set_version"].help_text = _("A label set that projects share changes for all of them at once.")
        offered = access.managed_projects(by).values("label_set_version")
        fields["label_set_version"].queryset = LabelSetVersion.objects.filter(pk__in=offered).select_related(
            "label_set"
        )

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or short_name_of(self.cleaned_data.get("name", ""))


class NewMemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
