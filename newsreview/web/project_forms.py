"""Forms of setting a project up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsreview import access
from newsreview.accounts.models import User
from newsreview.labels.models import LabelSetVersion
from newsreview.projects.giving_out import Rules
from newsreview.projects.models import Membership, Project
from newsreview.projects.naming import free_short_name


class RulesForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    """How the work is given out and reviewed."""

    class Meta:
        model = Project
        fields: tuple[str, ...] = tuple(Rules.__annotations__)

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[name] for name in RulesForm.Meta.fields]


class NewProjectForm(RulesForm):
    class Meta(RulesForm.Meta):
        fields = ("name", "slug", "label_set_version", "infer_links", *RulesForm.Meta.fields)
        widgets = {"name": forms.TextInput({"dir": "auto", "autocomplete": "off", "autofocus": True})}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["slug"].required = False
        fields["slug"].help_text = _("Its name in addresses. Left empty, it is made from the name.")
        fields["label_set_version"].required = False
        fields["label_set_version"].empty_label = _("a copy of the scheme that comes with newsreview")
        fields["label_set_version"].help_text = _("A label set that projects share changes for all of them at once.")
        fields["slug"].error_messages["unique"] = _("Another project has this short name: choose another.")
        self.known = access.managed_projects(by)
        offered = self.known.values("label_set_version")
        fields["label_set_version"].queryset = LabelSetVersion.objects.filter(pk__in=offered).select_related(
            "label_set"
        )

    def clean_name(self) -> str:
        """Names may be alike, but not for those who would have to tell them apart."""
        name: str = self.cleaned_data["name"]
        if self.known.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("You manage a project of this name already: choose another."))
        return name

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or free_short_name(self.cleaned_data.get("name", ""))


class NewMemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
