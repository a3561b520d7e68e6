"""HTML pages: one article a page, with everything around it; nothing that a page names is fetched."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _
from resiliparse.parse.encoding import map_encoding_to_html5

from newsreview.article_text import BadText, check_text
from newsreview.intake import limits
from newsreview.intake.details import BadField, check_details
from newsreview.intake.readers.text import within_limit
from newsreview.intake.records import Details, Record, Refusal
from newsreview.pages import apart
from newsreview.pages.text import Crowded

BOILERPLATE = "boilerplate"  # the key in an article's metadata: what a library takes for boilerplate, and no mark
BEGINNINGS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
HEAD_BYTES = 4096
COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
CHARSET = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]+)""", re.IGNORECASE)
# Parsers compare each attribute of a tag with all before it, so that a tag with half a million takes hours.
ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
TAG = re.compile(rf"<[A-Za-z][^\s/>]*+((?>{ATTRIBUTE})*+)")
ATTRIBUTES = re.compile(ATTRIBUTE)


def read(file: BinaryIO) -> Iterator[Record | Refusal]:
    raw = file.read(limits.article_bytes() + 1)
    if len(raw) > limits.article_bytes():
        megabytes = limits.article_bytes() // 1_000_000
        yield Refusal(reason=_("The page is too long: at most %(size)d MB.") % {"size": megabytes})
        return
    try:
        yield _record(raw)
    except BadText as error:
        yield Refusal(reason=str(error))


def _record(raw: bytes) -> Record:
    page = decoded(raw)
    if any(len(ATTRIBUTES.findall(tag[1])) > limits.TAG_ATTRIBUTES for tag in TAG.finditer(page)):
        raise BadText(_("A tag of the page has too many attributes. Save its text, and bring that in."))
    try:
        read = apart.read(page)
    except Crowded:
        raise BadText(
            _("The page is nested too deep, or has too many elements. Save its text, and bring that in.")
        ) from None
    except apart.TooMuch:
        raise BadText(_("The page takes too long to read. Save its text, and bring that in.")) from None
    text = within_limit(check_text("\n".join(read.lines)))
    metadata: dict[str, object] = {BOILERPLATE: read.boilerplate} if read.boilerplate else {}
    return Record(text=text, details=details_in(read.offered), metadata=metadata, byte_start=0, byte_end=len(raw))


def details_in(offered: dict[str, list[str]]) -> Details:
    """For each detail the first that is sound; what is not is passed over."""
    sound = Details()
    for field, values in offered.items():
        sound = sound.or_else(next((said for value in values if (said := _checked(field, value))), sound))
    return sound


def _checked(field: str, value: str) -> Details | None:
    try:
        return check_details({field: value})
    except BadField:
        return None


def decoded(raw: bytes) -> str:
    """By its byte-order mark, else as it says, else as UTF-8. Raises BadText when the bytes are something else."""
    for mark, encoding in BEGINNINGS.items():
        if raw.startswith(mark):
            return _decode(raw[len(mark) :], encoding)
    encoding = declared(raw)
    if encoding not in {"utf-8", "ascii"} and not raw.isascii() and _is_utf_8(raw):
        raise BadText(_("The page says that it is %(name)s, but it is UTF-8. Let it say so.") % {"name": encoding})
    return _decode(raw, encoding)


def declared(raw: bytes) -> str:
    match = CHARSET.search(COMMENT.sub(b"", raw[:HEAD_BYTES]))
    if match is None:
        return "utf-8"
    name = match[1].decode("ascii")
    encoding = map_encoding_to_html5(name, fallback_utf8=False)
    if encoding is None:
        raise BadText(
            _("The page says that it is %(name)s, which is not known. Save it as UTF-8.") % {"name": name[:50]}
        )
    return "utf-8" if encoding.startswith("utf-16") else encoding  # as browsers do: its tags could be read


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        place = {"name": encoding, "at": error.start}
        raise BadText(_("This is not %(name)s: byte %(at)d. Save it as UTF-8.") % place) from None
