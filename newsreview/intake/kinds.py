"""What a file's name says it is: which reader takes it, how it is packed, whether it holds other files."""

from pathlib import PurePosixPath

import msgspec
from django.utils.translation import gettext as _

from newsreview.intake.filenames import BadName
from newsreview.intake.packing import PACKINGS
from newsreview.intake.readers import READERS, Reader

ARCHIVES = (".zip", ".tar")
SHORT = {".tgz": ".tar.gz"}
ENDINGS = (*READERS, *PACKINGS, *ARCHIVES, *SHORT)


class Kind(msgspec.Struct, frozen=True):
    """Of a packed file, of what is in it. An archive has no reader."""

    reader: Reader | None
    archive: str = ""
    packing: str = ""

    @property
    def is_one_article(self) -> bool:
        """So that it can be described from outside."""
        return self.reader is not None and self.reader.one_article


def kind_of(name: str) -> Kind:
    """Raises BadName when no reader takes files of this name."""
    path = PurePosixPath(name.lower())
    if path.suffix in SHORT:
        path = path.with_suffix(SHORT[path.suffix])
    packing = path.suffix if path.suffix in PACKINGS else ""
    suffix = (path.with_suffix("") if packing else path).suffix
    if suffix in READERS:
        return Kind(READERS[suffix], packing=packing)
    if suffix == ".tar" or (suffix in ARCHIVES and not packing):
        return Kind(None, archive=suffix, packing=packing)
    kinds = {"kind": suffix + packing or _("without an ending"), "known": ", ".join(READERS)}
    raise BadName(
        _(
            "This kind of file is not read: %(kind)s. Files may be %(known)s, each also as .gz or .zst, "
            "and many of them in a .zip, .tar, .tar.gz or .tar.zst."
        )
        % kinds
    )
