import pytest
from django.core.exceptions import ValidationError

from newsreview.labels import drafting
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish


@pytest.fixture
def version(db) -> LabelSetVersion:
    return make_label_set(scheme=default_scheme())


def a_label(version: LabelSetVersion, **fields: str) -> Label:
    return Label(version=version, **{"key": "figure", "kind": "span", "name": "figure", "channel": "edge"} | fields)


def test_draft_takes_guideline_labels_and_attributes(version):
    label = drafting.put_label(label=a_label(version))
    drafting.put_attribute(attribute=Attribute(label=label, key="unit", name="unit", kind="text"))
    drafting.write_guideline(version=version, guideline={"intro": "Look."})

    version.refresh_from_db()
    assert version.guideline == {"intro": "Look."}
    assert list(version.labels.get(key="figure").attributes.values_list("key", flat=True)) == ["unit"]


def test_malformed_label_is_refused(version):
    with pytest.raises(ValidationError, match="A key is a small letter"):
        drafting.put_label(label=a_label(version, key="Figure"))


def test_next_version_says_what_the_newest_says(version):
    publish(version=version, by=None)

    draft = drafting.begin_next_version(label_set=version.label_set)

    assert (draft.number, draft.is_published, draft.guideline) == (2, False, version.guideline)
    assert contents(draft) == contents(version)
    assert not {*draft.labels.all()} & {*version.labels.all()}


def contents(version: LabelSetVersion) -> list[tuple[object, ...]]:
    fields = [f.attname for f in Label._meta.fields if f.name not in {"id", "version"}]
    attribute_fields = [f.attname for f in Attribute._meta.fields if f.name not in {"id", "label"}]
    labels = list(version.labels.values_list(*fields))
    attributes = Attribute.objects.filter(label__version=version).order_by("label__position", "position")
    return [*labels, *attributes.values_list("label__key", *attribute_fields)]


def test_draft_that_is_worked_on_is_the_next_version(version):
    assert drafting.begin_next_version(label_set=version.label_set) == version


def test_label_set_is_renamed(version):
    drafting.rename_label_set(label_set=version.label_set, name="Other marks")

    assert str(LabelSetVersion.objects.get()) == "Other marks v1"
