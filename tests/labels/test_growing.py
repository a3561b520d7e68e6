"""A published label set only grows: PostgreSQL refuses the rest, whoever asks."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from newsreview.accounts.models import User
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from tests.owner import as_owner

GROWS = "a published label set only grows"


@pytest.fixture
def draft(db: None) -> LabelSetVersion:
    return make_label_set(scheme=default_scheme())


@pytest.fixture
def published(draft: LabelSetVersion) -> LabelSetVersion:
    return publish(version=draft, by=None)


def refused(sentence: str, act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as error, as_owner():
        act()
    cause: Any = error.value.__cause__
    assert cause.diag.constraint_name == sentence


LABEL_CHANGES: list[dict[str, Any]] = [
    {"key": "assertion"},
    {"kind": "article"},
    {"unit": "paragraph"},
    {"excludes": ["source"]},
    {"from_labels": ["source"]},
    {"to_labels": ["source"]},
    {"at_most_one": True},
]
ATTRIBUTE_CHANGES: list[dict[str, Any]] = [
    {"key": "type"},
    {"kind": "text"},
    {"required": True},
    {"values": []},
    {"values": [{"key": "fact", "name": "Fact"}, {"key": "aim", "name": "aim"}, {"key": "view", "name": "view"}]},
]


@pytest.mark.parametrize("change", LABEL_CHANGES)
def test_labels_keep_their_meaning(published: LabelSetVersion, change: dict[str, Any]) -> None:
    refused(GROWS, lambda: published.labels.filter(key="claim").update(**change))


@pytest.mark.parametrize("change", LABEL_CHANGES[1:])
def test_labels_of_a_draft_may_change(draft: LabelSetVersion, change: dict[str, Any]) -> None:
    assert draft.labels.filter(key="claim").update(**change) == 1


@pytest.mark.parametrize("change", ATTRIBUTE_CHANGES)
def test_attributes_keep_their_meaning(published: LabelSetVersion, change: dict[str, Any]) -> None:
    kind = Attribute.objects.filter(label__version=published, label__key="claim", key="kind")
    refused(GROWS, lambda: kind.update(**change))


@pytest.mark.parametrize("change", ATTRIBUTE_CHANGES)
def test_attributes_of_a_draft_may_change(draft: LabelSetVersion, change: dict[str, Any]) -> None:
    kind = Attribute.objects.filter(label__version=draft, label__key="claim", key="kind")
    assert kind.update(**change) == 1


def test_nothing_is_deleted(published: LabelSetVersion) -> None:
    refused(GROWS, lambda: Attribute.objects.filter(label__version=published)._raw_delete("default"))
    refused(GROWS, lambda: Label.objects.filter(version=published, kind="article")._raw_delete("default"))


def test_a_draft_can_be_thrown_away(draft: LabelSetVersion) -> None:
    with as_owner():
        Attribute.objects.filter(label__version=draft).delete()
        assert Label.objects.filter(version=draft).delete()[0] == 8


def test_labels_values_and_dresses_may_come_and_labels_retire(published: LabelSetVersion) -> None:
    claim = published.labels.get(key="claim")
    Label.objects.create(version=published, key="figure", kind="span", name="figure", channel="edge", hue="red")
    Attribute.objects.create(label=claim, key="figures", name="figures", kind="flag")
    kind = claim.attributes.get(key="kind")
    kind.values = [*kind.values, {"key": "doubt", "name": "doubt"}]
    kind.save(update_fields=["values"])
    published.labels.filter(key="claim").update(name="Claim", hue="green", shortcut="q", summary="So.", retired=True)
    claim.attributes.filter(key="check_worthy").update(enabled=True, default=False, name="worth checking")
    assert (published.labels.count(), claim.attributes.get(key="kind").value_keys[-1]) == (9, "doubt")


def test_a_published_version_stays_published_under_its_number(
    published: LabelSetVersion, person: Callable[..., User]
) -> None:
    versions = LabelSetVersion.objects.filter(pk=published.pk)
    changes: list[dict[str, Any]] = [
        {"published_at": None},
        {"published_at": timezone.now()},
        {"published_by": person("other")},
        {"number": 2},
    ]
    for change in changes:
        refused("a published label set stays published", partial(versions.update, **change))
    versions.update(guideline={"intro": "Said better."})


def test_names_in_data_are_unique(draft: LabelSetVersion) -> None:
    claim = draft.labels.get(key="claim")
    label = {"version": draft, "kind": "span", "name": "again"}
    refused("keys of labels are unique in a version", lambda: Label.objects.create(key="claim", **label))
    refused(
        "keyboard keys of labels are unique in a version",
        lambda: Label.objects.create(key="again", shortcut="c", **label),
    )
    refused("a label has a kind", lambda: Label.objects.create(key="again", **(label | {"kind": "mood"})))
    refused(
        "keys of attributes are unique in a label",
        lambda: Attribute.objects.create(label=claim, key="kind", name="kind", kind="text"),
    )
    refused(
        "versions of a label set are numbered",
        lambda: LabelSetVersion.objects.create(label_set=draft.label_set, number=1),
    )
