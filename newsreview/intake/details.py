"""What an article's details may be, wherever they come from: a JSON record, a row of a manifest, a form."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from newsreview.intake.records import Details

FIELDS = ("title", "outlet", "url", "published_at", "language", "story")
DATE = "date"  # what many crawlers call `published_at`
LONGEST = {"title": 500, "outlet": 200, "url": 2000, "published_at": 40, "language": 35, "story": 300}

_check_site = URLValidator(schemes=["http", "https"])
_URL = re.compile(r"(?P<site>https?://[^/?#\s]+)(?:[/?#]\S*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_YEARS = range(1600, 3000)


class BadField(ValueError):
    """What is wrong with a field; `field` is its name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def check_details(values: Mapping[str, object]) -> Details:
    """The details among these values, without white space around them. Raises BadField for the first bad one."""
    found = {field: text for field in FIELDS if (text := _text(field, values.get(field)))}
    published_at = check_time(found.pop("published_at", ""))
    check_url(found.get("url", ""))
    check_language(found.get("language", ""))
    return Details(published_at=published_at, **found)


def told_apart(values: Mapping[str, object], known: Collection[str]) -> tuple[dict[str, object], dict[str, object]]:
    """What has a field of these names, and what else is said. A sound `date` is when an article was published."""
    fields, others = {}, {}
    for name, value in values.items():
        if name in known:
            fields[name] = value
        elif value is not None:
            others[name] = value
    if DATE in others and not fields.get("published_at") and _is_time(others[DATE]):
        fields["published_at"] = others.pop(DATE)
    return fields, others


def _is_time(value: object) -> bool:
    try:
        return check_time(_text("published_at", value)) is not None
    except BadField:
        return False


def _text(field: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadField(field, _("it must be text in quotes, not %(kind)s.") % {"kind": kind_of(value)})
    text = value.strip()
    if "\0" in text:
        raise BadField(field, _("there is a NUL character in it. Take it out."))
    if len(text) > LONGEST[field]:
        lengths = {"length": len(text), "longest": LONGEST[field]}
        raise BadField(field, _("it has %(length)d characters; at most %(longest)d are kept.") % lengths)
    return text


def kind_of(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _("a number")
    kinds = {bool: _("true or false"), str: _("text"), list: _("a list"), dict: _("an object")}
    return kinds.get(type(value), _("nothing"))


def check_url(url: str) -> str:
    """Only looked at, never fetched; raises BadField."""
    match = _URL.fullmatch(url)
    if url and not (match and _is_site(match["site"])):
        raise BadField("url", _("this is no web address. Write it in full, beginning with http:// or https://."))
    return url


@lru_cache(maxsize=1024)
def _is_site(address: str) -> bool:
    """Django's rule, asked once for each of the few sites that an import names."""
    try:
        _check_site(address)
    except ValidationError:
        return False
    return True


def check_language(tag: str) -> str:
    if tag and not _LANGUAGE.fullmatch(tag):
        raise BadField("language", _("this is no language tag. Write one such as en, pt-BR or zh-Hant."))
    return tag


def check_time(written: str) -> datetime | None:
    """A date, or a date and time, in ISO 8601; without an offset it is meant in the installation's time zone."""
    if not written:
        return None
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        when = None
    if when is None or when.year not in _YEARS:
        raise BadField("published_at", _("this is no date. Write it like 2025-10-15 or 2025-10-15T18:40:00+02:00."))
    if timezone.is_naive(when):
        return timezone.make_aware(when)
    return when


def written_time(when: datetime | None) -> str:
    """As `check_time` reads it; a bare date when it is midnight in the installation's time zone."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    return date.isoformat(local) if local.time() == time() else local.isoformat()
