"""Words that somebody has copied from an article, and where they stand in it."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from newsreview.annotation.refusals import Unacceptable
from newsreview.offsets import Offsets


def words_in(form: Mapping[str, str]) -> str:
    """As the text has them: a form ends its lines in another way."""
    return form.get("words", "").replace("\r\n", "\n")


def places(text: str, words: str, start: int = 0, end: int | None = None) -> Iterator[Offsets]:
    """Everywhere between these bounds that the words stand."""
    while words and (start := text.find(words, start, end)) >= 0:
        yield Offsets(start, start + len(words))
        start += 1


def named_place(form: Mapping[str, str], text: str, *, near: int = 0) -> Offsets:
    """At the place that a script names, if the words stand there; else where they stand nearest."""
    words, given = words_in(form), form.get("start", "")
    if words and given.isdecimal() and len(given) < 10 and text.startswith(words, int(given)):
        return Offsets(int(given), int(given) + len(words))
    nearest = min(places(text, words), key=lambda place: abs(place.start - near), default=None)
    if nearest is None:
        raise Unacceptable(_("These words do not stand in the article. Copy them from the text, letter by letter."))
    return nearest
