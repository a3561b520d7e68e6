"""Scripts and styles as they are served: smaller, and the same."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.core.files.base import ContentFile

from newsreview.web.static import HashedModules

STATIC = Path(__file__).parents[2] / "static"
LITERAL = re.compile(r"""`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*\"""")


@pytest.mark.parametrize("path", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_a_script_loses_its_comments_and_none_of_its_words(path: Path, tmp_path: Path) -> None:
    storage = HashedModules(location=tmp_path)
    source = re.sub(r"(?m)^\s*(//|/\*\*| \*).*$", "", path.read_text(encoding="utf-8"))

    served = (tmp_path / storage.save(f"js/{path.name}", ContentFile(path.read_bytes()))).read_text(encoding="utf-8")
    assert [literal for literal in LITERAL.findall(source) if literal not in served] == []
    assert len(served) < path.stat().st_size
    assert "//" not in re.sub(r"https?://", "", served)


def test_hashed_files_hold_what_the_plain_ones_do(tmp_path: Path) -> None:
    storage = HashedModules(location=tmp_path)
    for name in ("js/ladder.js", "js/offsets.js", "js/trim.js"):
        storage.save(name, ContentFile((STATIC / name).read_bytes()))
    paths = {name: (storage, name) for name in ("js/ladder.js", "js/offsets.js", "js/trim.js")}

    hashed = {name: made for name, made, _ in storage.post_process(paths) if made.endswith(".js")}
    plain, served = (tmp_path / "js/trim.js").read_text(), (tmp_path / hashed["js/trim.js"]).read_text()
    assert (served, len(served) > 1000) == (plain, True)
    imported = re.findall(r'from"\./([\w.]+)"', (tmp_path / hashed["js/ladder.js"]).read_text())
    assert sorted(f"js/{name}" for name in imported) == sorted([hashed["js/offsets.js"], hashed["js/trim.js"]])


def test_what_was_compressed_is_kept_and_what_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    storage = HashedModules(location=tmp_path)
    storage.save("js/trim.js", ContentFile((STATIC / "js/trim.js").read_bytes()))

    def compressed() -> set[str]:
        made = {made for _name, made, _ in storage.post_process({"js/trim.js": (storage, "js/trim.js")})}
        return {name for name in made if name.endswith((".br", ".gz"))}

    both, again = compressed(), compressed()
    hashed = storage.stored_name("js/trim.js")
    assert (both, again) == ({f"{hashed}.br", f"{hashed}.gz"}, set())
    for name in sorted(both):
        half = (tmp_path / name).read_bytes()[:200]
        (tmp_path / name).write_bytes(half)
        assert (compressed(), compressed()) == (both, set())
    plain = (tmp_path / "js/trim.js").read_bytes()
    assert brotli.decompress((tmp_path / f"{hashed}.br").read_bytes()) == plain
    assert gzip.decompress((tmp_path / f"{hashed}.gz").read_bytes()) == plain


def test_what_a_library_brings_is_left_alone(tmp_path: Path) -> None:
    storage = HashedModules(location=tmp_path)
    words = b"// words\nlet a  =  1;\n"

    assert (tmp_path / storage.save("admin/js/x.js", ContentFile(words))).read_bytes() == words
