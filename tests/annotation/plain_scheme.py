"""The label set of the plain desk, as the app reads it. It has what the default one lacks: labels that share an answer,

one that is retired, a required question, and a link that goes to two kinds of spans.
"""

from typing import Any

from tests.annotation.plain_desk import AT_MOST_ONE, DEFAULTS, LINK_ENDS, NO_CLAIMS_INSIDE, QUESTIONS, REQUIRED, RETIRED


def attribute(label: str, key: str) -> dict[str, Any]:
    asked = QUESTIONS[label][key]
    kind = {"form": "form", "who": "suggestion"}.get(key) or {bool: "flag", str: "text"}.get(asked, "choice")
    values = [{"key": value, "name": value} for value in asked] if isinstance(asked, tuple) else []
    default = DEFAULTS.get(label, {}).get(key)
    required = (label, key) == REQUIRED
    return {"key": key, "name": key, "kind": kind, "values": values, "default": default, "required": required}


def label(key: str) -> dict[str, Any]:
    kind = "link" if key in LINK_ENDS else "article" if key == "origin" else "span"
    starts, ends = LINK_ENDS.get(key, ((), ()))
    return {
        "key": key,
        "name": key,
        "kind": kind,
        "hue": key,
        "retired": key in RETIRED,
        "at_most_one": key in AT_MOST_ONE,
        "excludes": sorted(NO_CLAIMS_INSIDE.get(key, ())),
        "from_labels": sorted(starts),
        "to_labels": sorted(ends),
        "attributes": [attribute(key, question) for question in QUESTIONS[key]],
    }


SCHEME: dict[str, Any] = {"name": "Plain marks", "labels": [label(key) for key in QUESTIONS]}
