import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

import brotli
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OurFiles(StaticFilesConfig):
    """django.contrib.staticfiles, without the htmx extensions: not used, and some import what is not there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "*/htmax-*", "*/htmx-4*"]


# Our own, by folder and suffix: they are written to be read. What libraries bring is small already.
SMALLER: dict[tuple[str, str], Callable[[str], str]] = {("js", ".js"): jsmin, ("css", ".css"): cssmin}


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashed names for every static file, also where ES modules import one another; ours without their comments."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: "File[Any]") -> str:
        path = PurePath(name)
        smaller = SMALLER.get((str(path.parent), path.suffix))
        if smaller:
            content = ContentFile(smaller(b"".join(content.chunks()).decode()).encode())
        return str(super()._save(name, content))

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Those of hashed names: pages name no others."""
        yield from super().compress_files(set(paths) & set(self.hashed_files.values()))

    def create_compressor(self, **options: Any) -> Compressor:
        return Once(**options)


class Once(Compressor):  # type: ignore[misc]
    """Keeps what an earlier start has compressed: to do it anew takes ten times as long as the rest of a start."""

    def compress(self, path: str) -> list[str]:
        content = Path(path).read_bytes()
        if all(is_whole(f"{path}{ending}", content) for ending in DECOMPRESS):
            return []
        return list(super().compress(path))


DECOMPRESS: dict[str, Callable[[bytes], bytes]] = {".br": brotli.decompress, ".gz": gzip.decompress}


def is_whole(path: str, content: bytes) -> bool:
    """Whether the compressed file is there and says the same; a start that was killed may have left half of one."""
    try:
        return DECOMPRESS[Path(path).suffix](Path(path).read_bytes()) == content
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
