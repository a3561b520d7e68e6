from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.labels.models import Label, LabelSet, LabelSetVersion
from newsreview.labels.proofreading import BadScheme
from newsreview.labels.publishing import default_scheme, make_label_set, publish

KIND = {"key": "kind", "name": "kind", "kind": "choice", "values": [{"key": "fact", "name": "fact"}]}


@pytest.fixture
def version(db: None) -> LabelSetVersion:
    return make_label_set(scheme=default_scheme())


def test_the_default_scheme_makes_a_first_version_in_its_order(version: LabelSetVersion) -> None:
    assert (str(version), version.number, version.is_published) == ("News marks v1", 1, False)
    assert sorted(version.guideline) == ["intro", "order_of_work", "sections"]
    assert list(version.labels.values_list("key", "kind", "position")) == [
        ("boilerplate", "span", 0),
        ("heading", "span", 1),
        ("source", "span", 2),
        ("claim", "span", 3),
        ("attributed_to", "link", 4),
        ("via", "link", 5),
        ("continues", "link", 6),
        ("origin", "article", 7),
    ]
    claim = version.labels.get(key="claim")
    asked = [(a.key, a.kind, a.default, a.enabled) for a in claim.attributes.all()]
    assert asked == [
        ("kind", "choice", "fact", True),
        ("form", "form", None, True),
        ("check_worthy", "flag", None, False),
    ]


def test_a_scheme_is_stored_in_few_queries(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(8):  # savepoint and release; set, version, labels, attributes; two to proofread
        make_label_set(scheme=default_scheme())


def test_words_of_the_label_set(version: LabelSetVersion) -> None:
    assert list(version.labels.of_kind("link").values_list("key", flat=True)) == ["attributed_to", "via", "continues"]
    version.labels.filter(key="via").update(retired=True)
    assert version.labels.in_use().count() == 7


def test_publishing_says_who_and_when(version: LabelSetVersion, person: Callable[..., User]) -> None:
    editor = person("editor")
    published = publish(version=version, by=editor)
    assert (published.is_published, published.published_by) == (True, editor)


def test_publishing_twice_changes_nothing(version: LabelSetVersion, person: Callable[..., User]) -> None:
    first = publish(version=version, by=person("editor"))
    second = publish(version=version, by=person("other"))
    assert (second.published_at, second.published_by) == (first.published_at, first.published_by)


def test_what_contradicts_itself_is_not_published(version: LabelSetVersion) -> None:
    version.labels.filter(key="claim").update(shortcut="u")
    with pytest.raises(BadScheme, match="The key “u” of label “claim” is reserved: choose another"):
        publish(version=version, by=None)
    version.refresh_from_db()
    assert not version.is_published


def changed(label: str, **fields: Any) -> dict[str, Any]:
    scheme = default_scheme()
    next(entry for entry in scheme["labels"] if entry["key"] == label).update(fields)
    return scheme


@pytest.mark.parametrize(
    ("label", "fields", "says"),
    [
        ("claim", {"key": "Claim"}, "Label “Claim”: A key is a small letter, then small letters, digits and _."),
        ("claim", {"channel": "sparkle"}, "Label “claim”: Value 'sparkle' is not a valid choice."),
        ("claim", {"kind": "mood"}, "Label “claim”: Value 'mood' is not a valid choice."),
        ("claim", {"shortcut": "s"}, "Two labels have the keyboard key “s”: change one."),
        ("claim", {"key": "source"}, "Two labels have the key “source”: change one."),
        ("claim", {"attributes": 2 * [KIND]}, "Two attributes have the key “claim.kind”: change one."),
        ("claim", {"name": ""}, "Label “claim”: This field cannot be blank."),
    ],
)
def test_a_malformed_scheme_leaves_nothing(db: None, label: str, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(BadScheme) as refused:
        make_label_set(scheme=changed(label, **fields))
    assert str(refused.value).startswith(says)
    assert (LabelSet.objects.count(), Label.objects.count()) == (0, 0)
