import json
from typing import Any

import pytest
from django.forms import modelform_factory

from newsreview.backoffice.json_field import StrictJSON
from newsreview.backoffice.label_forms import VersionForm
from newsreview.labels.entering import AttributeForm
from newsreview.labels.guideline_text import parse
from newsreview.labels.models import Attribute, LabelSetVersion

FACT = {"key": "fact", "name": "fact"}


def attribute_errors(values: str, default: str = "", kind: str = "choice") -> dict[str, list[str]]:
    classes = {"values": StrictJSON, "default": StrictJSON}
    form_class = modelform_factory(
        Attribute, AttributeForm, fields=["kind", "values", "default"], field_classes=classes
    )
    form = form_class({"kind": kind, "values": values, "default": default})
    for name in ("values", "default"):
        form.fields[name].required = False
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ("[", "This is not JSON: expecting value. (at line 1, column 2)"),
        ('[{"key": "a", "key": "b"}]', 'The key "key" appears twice in one object. (at $[0].key)'),
        ('"fact"', 'Values are a list of objects: [{"key": "fact", "name": "fact"}, …].'),
        ('["fact"]', "Value 1 is no object with a “key” and a “name”."),
        ('[{"key": "fact"}]', "Value 1 needs a “name”, in quotes."),
        ('[{"key": 1, "name": "one"}]', "Value 1 needs a “key”, in quotes."),
        ('[{"key": "Fact", "name": "x"}]', "Value 1: A key is a small letter, then small letters, digits and _."),
        (json.dumps([FACT, FACT]), "Two values have the key “fact”."),
        ("[]", "This kind of attribute needs values to choose from."),
        ("", "This kind of attribute needs values to choose from."),
    ],
)
def test_wrong_values_are_named(values, error):
    assert attribute_errors(values) == {"values": [error]}


def test_default_is_one_of_the_values():
    assert attribute_errors(json.dumps([FACT]), '"aim"') == {
        "default": ["The default is one of the values' keys, in quotes: fact."]
    }


def test_sound_attributes_have_no_errors():
    assert attribute_errors(json.dumps([FACT]), '"fact"') == {}
    assert attribute_errors("", kind="text") == {}


def guideline_form(guideline: object) -> Any:
    form_class = modelform_factory(
        LabelSetVersion, VersionForm, fields=["guideline"], field_classes={"guideline": StrictJSON}
    )
    return form_class({"guideline": json.dumps(guideline)})


def with_rule(**told: object) -> dict[str, object]:
    return {"sections": [{"number": "1", "title": "x", "rules": [{"number": "1.1", "text": "y"} | told]}]}


@pytest.mark.parametrize(
    ("guideline", "error"),
    [
        ([1], "Expected `object`, got `array`"),
        ({"sections": 1}, "Expected `array`, got `int` - at `$.sections`"),
        ({"sections": [1]}, "Expected `object`, got `int` - at `$.sections[0]`"),
        ({"sections": [{"number": "1"}]}, "Object missing required field `title` - at `$.sections[0]`"),
        (with_rule(number=1), "Expected `str`, got `int` - at `$.sections[0].rules[0].number`"),
        (with_rule(right=["foo"]), "Expected `object`, got `str` - at `$.sections[0].rules[0].right[0]`"),
        (with_rule(mood="x"), "Object contains unknown field `mood` - at `$.sections[0].rules[0]`"),
        (with_rule(number="2.1"), "Line 3: rule 2.1 stands in section 1: number it 1.1 or so."),
        (with_rule(text="one\ntwo"), "Its text would not say the same: rule 1.1."),
        ({"intro": 5}, "Expected `str`, got `int` - at `$.intro`"),
        ({"intro": "**Read** this."}, "Line 1: a rule stands in a section: begin one with “## 1 Title”."),
        ({"intro": " Look. "}, "Its text would not say the same: the introduction."),
    ],
)
def test_wrong_guideline_is_named(guideline, error):
    assert guideline_form(guideline).errors.get("guideline") == [error]


def test_a_guideline_is_kept_as_its_text_would_be_read():
    form = guideline_form(with_rule(right=[{"quote": "z"}]))

    assert form.errors == {}
    assert form.cleaned_data["guideline"] == parse("## 1 x\n**1.1** y\n- Right: `z`")
    assert guideline_form({}).errors == {}
