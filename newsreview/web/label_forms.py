"""One form for a label and everything it asks. Its parts are told apart by key, which a label keeps across versions."""

import re
from collections.abc import Sequence
from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.labels import drafting
from newsreview.labels.dresses import DRESSES, dress_of
from newsreview.labels.entering import AttributeForm, LabelForm
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.labels.proofreading import BadScheme
from newsreview.labels.seeing import Overtaken, seen
from newsreview.quotes import Form

Entered = MultiValueDict[str, Any] | None


def key_of(name: str) -> str:
    """The name in data that a name on screen suggests: named_person."""
    return re.sub(r"\W+|-", "_", slugify(name)).strip("_")[:50]


class ValuesField(forms.CharField):
    """One value a line: its name, or where its name in data is another, “key: name”."""

    widget = forms.Textarea({"rows": 4, "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(map(self.written, value))

    def written(self, value: dict[str, str]) -> str:
        key, name = value["key"], value["name"]
        return name if key_of(name) == key and ": " not in name else f"{key}: {name}"

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override] # a CharField's value is text
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        parts = [line.partition(": ") for line in lines]
        return [
            {"key": key, "name": name.strip()} if name else {"key": key_of(key), "name": key} for key, _, name in parts
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


class QuestionForm(AttributeForm):
    """An attribute that stands. An empty key of a new one is made from its name."""

    values = ValuesField(
        label=gettext_lazy("Values"),
        required=False,
        help_text=gettext_lazy("One a line, in the order of their keys; “key: name” where its name in data differs."),
    )
    default = forms.CharField(
        label=gettext_lazy("Filled in at first"),
        required=False,
        strip=False,
        help_text=gettext_lazy("A value’s name in data; yes or no; a text. Usually nothing."),
    )

    class Meta:
        model = Attribute
        fields = ("name", "kind", "values", "default", "required", "enabled")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(default := self.initial.get("default"), bool):
            self.initial["default"] = _("yes") if default else _("no")

    def clean(self) -> dict[str, Any]:
        given, kind = self.cleaned_data, self.cleaned_data.get("kind")
        if kind == Attribute.Kind.FORM and not given.get("values"):
            given["values"] = [{"key": form, "name": form} for form in get_args(Form)]
        if kind == Attribute.Kind.FLAG and given.get("default"):
            words, said = {_("yes"): True, _("no"): False}, given["default"].strip().lower()
            if said not in words:
                self.add_error("default", _("Filled in at first is yes, no, or nothing."))
            given["default"] = words.get(said)
        given["default"] = None if given.get("default") == "" else given.get("default")
        return super().clean()


class NewQuestionForm(QuestionForm):
    class Meta(QuestionForm.Meta):
        fields = ("name", "key", "kind", "values", "default", "required")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, empty_permitted=True, use_required_attribute=False)
        self.fields["key"].required = False
        self.fields["key"].help_text = _("Left empty, it is made from the name.")

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or key_of(self.cleaned_data.get("name", ""))


class KeysField(forms.MultipleChoiceField):
    """Several of some labels. Those that stand keep their order: that alone would be a change."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, labels: Sequence[Label], *, standing: Sequence[str], label: str) -> None:
        super().__init__(choices=[(each.key, each.name) for each in labels], required=False, label=label)
        self.standing = standing

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        return [*(key for key in self.standing if key in chosen), *(key for key in chosen if key not in self.standing)]


class WordsForm(LabelForm):
    """What every label has: its name, its key in data as long as it is new, and its rule."""

    class Meta:
        model = Label
        fields: Sequence[str] = ("name", "key", "summary", "rule", "retired")
        widgets = {"summary": forms.Textarea({"rows": 2, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = self.instance
        fields: dict[str, Any] = self.fields
        if label._state.adding:  # noqa: SLF001 -- the pk is made before the row is
            fields["key"].required = False
            fields["key"].help_text = _("Left empty, it is made from the name.")
            del fields["retired"]
        else:
            del fields["key"]
            if label.version.is_published:
                del fields["retired"]
        fields["summary"].help_text = _("Its rule in one sentence, shown beside each span.")
        self.other_spans = list(label.version.labels.of_kind(Label.Kind.SPAN).exclude(pk=label.pk))
        for name in {"excludes", "from_labels", "to_labels"} & fields.keys():
            fields[name] = KeysField(self.other_spans, standing=getattr(label, name), label=fields[name].label)

    def clean_key(self) -> str:
        key = self.cleaned_data["key"] or key_of(self.cleaned_data.get("name", ""))
        if self.instance.version.labels.filter(key=key).exists():
            raise ValidationError(_("Another label is called “%(key)s” in data.") % {"key": key})
        return str(key)


class SpanLabelForm(WordsForm):
    dress = forms.ChoiceField(
        choices=[(dress.key, name) for dress, name in DRESSES.items()],
        label=gettext_lazy("Dress"),
        widget=forms.RadioSelect,
    )

    class Meta(WordsForm.Meta):
        fields = ("name", "key", "shortcut", "unit", "summary", "rule", "excludes", "retired")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worn = dress_of(self.instance)
        field: Any = self.fields["dress"]
        if worn not in DRESSES and worn.channel:
            field.choices = [*field.choices, (worn.key, _("as it is"))]
        self.initial["dress"] = worn.key
        self.fields["excludes"].help_text = _("These may not lie where this one lies.")

    def clean_shortcut(self) -> str:
        shortcut: str = self.cleaned_data["shortcut"]
        # With Shift, the key of a label for paragraphs goes on to the end.
        if other := next((o for o in self.other_spans if shortcut and o.shortcut.lower() == shortcut.lower()), None):
            raise ValidationError(_("The key “%(key)s” is that of %(label)s.") % {"key": shortcut, "label": other.name})
        return shortcut

    def clean_dress(self) -> str:
        dress: str = self.cleaned_data["dress"]
        if other := next((o for o in self.other_spans if dress_of(o).key == dress), None):
            raise ValidationError(_("%(label)s wears this dress: choose another.") % {"label": other.name.capitalize()})
        return dress

    def _post_clean(self) -> None:
        """Before the label is looked at as a whole."""
        chosen = next((dress for dress in DRESSES if dress.key == self.cleaned_data.get("dress")), None)
        if chosen:
            self.instance.channel, self.instance.hue, self.instance.line = chosen
        super()._post_clean()  # type: ignore[misc] # ModelForm has it


class LinkLabelForm(WordsForm):
    class Meta(WordsForm.Meta):
        fields = ("name", "key", "from_labels", "to_labels", "at_most_one", "summary", "rule", "retired")


FORMS_OF: dict[str, type[WordsForm]] = {
    Label.Kind.SPAN: SpanLabelForm,
    Label.Kind.LINK: LinkLabelForm,
    Label.Kind.ARTICLE: WordsForm,
}


class LabelEntry:
    """A label as it is entered: itself, what it asks, and room for one more question."""

    def __init__(self, label: Label, entered: Entered = None) -> None:
        self.label = label
        self.form = FORMS_OF[label.kind](entered, instance=label)
        self.known = entered.get("known", "") if entered else ""
        self.is_new = label._state.adding  # noqa: SLF001 -- the pk is made before the row is
        standing = [] if self.is_new else list(label.attributes.all())
        self.seen = "" if self.is_new else seen(label)
        for attribute in standing:
            attribute.label = label
        self.questions = [QuestionForm(entered, instance=a, prefix=f"ask-{a.key}") for a in standing]
        coming = Attribute(label=label, position=len(standing))
        self.new_question = NewQuestionForm(entered, instance=coming, prefix="ask")

    @property
    def forms(self) -> list[Any]:
        return [self.form, *self.questions, self.new_question]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # each is asked, for all to say what is wrong

    def put(self) -> bool:
        """Whether it was taken. What speaks against it as a whole is an error of the form; raises Published."""
        asked = [form.instance for form in [*self.questions, self.new_question] if form.has_changed()]
        try:
            drafting.put_label(label=self.form.instance, attributes=asked, known=self.known)
        except (BadScheme, Overtaken, ValidationError) as error:
            self.form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return False
        return True


def new_label(version: LabelSetVersion, kind: str) -> Label:
    """At the end of the list, so that what others infer from its order stays."""
    last = version.labels.order_by("position").last()
    return Label(version=version, kind=kind, position=last.position + 1 if last else 0)
