"""Plain text files: one article a file."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from newsreview.article_text import BadText, check_text, normalise
from newsreview.intake import limits
from newsreview.intake.records import Record, Refusal


def read(file: BinaryIO) -> Iterator[Record | Refusal]:
    raw = file.read(limits.article_bytes() + 1)
    if len(raw) > limits.article_bytes():
        yield Refusal(reason=too_long())
        return
    try:
        text = within_limit(normalise(raw))
    except BadText as error:
        yield Refusal(reason=str(error))
    else:
        yield Record(text=text, byte_start=0, byte_end=len(raw))


def within_limit(text: str) -> str:
    """The text; raises BadText when it is longer than an article may be."""
    if len(text) > limits.article_characters():
        raise BadText(too_long())
    return text


def too_long() -> str:
    longest = {"longest": f"{limits.article_characters():,}"}
    return _("The text is too long: an article may have %(longest)s characters. Cut it in parts.") % longest


def check_pasted(text: str) -> str:
    """The pasted text as it is stored: normalised like a file's. Raises BadText."""
    return within_limit(check_text(text))
