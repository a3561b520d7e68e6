"""What a release says of itself: what it was made of and how, how much is in it, and what was left out and why."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

import newsreview
from newsreview.exports.choosing import Choices
from newsreview.exports.dividing import Division
from newsreview.exports.gathering import Gathered, added_up, by_name
from newsreview.exports.models import Release
from newsreview.exports.shelving import Kept
from newsreview.splits.certifying import Certificate, Nearest

FORMAT = "newsreview-release"
FORMAT_VERSION = 1
NEAR = 0.2  # from this containment on a neighbour is worth a look
SHOWN = 20


def sums(files: Iterable[Kept]) -> bytes:
    """What `sha256sum -c` reads. Its own digest is the release's: it stands for every byte of them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files)).encode()


def content(gathered: Gathered, division: Division, files: list[Kept]) -> dict[str, Any]:
    """The part that the same articles and choices make again, byte by byte."""
    chooser = gathered.chooser
    label_sets = [gathered.heading["label_set"], *gathered.heading["other_label_sets"]]
    return {
        "digest": hashlib.sha256(sums(files)).hexdigest(),
        "files": [file._asdict() for file in sorted(files)],
        "choices": msgspec.to_builtins(chooser.choices),
        "label_sets": [
            {name: described[name] for name in ("id", "name", "version", "published_at")} for described in label_sets
        ],
        "counts": dict(gathered.totals),
        "by": {name: by_name(counts) for name, counts in gathered.by.items()},
        "left_out": {
            "articles": by_name(chooser.articles),
            "annotation_sets": by_name(chooser.sets),
            "marks_by_label": by_name(chooser.marks),
        },
        "splits": splits(gathered, division),
        "certificate": None,
        "moved": [],
    }


def splits(gathered: Gathered, division: Division) -> dict[str, Any] | None:
    choices: Choices = gathered.chooser.choices
    if not choices.shares:
        return None
    sides = {}
    for side in choices.sides:
        theirs = [one for one in gathered.chosen if division.side(one.member.id) == side]
        marks, outlets = Counter[str](), Counter(one.member.outlet for one in theirs)
        for one in theirs:
            marks.update(one.member.marks)
        sides[side] = added_up(theirs) | {"by": {"label": by_name(marks), "outlet": by_name(outlets)}}
    groups = {"count": len(division.groups), "largest": max(map(len, division.groups), default=0)}
    return {"sides": sides, "groups": groups, "moved": len(division.dealt.moved)}


def certified(certificate: Certificate) -> dict[str, Any]:
    """The nearest neighbours in words of a few figures, and the nearest of them by name."""
    tested = sorted(certificate.lines(), key=lambda nearest: (-nearest.containment, nearest.article))
    near = [nearest for nearest in tested if nearest.containment >= NEAR]
    return {
        "tested": len(tested),
        "runs_kept_one_in": certificate.one_in,
        "highest_containment": tested[0].containment if tested else 0.0,
        "near": len(near),
        "nearest": [named(nearest) for nearest in near[:SHOWN]],
    }


def named(nearest: Nearest) -> dict[str, Any]:
    return {"article": nearest.article, "nearest": nearest.neighbour, "containment": nearest.containment}


def of_release(release: Release, built_at: str, content: dict[str, Any]) -> dict[str, Any]:
    """The whole manifest: with what is of this release alone, and of the moment when it was built."""
    project = release.project
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "release": {
            "id": str(release.pk),
            "number": release.number,
            "name": release.name,
            "notes": release.notes,
            "project": {"slug": project.slug, "name": project.name},
            "requested_at": release.requested_at.isoformat(),
            "built_at": built_at,
            "built_with": f"newsreview {newsreview.__version__}",
        },
        **content,
    }


def as_file(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
