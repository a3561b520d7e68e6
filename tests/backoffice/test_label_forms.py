import json

import pytest
from django.forms import modelform_factory

from newsreview.backoffice.json_field import StrictJSON
from newsreview.backoffice.label_forms import VersionForm
from newsreview.labels.entering import AttributeForm
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


@pytest.mark.parametrize(
    ("guideline", "errors"),
    [
        ("[1]", ['A guideline is an object: {"intro": …, "order_of_work": …, "sections": […]}.']),
        ('{"sections": 1}', ["“sections” is a list."]),
        ('{"sections": [1]}', ["Section 1 is an object whose “rules” are a list."]),
        ('{"sections": [{"number": "1"}]}', ["Section 1 needs a “title”, in quotes."]),
        (
            '{"sections": [{"number": "1", "title": "x", "rules": [{"number": 1}]}]}',
            ["Section 1, rule 1 is an object with a “number” and a “text”, both in quotes."],
        ),
        ('{"sections": [{"number": "1", "title": "x", "rules": [{"number": "1.1", "text": "y"}]}]}', None),
        ("{}", None),
    ],
)
def test_wrong_guideline_is_named(guideline, errors):
    form_class = modelform_factory(
        LabelSetVersion, VersionForm, fields=["guideline"], field_classes={"guideline": StrictJSON}
    )
    form = form_class({"guideline": guideline})

    assert form.errors.get("guideline") == errors
