"""The score of a model's version in words: one table of all figures, and charts by label, outlet and story."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview.agreement.scoring import Share
from newsreview.review.scoring import Score, Shares
from newsreview.web.charts import Cell, Chart, Row, in_words
from newsreview.web.naming_labels import Names

Words = str | Promise
LONGEST = 20  # rows of a chart; the API tells them all
EXACTLY = gettext_lazy("likewise, where both begin and end at the same letter")
# Name, and what it is the share of; docs/predictions.md defines them.
FIGURES: dict[str, tuple[Words, Words]] = {
    "precision": (gettext_lazy("Precision"), gettext_lazy("the model’s spans that are settled so in the same place")),
    "recall": (gettext_lazy("Recall"), gettext_lazy("settled spans that the model has in the same place")),
    "f1": (gettext_lazy("F1"), gettext_lazy("spans of both with the same label in the same place")),
    "exact_precision": (gettext_lazy("Precision, exact"), EXACTLY),
    "exact_recall": (gettext_lazy("Recall, exact"), EXACTLY),
    "exact_f1": (gettext_lazy("F1, exact"), EXACTLY),
    "found": (gettext_lazy("Found"), gettext_lazy("spans of both of which the other has one in the same place")),
    "label": (gettext_lazy("Label"), gettext_lazy("of these, spans with the same label")),
    "boundary": (gettext_lazy("Boundary"), gettext_lazy("of these, spans that begin and end at the same letter")),
    "link": (gettext_lazy("Link"), gettext_lazy("links between spans that both have found, which both have")),
    "link_precision": (gettext_lazy("Precision, links"), gettext_lazy("the model’s links that are settled too")),
    "link_recall": (gettext_lazy("Recall, links"), gettext_lazy("settled links that the model has too")),
    "link_f1": (gettext_lazy("F1, links"), gettext_lazy("links of both that the other has too")),
}


class Told(NamedTuple):
    name: Words
    means: Words
    share: Share


def overview(score: Score) -> list[Told]:
    together = score.together
    return [Told(name, means, together[key]) for key, (name, means) in FIGURES.items()]


def charts(score: Score, names: Names) -> list[Chart]:
    together = score.together
    return [
        chart("labels", _("Labels"), _("Label"), score.by_label, together, names.label),
        chart("outlets", _("Outlets"), _("Outlet"), score.by_outlet, together, lambda name: name or _("no outlet")),
        chart("stories", _("Stories"), _("Story"), score.by_story, together, lambda name: name or _("no story")),
    ]


def chart(
    key: str, title: str, head: str, groups: Mapping[str, Shares], together: Shares, named: Callable[[str], str]
) -> Chart:
    most = sorted(groups.items(), key=lambda group: (-figures_of(group[1])[2].whole, group[0]))[:LONGEST]
    heads = [head, _("Settled"), _("By the model"), _("Precision"), _("Recall"), _("F1")]
    rows = [row(named(name), shares) for name, shares in most]
    means = _("F1: spans of both with the same label in the same place. Of links, those that both have.")
    full = 1 if any(share.whole for shares in groups.values() for share in figures_of(shares)) else 0
    return Chart(key, title, means, heads, rows, row(_("Together"), together), full)


def row(name: str, shares: Shares) -> Row:
    precision, recall, f1 = figures_of(shares)
    cells: list[Cell] = [recall.whole, precision.whole, precision.value, recall.value, f1.value]
    return Row(name, cells, in_words(f1.value), [f1.value or 0])


def figures_of(shares: Shares) -> Sequence[Share]:
    """Precision, recall and F1: of links, where only these have the label."""
    of_links = shares["link_f1"].whole and not shares["f1"].whole
    return [shares[f"link_{name}" if of_links else name] for name in ("precision", "recall", "f1")]
