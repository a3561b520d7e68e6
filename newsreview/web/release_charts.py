"""The data card of a release as charts and tables, out of its manifest."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from newsreview.exports.changes import HOW
from newsreview.splits.dealing import SIDES
from newsreview.web.charts import Chart

LONGEST = 20  # rows of a chart; the manifest has them all


def charts(manifest: Mapping[str, Any]) -> list[Chart]:
    by = manifest["by"]
    found = [
        chart("labels", _("Labels"), _("Spans, links and article labels."), _("Label"), by["label"]),
        chart("outlets", _("Outlets"), _("Articles."), _("Outlet"), by["outlet"], _("no outlet")),
        chart("stories", _("Stories"), _("Articles."), _("Story"), by["story"], _("no story")),
        chart("annotators", _("Annotators"), _("Annotation sets, by the names of the export."), _("Who"), by["who"]),
    ]
    if manifest["splits"]:
        there = manifest["splits"]["sides"]  # PostgreSQL sorts the keys of JSON its own way
        sides = [(side, there[side]["articles"]) for side in SIDES if side in there]
        found.insert(0, Chart.of_counts("sides", _("Splits"), _("Articles."), _("Side"), sides))
    return found


def chart(key: str, title: str, means: str, head: str, counts: Mapping[str, int], nothing: str = "") -> Chart:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [(name or nothing, count) for name, count in most[:LONGEST]]
    if rest := most[LONGEST:]:
        rows.append((_("%(n)d others") % {"n": len(rest)}, sum(count for _name, count in rest)))
    return Chart.of_counts(key, title, means, head, rows)


class LeftOut(NamedTuple):
    what: str
    why: str
    how_many: int


def left_out(manifest: Mapping[str, Any]) -> Iterable[LeftOut]:
    told = manifest["left_out"]
    whys = reasons()
    for what, key in ((_("articles"), "articles"), (_("annotation sets"), "annotation_sets")):
        for reason, count in told[key].items():
            yield LeftOut(what, whys[reason], count)
    for label, count in told["marks_by_label"].items():
        yield LeftOut(
            _("marks"), _("the label %(label)s was not chosen, or an end of the link") % {"label": label}, count
        )


def reasons() -> dict[str, str]:
    return {
        "of_another_outlet": _("of another outlet"),
        "of_another_story": _("of another story"),
        "in_another_language": _("in another language"),
        "of_another_article": _("of articles that were left out"),
        "nothing_chosen": _("nothing of them was chosen"),
        "not_by_people": _("not made by people"),
        "draft": _("not handed in"),
        "taken_back": _("taken back from their person"),
        "not_accepted": _("not accepted"),
        "not_adjudicated": _("not adjudicated"),
        "vote": _("one answer of the article was taken"),
        "undecided": _("several answers, and none adjudicated"),
    }


def changes(manifest: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, int]]]]:
    """A row for each label that changed: each count under its head."""
    heads = [_("gained"), _("lost"), _("moved"), _("another label"), _("another answer")]
    by_label = manifest["changes"]["marks_by_label"] if manifest["changes"] else {}
    return [
        (label, [(head, counts[how]) for head, how in zip(heads, HOW, strict=True)])
        for label, counts in by_label.items()
    ]
