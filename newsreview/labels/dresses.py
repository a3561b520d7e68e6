"""How spans look: eight ready dresses, told apart by channel and pattern before they are by colour.

Dotted lines are left to suggestions.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreview.labels.models import Label


class Dress(NamedTuple):
    channel: str
    hue: str
    line: str

    @property
    def key(self) -> str:
        return "-".join(self)


LINE, FILL, DIM, EDGE = Label.Channel.LINE, Label.Channel.FILL, Label.Channel.DIM, Label.Channel.EDGE

DRESSES: dict[Dress, Promise] = {
    Dress(LINE, "blue", "solid"): _("blue line"),
    Dress(LINE, "green", "dashed"): _("green dashes"),
    Dress(LINE, "red", "double"): _("red double line"),
    Dress(LINE, "amber", "dash-dot"): _("amber dashes and dots"),
    Dress(FILL, "amber", "solid"): _("amber box"),
    Dress(FILL, "green", "solid"): _("green box"),
    Dress(DIM, "grey", "hatch"): _("grey on hatching"),
    Dress(EDGE, "grey", "solid"): _("grey rule at the edge"),
}


def dress_of(label: Label) -> Dress:
    return Dress(label.channel, label.hue, label.line)
