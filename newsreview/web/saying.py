"""What a screen says after an edit: one sentence, for eyes and for screen readers."""

from collections.abc import Sequence

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
            return added(desk, edit)
        case "spans.add":
            return many_added(edit)
        case "span.relabel":
            return relabelled(desk, edit)
        case "span.remove":
            return removed(edit)
        case "paragraphs.mark":
            return marked(edit)
    return {
        "span.move": _("%(span)s moved") % {"span": named(desk, edit)},
        "span.set": _("Answer saved"),
        "link.set": _("Answer saved"),
        "label.set": _("Answer saved"),
        "link.add": _("Linked"),
        "link.remove": _("Link removed"),
        "undo": _("Undone"),
        "redo": _("Done again"),
    }.get(edit.verb, _("Saved"))


def added(desk: Desk, edit: Edit) -> str:
    """Claim C3 added, linked to S2."""
    span, links = edit.result["span"], edit.result.get("links_added", ())
    tied = [link for link in desk.links if link.id in links]
    ends = [desk.mark(link.to_span_id if link.from_span_id == span else link.from_span_id) for link in tied]
    others = ", ".join(end.name for end in ends if end)
    if not others:
        return _("%(span)s added") % {"span": named(desk, edit)}
    return _("%(span)s added, linked to %(others)s") % {"span": named(desk, edit), "others": others}


def many_added(edit: Edit) -> str:
    spans, links = len(edit.result["spans"]), len(edit.result["links_added"])
    said_spans = ngettext("%(n)d span added", "%(n)d spans added", spans) % {"n": spans}
    if not links:
        return said_spans
    return said_spans + ", " + ngettext("%(n)d link", "%(n)d links", links) % {"n": links}


def relabelled(desk: Desk, edit: Edit) -> str:
    fallen = len(edit.result["links_removed"])
    said_now = _("Now %(span)s") % {"span": named(desk, edit)}
    if not fallen:
        return said_now
    return said_now + ", " + ngettext("%(n)d link removed", "%(n)d links removed", fallen) % {"n": fallen}


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
    mark = desk.mark(edit.result["span"]) if "span" in edit.result else None
    return spoken(mark) if mark else _("Span")
