"""What a manager is asked when a release is to be made, and when one is withdrawn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.annotation.refusals import Conflict
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.exports.choosing import ACCEPTED, ADJUDICATED, ALL, FINAL, SUBMITTED, Choices
from newsreview.exports.formats import FURTHER
from newsreview.exports.heading import versions
from newsreview.exports.releasing import refuse_a_name_that_is_taken
from newsreview.projects.models import Project, Task
from newsreview.splits.dealing import SIDES

SEVERAL = ("labels", "outlets", "stories", "languages", "formats")


def several(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, help_text=help_text)


def per_cent(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, initial=initial, min_value=0, max_value=100)


class ReleaseForm(forms.Form):
    """Nothing chosen of a list means all of it."""

    name = forms.CharField(
        label=gettext_lazy("Name"), strip=False, max_length=100, widget=forms.TextInput({"dir": "auto"})
    )
    sets = forms.ChoiceField(
        label=gettext_lazy("What it takes"),
        initial=ACCEPTED,
        choices=[
            (ACCEPTED, gettext_lazy("what was accepted or adjudicated")),
            (ADJUDICATED, gettext_lazy("adjudicated articles only")),
            (SUBMITTED, gettext_lazy("everything that was submitted")),
        ],
    )
    votes = forms.ChoiceField(
        label=gettext_lazy("Of an article that several have annotated"),
        initial=FINAL,
        choices=[(FINAL, gettext_lazy("one answer, the adjudicated one first")), (ALL, gettext_lazy("everybody's"))],
        help_text=gettext_lazy("An article without one answer is left out, and counted."),
    )
    labels = several(gettext_lazy("Labels"), gettext_lazy("Nothing chosen: all of them. So it is with what follows."))
    outlets = several(gettext_lazy("Outlets"))
    stories = several(gettext_lazy("Stories"))
    languages = several(gettext_lazy("Languages"))
    train = per_cent(gettext_lazy("Train, per cent"), 80)
    validation = per_cent(gettext_lazy("Validation, per cent"), 10)
    test = per_cent(gettext_lazy("Test, per cent"), 10)
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        initial=0,
        min_value=0,
        max_value=2**31,
        help_text=gettext_lazy("Which of two groups goes first. Articles of the last release keep their sides."),
    )
    formats = several(gettext_lazy("Further formats"), gettext_lazy("Nothing chosen: JSON Lines alone."))
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, strip=False, widget=forms.Textarea({"rows": "3", "dir": "auto"})
    )

    def __init__(self, entered: Any, *, project: Project) -> None:
        super().__init__(entered)
        self.project = project
        for name, choices in offered(project).items():
            field: Any = self.fields[name]
            field.choices = choices
            field.widget.attrs["size"] = min(6, len(choices))
            if len(choices) < 2:  # nothing to choose
                del self.fields[name]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not name.strip():
            raise forms.ValidationError(_("Say what the release is called."))
        try:
            refuse_a_name_that_is_taken(self.project, name)
        except Conflict as error:
            raise forms.ValidationError(str(error)) from error
        return name

    def clean(self) -> dict[str, Any]:
        shares = [self.cleaned_data.get(side) for side in SIDES]
        if None not in shares and sum(filter(None, shares)) not in {0, 100}:
            self.add_error("train", _("Train, validation and test must make 100 per cent; all 0 makes one file."))
        return self.cleaned_data

    @property
    def choices(self) -> Choices:
        shares = {side: self.cleaned_data[side] for side in SIDES}
        several = {name: self.cleaned_data.get(name, []) for name in SEVERAL}
        kept = {name: self.cleaned_data[name] for name in ("sets", "votes", "seed")}
        return Choices(**kept, **several, shares=shares if any(shares.values()) else {})


def offered(project: Project) -> dict[str, list[tuple[str, Any]]]:
    """Of each list what there is to choose, by the names that an export has; formats whose libraries are here."""
    current, others = versions(project)
    labels = {label.key: label.name for version in (*others, current) for label in version.labels.all()}
    articles = Article.objects.filter(Exists(Task.objects.filter(project=project, article=OuterRef("pk"))))
    languages = articles.order_by("language").values_list("language", flat=True).distinct()
    return {
        "labels": sorted(labels.items()),
        "outlets": named(Outlet.objects.filter(pk__in=articles.values("outlet")), _("no outlet")),
        "stories": named(Story.objects.filter(pk__in=articles.values("story")), _("no story")),
        "languages": [(language, language or _("no language")) for language in languages],
        "formats": [(name, form.title) for name, form in FURTHER.items() if not form.missing],
    }


def named(rows: QuerySet[Any], nothing: str) -> list[tuple[str, str]]:
    names: Iterable[str] = rows.values_list("name", flat=True)
    return [("", nothing), *((name, name) for name in names)]


class WithdrawalForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why?"), strip=False, max_length=500, widget=forms.TextInput({"dir": "auto"})
    )
