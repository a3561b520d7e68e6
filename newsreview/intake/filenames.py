"""Names of files are data: shown and stored, never opened, and never able to disguise what they say."""

import unicodedata

from django.utils.translation import gettext as _

LONGEST = 255
# Control characters, invisible ones that turn or join what is shown, halves of characters, line separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class BadName(ValueError):
    """A name that a file may not have here."""


def check_name(name: str) -> str:
    """The name; raises BadName when it hides characters or is too long."""
    hidden = [character for character in name if unicodedata.category(character) in _UNSHOWN]
    if hidden:
        code = f"U+{ord(hidden[0]):04X}"
        raise BadName(_("The name of the file has a hidden character in it (%(code)s). Rename it.") % {"code": code})
    if len(name) > LONGEST:
        raise BadName(_("The name of the file is too long: at most %(longest)d characters.") % {"longest": LONGEST})
    return name


def shown(name: str) -> str:
    """The name with every hidden character written as its code, so that it can be printed and stored."""
    written = (f"<U+{ord(c):04X}>" if unicodedata.category(c) in _UNSHOWN else c for c in name)
    return "".join(written)
