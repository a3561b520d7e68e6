"""Loaded by Django when it starts: each of these registers its screens."""

from newsreview.backoffice import (
    annotation,
    corpus,
    journal,
    labelsets,
    marks,
    memberships,
    notices,
    people,
    predictions,
    projects,
    releases,
    review,
    security,
    stories,
    suggestions,
)

__all__ = [
    "annotation",
    "corpus",
    "journal",
    "labelsets",
    "marks",
    "memberships",
    "notices",
    "people",
    "predictions",
    "projects",
    "releases",
    "review",
    "security",
    "stories",
    "suggestions",
]
