"""Packed files for tests, sound and damaged, written with Python's own modules."""

import gzip
import io
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}


def zip_of(files: Mapping[str, bytes], compresslevel: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=compresslevel) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()


def member(name: str, raw: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(raw)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, raw


def tar_of(files: Mapping[str, bytes], *others: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.TarFile(fileobj=out, mode="w") as archive:
        for info, raw in (*(member(name, raw) for name, raw in files.items()), *others):
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()
