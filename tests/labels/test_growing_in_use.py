"""A published version takes what is only added; everything else is the next version's."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from newsreview.labels import drafting
from newsreview.labels.models import Attribute, Label, LabelSetVersion
from newsreview.labels.proofreading import BadScheme
from newsreview.labels.publishing import default_scheme, make_label_set, publish


@pytest.fixture
def version(db: None) -> LabelSetVersion:
    return publish(version=make_label_set(scheme=default_scheme()), by=None)


def changed(row: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def a_label(version: LabelSetVersion, **fields: Any) -> Label:
    dress = {"channel": "line", "hue": "green", "line": "dashed"}
    return Label(version=version, **{"key": "figure", "kind": "span", "name": "figure", "position": 8} | dress | fields)


def of(version: LabelSetVersion, label: str, attribute: str) -> Attribute:
    return Attribute.objects.get(label__version=version, label__key=label, key=attribute)


def test_values_rules_and_labels_with_their_questions_are_added(version: LabelSetVersion) -> None:
    kinds = of(version, "boilerplate", "type")
    drafting.put_attribute(attribute=changed(kinds, values=[*kinds.values, {"key": "podcast", "name": "podcast"}]))
    figure = a_label(version)
    drafting.put_label(label=figure, attributes=[Attribute(label=figure, key="unit", name="unit", kind="text")])
    drafting.put_label(label=changed(figure, summary="A number that counts something.", rule="7.1"))
    guideline = deepcopy(version.guideline)
    guideline["sections"][0]["rules"].append({"number": "1.6", "text": "Podcasts.", "right": [], "wrong": []})
    guideline["sections"][0]["rules"][0]["right"].append({"quote": "Listen", "says": "promotion"})
    drafting.write_guideline(version=version, guideline=guideline)

    version.refresh_from_db()
    assert of(version, "boilerplate", "type").value_keys[-1] == "podcast"
    assert (of(version, "figure", "unit").kind, version.labels.get(key="figure").rule) == ("text", "7.1")
    assert version.guideline["sections"][0]["rules"][-1]["number"] == "1.6"


CHANGES: dict[str, Callable[[LabelSetVersion], Any]] = {
    "“claim” (unit)": lambda v: drafting.put_label(label=changed(v.labels.get(key="claim"), unit="paragraph")),
    "“claim” (summary)": lambda v: drafting.put_label(label=changed(v.labels.get(key="claim"), summary="So.")),
    "“claim” (retired)": lambda v: drafting.put_label(label=changed(v.labels.get(key="claim"), retired=True)),
    "“claim.kind” (values)": lambda v: drafting.put_attribute(
        attribute=changed(of(v, "claim", "kind"), values=of(v, "claim", "kind").values[::-1])
    ),
    "“claim.check_worthy” (asked)": lambda v: drafting.put_attribute(
        attribute=changed(of(v, "claim", "check_worthy"), enabled=True)
    ),
    "“claim.mood” (new)": lambda v: drafting.put_attribute(
        attribute=Attribute(label=v.labels.get(key="claim"), key="mood", name="mood", kind="text")
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_stands_is_changed_in_the_next_version(version: LabelSetVersion, what: str) -> None:
    with pytest.raises(drafting.Published) as refused:
        CHANGES[what](version)
    assert str(refused.value) == (
        f"News marks v1 is published and only grows. This would change {what}: make it in the next version."
    )


GUIDELINES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "the introduction": lambda g: g.update(intro="Look."),
    "the order of work": lambda g: g.pop("order_of_work"),
    "section 2": lambda g: g["sections"].pop(1),
    "section 1": lambda g: g["sections"][0].update(title="Rubbish"),
    "rule 1.1": lambda g: g["sections"][0]["rules"][0].update(text="Rubbish."),
    "rule 1.2": lambda g: g["sections"][0]["rules"][1]["right"].pop(),
    "rule 1.3": lambda g: g["sections"][0]["rules"].pop(2),
}


@pytest.mark.parametrize("what", GUIDELINES)
def test_rules_that_stand_are_reworded_in_the_next_version(version: LabelSetVersion, what: str) -> None:
    guideline = deepcopy(version.guideline)
    GUIDELINES[what](guideline)

    with pytest.raises(drafting.Published, match=f"This would change {what}: make it in the next version"):
        drafting.write_guideline(version=version, guideline=guideline)


def test_a_published_version_never_contradicts_itself(version: LabelSetVersion) -> None:
    with pytest.raises(BadScheme, match="The key “l” of label “figure” is reserved"):
        drafting.put_label(label=a_label(version, shortcut="l"))
    with pytest.raises(BadScheme, match="Labels “claim” and “figure” wear the same dress"):
        drafting.put_label(label=a_label(version, hue="blue", line="solid"))
    assert not version.labels.filter(key="figure").exists()


def test_only_the_newest_version_grows_be_it_a_draft_or_published(version: LabelSetVersion) -> None:
    newer = drafting.begin_next_version(label_set=version.label_set)

    with pytest.raises(drafting.Published, match="News marks v2 is newer: make the change there"):
        drafting.put_label(label=a_label(version))
    publish(version=newer, by=None)
    with pytest.raises(drafting.Published, match="News marks v2 is newer: make the change there"):
        drafting.put_label(label=a_label(version))
    assert drafting.put_label(label=a_label(newer)).version == newer
