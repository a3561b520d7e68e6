"""The data card of a release, in Markdown: its manifest for people to read, kept with the files and so in English."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsreview.native_format import in_words

CHECKED = (
    "Texts, offsets and marks are as newsreview's `docs/export-format.md` describes them. Check the files with"
    " `sha256sum -c SHA256SUMS`."
)


def card(manifest: Mapping[str, Any]) -> str:
    release, counts = manifest["release"], manifest["counts"]
    parts = [
        f"# {release['project']['name']}, release {release['number']}: {release['name']}",
        cell(release["notes"]),
        f"Built on {release['built_at'][:10]} with {release['built_with']}. Digest `{manifest['digest']}`.",
        CHECKED,
        "## What is in it",
        table(["", "Count"], ((name.replace("_", " "), count) for name, count in counts.items())),
        chosen(manifest["choices"]),
        *by(manifest["by"]),
        *label_sets(manifest["label_sets"]),
        *splits(manifest),
        *left_out(manifest["left_out"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def chosen(choices: Mapping[str, Any]) -> str:
    said = {"sets": choices["sets"], "votes": choices["votes"]}
    said |= {name: ", ".join(choices[name]) or "all" for name in ("labels", "outlets", "stories", "languages")}
    said["formats"] = ", ".join(["jsonl", *choices["formats"]])
    return "## What was chosen\n\n" + table(["Of", "Chosen"], said.items())


def by(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    heads = {
        "label": "Marks by label",
        "outlet": "Articles by outlet",
        "story": "Articles by story",
        "who": "Sets by annotator",
    }
    return [
        f"### {head}\n\n" + table([name.capitalize(), "Count"], ((key or "none", n) for key, n in counts[name].items()))
        for name, head in heads.items()
    ]


def label_sets(described: Iterable[Mapping[str, Any]]) -> list[str]:
    rows = [(one["name"], one["version"], (one["published_at"] or "draft")[:10]) for one in described]
    return ["## Label set and guideline", table(["Name", "Version", "Published"], rows)]


def splits(manifest: Mapping[str, Any]) -> list[str]:
    if not manifest["splits"]:
        return []
    sides, certificate = manifest["splits"]["sides"], manifest["certificate"]
    rows = [(side, of["articles"], of["spans"], of["links"]) for side, of in sides.items()]
    groups, moved = manifest["splits"]["groups"], in_words({"articles": manifest["splits"]["moved"]})
    together = (
        "Articles that tell one story, share a paragraph or have one address stay on one side:"
        f" {in_words({'groups': groups['count']})}, the largest of {in_words({'articles': groups['largest']})}."
        f" On another side than in the release before: {moved}."
    )
    near = (
        "Test articles with a training neighbour that has a fifth or more of their five-word runs:"
        f" {certificate['near']} of {certificate['tested']}."
        f" The highest containment is {certificate['highest_containment']}."
    )
    return ["## Splits", table(["Side", "Articles", "Spans", "Links"], rows), together, near]


def left_out(reasons: Mapping[str, Mapping[str, int]]) -> list[str]:
    rows = [
        (what.replace("_", " "), reason.replace("_", " "), count)
        for what, counts in reasons.items()
        for reason, count in counts.items()
    ]
    return ["## What was left out", table(["What", "Why", "Count"], rows) if rows else "Nothing."]


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell(each) for each in line) + " |" for line in lines)


def cell(value: object) -> str:
    """Names come from outside: what would end the cell, or mean something in Markdown or HTML, stands for itself."""
    said = " ".join(str(value).split())
    for special in "\\`*_[]<>|":
        said = said.replace(special, f"\\{special}")
    return said
