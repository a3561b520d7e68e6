"""What a screen says after an edit: one sentence, for eyes and for screen readers."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreview.annotation.journal import Outcome
from newsreview.annotation.models import Edit
from newsreview.web.desk import Desk
from newsreview.web.marking import spoken


def said(desk: Desk, outcomes: Sequence[Outcome]) -> str:
    """About the last of several edits; a queue that is sent late does not talk through everything again."""
    return sentence(desk, outcomes[-1].edit) if outcomes else ""


def sentence(desk: Desk, edit: Edit) -> str:
    match edit.verb:
        case "span.add":
            return _("%(span)s added") % {"span": named(desk, edit)}
        case "span.move":
            return _("%(span)s moved") % {"span": named(desk, edit)}
        case "span.relabel":
            return _("Now %(span)s") % {"span": named(desk, edit)}
        case "span.remove":
            return removed(edit)
        case "paragraphs.mark":
            return marked(edit)
    return {
        "span.set": _("Answer saved"),
        "link.set": _("Answer saved"),
        "label.set": _("Answer saved"),
        "link.add": _("Linked"),
        "link.remove": _("Link removed"),
        "undo": _("Undone"),
        "redo": _("Done again"),
    }.get(edit.verb, _("Saved"))


def removed(edit: Edit) -> str:
    fallen = len(edit.result["links_removed"])
    if not fallen:
        return _("Span removed; u brings it back")
    return ngettext(
        "Span removed with %(n)d link; u brings them back", "Span removed with %(n)d links; u brings them back", fallen
    ) % {"n": fallen}


def marked(edit: Edit) -> str:
    lines, removed = len(edit.result["spans"]), edit.result["spans_removed"]
    said_lines = ngettext("%(n)d paragraph marked", "%(n)d paragraphs marked", lines) % {"n": lines}
    if not removed:
        return said_lines
    return said_lines + ", " + ngettext("%(n)d span removed", "%(n)d spans removed", removed) % {"n": removed}


def named(desk: Desk, edit: Edit) -> str:
    mark = desk.mark(UUID(edit.result["span"]))
    return spoken(mark) if mark else _("Span")
