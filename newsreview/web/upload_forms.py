"""Forms of the upload pages. Nothing here strips or changes what was typed: the readers and `check_details` decide."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile as ReceivedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.intake import uploading
from newsreview.intake.details import FIELDS, BadField, check_details, written_time
from newsreview.intake.foreign_labels import KINDS, Kind, LabelMap, Labels, Tally, become, in_all, labels_in
from newsreview.intake.kinds import ENDINGS
from newsreview.intake.models import Upload, UploadedFile

KIND_WORDS = {
    "span": gettext_lazy("spans"),
    "link": gettext_lazy("links"),
    "article": gettext_lazy("articles"),
}
LEFT_OUT = "-"  # which no key is


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list; an empty file is taken, so that it is named among the others and refused there."""
        return [super(ManyFilesField, self).clean(item, initial) for item in data or []]


class DetailsForm(forms.Form):
    """Fields which say something about an article, checked by the rules that hold at every door."""

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for field in FIELDS:
            if field in cleaned:
                try:
                    cleaned[field] = getattr(check_details({field: cleaned[field]}), field)
                except BadField as error:
                    self.add_error(field, error.message)
        return cleaned


def words(label: Any, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"} | attributes),
    )


class DefaultsForm(DetailsForm):
    outlet = words(gettext_lazy("Outlet, where none is given"), list="outlets")
    story = words(gettext_lazy("Story, where none is given"), list="stories")


class UploadForm(DefaultsForm):
    chosen = ManyFilesField(
        label=gettext_lazy("Files"),
        required=False,
        allow_empty_file=True,
        widget=ManyFilesInput({"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy(
            "Choose or drop them here, up to 100 at once: .txt or .html with one article each, or .jsonl, .json, .csv "
            "and .tsv with many; also packed as .gz or .zst, or together in a .zip or .tar. Files that were marked "
            "here, with Label Studio or with doccano come in with their marks."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text of one article"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": "8", "dir": "auto"}),
    )
    field_order = ("chosen", "text", "outlet", "story")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        files: list[ReceivedFile[bytes]] = cleaned.get("chosen", [])
        if not files and not cleaned.get("text"):
            self.add_error("chosen", _("Choose at least one file, or paste a text."))
        return cleaned


class FileForm(DetailsForm):
    """What a person says about one plain text file."""

    title = words(gettext_lazy("Title"))
    outlet = words(gettext_lazy("Outlet"), list="outlets")
    url = words(gettext_lazy("URL"), inputmode="url")
    published_at = words(gettext_lazy("Published"), placeholder="2025-10-15T18:40")
    language = words(gettext_lazy("Language"), placeholder="en")
    story = words(gettext_lazy("Story"), list="stories")


class ChosenForm(forms.Form):
    left_out = forms.BooleanField(label=gettext_lazy("Leave out"), required=False)


class DescribedFile(ChosenForm, FileForm):
    pass


class MarkedFile(ChosenForm):
    utf16 = forms.BooleanField(label=gettext_lazy("Its offsets count UTF-16 units"), required=False)


class LabelRow(NamedTuple):
    field: forms.BoundField
    kind: Any
    marks: int


class LabelsForm(forms.Form):
    """What each label of the files becomes here.

    `found` is of all files, `used` of those that are not left out. A field has its number by the former: else leaving a
    file out would give what was said of one label to another.
    """

    def __init__(
        self, data: MultiValueDict[str, Any] | None, *, upload: Upload, found: Tally, used: Tally, whole: bool
    ) -> None:
        super().__init__(data, prefix="labels")
        labels = labels_in(upload.project) if found.sets else {}
        before = uploading.chosen_for(upload)
        self.names: dict[str, tuple[Kind, str]] = {}
        self.rows: list[LabelRow] = []
        there = [(kind, name) for kind in KINDS for name in most_first(found.of(kind))]
        for number, (kind, name) in enumerate(there):
            if name not in used.of(kind):
                continue
            field = str(number)
            self.names[field] = kind, name
            becomes = become(name, kind, labels, before)
            self.fields[field] = forms.ChoiceField(
                label=name,
                choices=choices_of(kind, labels),
                initial=LEFT_OUT if becomes is None else becomes if becomes in labels else "",
                required=whole,
                error_messages={"required": gettext_lazy("Say what it becomes, or leave it out.")},
            )
            self.rows.append(LabelRow(self[field], KIND_WORDS[kind], used.of(kind)[name]))

    def chosen(self) -> LabelMap:
        """Those that were chosen."""
        said: dict[Kind, dict[str, str | None]] = {kind: {} for kind in KINDS}
        for field, (kind, name) in self.names.items():
            if key := self.cleaned_data[field]:
                said[kind][name] = None if key == LEFT_OUT else key
        return LabelMap(**said)


def most_first(counts: dict[str, int]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def choices_of(kind: Kind, labels: Labels) -> list[tuple[str, Any]]:
    ours = [(key, label.name) for key, label in labels.items() if label.kind == kind and not label.retired]
    return [("", gettext_lazy("Choose …")), *ours, (LEFT_OUT, gettext_lazy("leave out"))]


class CheckForm:
    """The page on which an upload is checked: what holds for all, and one form a file. Used like a form."""

    def __init__(
        self, upload: Upload, data: MultiValueDict[str, Any] | None = None, *, to_be_imported: bool = False
    ) -> None:
        self.upload = upload
        self.files = list(upload.files.order_by("number"))
        self.defaults = DefaultsForm(data, initial={"outlet": upload.outlet, "story": upload.story})
        self.forms = {file.number: form_of(file, data) for file in self.files if file.records}
        marked = [file for file in self.files if file.marks]
        found = in_all(map(uploading.tally_of, marked))
        used = in_all(uploading.tally_of(file) for file in marked if not self.leaves_out(file))
        self.labels = LabelsForm(data, upload=upload, found=found, used=used, whole=to_be_imported)

    def leaves_out(self, file: UploadedFile) -> bool:
        """As the form stands."""
        return file.number in self.forms and bool(self.forms[file.number]["left_out"].value())

    def is_valid(self) -> bool:
        everything = [self.defaults, self.labels, *self.forms.values()]
        return sum(not form.is_valid() for form in everything) == 0  # each says what is wrong with it

    def describe(self) -> None:
        """Stores what was entered."""
        said = {"labels": self.labels.chosen(), **self.defaults.cleaned_data}
        uploading.describe(upload=self.upload, files=self.apply(), **said)

    def apply(self) -> Iterable[UploadedFile]:
        """The files with what was entered, not saved yet."""
        for file in self.files:
            if form := self.forms.get(file.number):
                for name, value in form.cleaned_data.items():
                    setattr(file, name, value)
        return self.files


def form_of(file: UploadedFile, data: MultiValueDict[str, Any] | None) -> forms.Form:
    form = DescribedFile if file.is_text else MarkedFile if file.marks else ChosenForm
    initial = {name: getattr(file, name) for name in (*FIELDS, "left_out", "utf16")}
    initial["published_at"] = written_time(file.published_at)
    made: forms.Form = form(data, prefix=str(file.number), initial=initial)
    if file.is_text:
        made.fields["title"].widget.attrs["placeholder"] = file.first_line
    return made


class MendForm(forms.Form):
    raw = forms.CharField(
        label=gettext_lazy("The record"),
        strip=False,
        widget=forms.Textarea({"dir": "auto", "rows": 16, "spellcheck": "false", "class": "code"}),
    )
