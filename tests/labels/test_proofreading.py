"""What a label set must not say before it is published."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings

from newsreview.labels.proofreading import RESERVED_SHORTCUTS, BadScheme
from newsreview.labels.publishing import make_label_set

FORMS = [{"key": form, "name": form} for form in ("direct", "mixed", "paraphrase", "narrator")]
SCHEME: dict[str, Any] = {
    "name": "Small",
    "labels": [
        {"key": "claim", "kind": "span", "name": "claim", "channel": "line", "attributes": []},
        {"key": "source", "kind": "span", "name": "source", "channel": "fill", "attributes": []},
        {"key": "told_by", "kind": "link", "name": "told by", "from_labels": ["claim"], "to_labels": ["source"]},
        {"key": "origin", "kind": "article", "name": "origin", "attributes": []},
    ],
}


def scheme(label: str, among: dict[str, Any] = SCHEME, **fields: Any) -> dict[str, Any]:
    changed = deepcopy(among)
    next(entry for entry in changed["labels"] if entry["key"] == label).update(fields)
    return changed


def asking(label: str, *attributes: dict[str, Any]) -> dict[str, Any]:
    return scheme(label, attributes=[{"key": "mood", "name": "mood", "kind": "text"} | each for each in attributes])


def test_a_small_scheme_is_fine(db: None) -> None:
    good = asking(
        "claim",
        {"kind": "choice", "values": [{"key": "a", "name": "A"}], "default": "a"},
        {"key": "form", "kind": "form", "values": FORMS},
        {"key": "sure", "kind": "flag", "default": False},
        {"key": "who", "kind": "suggestion", "default": "nobody"},
    )
    assert make_label_set(scheme=good).labels.count() == 4


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (scheme("claim", shortcut=" "), "The key of label “claim” is not one that can be seen: choose a letter."),
        (scheme("claim", shortcut="\u200b"), "The key of label “claim” is not one that can be seen: choose a letter."),
        (scheme("claim", shortcut="p", unit="paragraph"), "The key “P” of label “claim” is reserved: choose another."),
        (
            scheme("source", among=scheme("claim", shortcut="b", unit="paragraph"), shortcut="B"),
            "Labels “claim” and “source” both have the key “B”: change one.",
        ),
        (scheme("claim", excludes=["mood"]), "Label “claim” names span labels that do not exist: mood."),
        (scheme("claim", excludes=["told_by"]), "Label “claim” names span labels that do not exist: told_by."),
        (scheme("told_by", to_labels=["origin"]), "Label “told_by” names span labels that do not exist: origin."),
        (scheme("told_by", from_labels=[]), "Link label “told_by” must say from and to which span labels it goes."),
        (scheme("source", channel="line"), "Labels “claim” and “source” wear the same dress: change one."),
        (asking("claim", {"key": "note"}), "“claim.note” is what every span has already: call it something else."),
        (
            asking("told_by", {"key": "unsure"}),
            "“told_by.unsure” is what every span has already: call it something else.",
        ),
        (asking("claim", {"kind": "choice"}), "Attribute “claim.mood” offers no values."),
        (
            asking("claim", {"kind": "choice", "values": ["a", "b"]}),
            "The values of “claim.mood” must be a list of objects, each with a key and a name.",
        ),
        (
            asking("claim", {"kind": "choice", "values": [{"key": "a"}]}),
            "The values of “claim.mood” must be a list of objects, each with a key and a name.",
        ),
        (
            asking("claim", {"kind": "choice", "values": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}),
            "Two values of “claim.mood” have the same key: change one.",
        ),
        (
            asking("claim", {"kind": "choice", "values": [{"key": "a", "name": "A"}], "default": "b"}),
            "The default of “claim.mood” is none of its values.",
        ),
        (asking("claim", {"kind": "flag", "default": "yes"}), "The default of “claim.mood” must be true or false."),
        (asking("claim", {"default": " "}), "The default of “claim.mood” must be a text of 1 to 500 characters."),
        (asking("claim", {"default": 7}), "The default of “claim.mood” must be a text of 1 to 500 characters."),
        (
            asking("claim", {"kind": "form", "values": FORMS[:3]}),
            "The values of “claim.mood” must be those that can be computed: direct, mixed, paraphrase, narrator.",
        ),
        (
            asking("told_by", {"kind": "form", "values": FORMS}),
            "Only a span label has a form, and only one; “told_by” asks for it otherwise.",
        ),
        (
            asking("claim", *({"key": key, "kind": "form", "values": FORMS} for key in ("one", "two"))),
            "Only a span label has a form, and only one; “claim” asks for it otherwise.",
        ),
        (asking("claim", {"kind": "number"}), "Attribute “claim.mood”: Value 'number' is not a valid choice."),
        (
            asking("claim", {"key": "Mood"}),
            "Attribute “claim.Mood”: A key is a small letter, then small letters, digits and _.",
        ),
    ],
)
def test_contradictions_are_named(db: None, bad: dict[str, Any], says: str) -> None:
    with pytest.raises(BadScheme) as refused:
        make_label_set(scheme=bad)
    assert str(refused.value) == says


@pytest.mark.parametrize("key", sorted(RESERVED_SHORTCUTS))
def test_keys_that_mean_something_already_are_reserved(db: None, key: str) -> None:
    with pytest.raises(BadScheme, match="is reserved: choose another"):
        make_label_set(scheme=scheme("claim", shortcut=key))


def test_every_key_of_the_workbench_is_reserved() -> None:
    table = (settings.BASE_DIR / "static" / "js" / "keymap.js").read_text(encoding="utf-8")
    keys = {key for row in re.findall(r"keys: (\[.+?\]), act", table) for key in json.loads(row)}
    begun = {key.split()[0] for key in keys}

    assert {key for key in begun if len(key) == 1} == RESERVED_SHORTCUTS - set("arA")


def test_all_other_letters_are_free(db: None) -> None:
    free = set("abcdefghijklmnopqrstuvwxyz") - RESERVED_SHORTCUTS
    assert "".join(sorted(free)) == "bcdehopqstwyz"
    for number, letter in enumerate(sorted(free)):
        make_label_set(scheme=scheme("claim", shortcut=letter) | {"name": f"Small {number}"})
