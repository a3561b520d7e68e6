import gzip
import hashlib
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings

from newsreview.corpus.models import Article, RawFile
from newsreview.intake import limits
from newsreview.intake.importing import Summary, import_paths
from newsreview.intake.keeping import open_kept
from newsreview.intake.packing import Allowance, BadPacking, unpacked
from newsreview.projects.models import Project
from tests.intake.packed import PACKERS

Bring = Callable[..., Summary]
packings = pytest.mark.parametrize("packing", PACKERS)


@packings
def test_packed_files_are_read_and_kept_as_they_came(bring: Bring, project: Project, packing: str) -> None:
    pack = PACKERS[packing]
    files = {
        "a.txt": "A text, “é”.\r\nIts end.",
        "b.jsonl": '{"text": "b1"}\n{"text": "b2"}\n',
        "c.csv": "text,desk\nc,d\n",
        "d.json": '[{"text": "d"}]',
    }
    packed = {f"{name}{packing}": pack(text.encode()) for name, text in files.items()}
    summary = bring(packed)
    assert (summary.imported, summary.refusals) == (5, [])
    articles = Article.objects.order_by("id").select_related("raw_file")
    assert [article.text for article in articles] == ["A text, “é”.\nIts end.", "b1", "b2", "c", "d"]
    kept = {file.name: file.sha256 for file in RawFile.objects.all()}
    assert kept == {name: hashlib.sha256(raw).hexdigest() for name, raw in packed.items()}
    for name, raw in packed.items():
        with open_kept(kept[name]) as file:
            assert file.read() == raw
    # Bytes are counted in what was unpacked.
    third = articles[2]
    assert files["b.jsonl"][third.byte_start : third.byte_end] == '{"text": "b2"}'


@packings
def test_what_was_read_before_the_damage_stays(bring: Bring, packing: str) -> None:
    texts = (f"{n} {hashlib.sha256(str(n).encode()).hexdigest()}" for n in range(30_000))
    lines = b"".join(b'{"text": "%s"}\n' % text.encode() for text in texts)
    whole = PACKERS[packing](lines)
    summary = bring({f"cut.jsonl{packing}": whole[: len(whole) // 2]})
    assert 1000 < summary.imported < 30_000
    [refusal] = [refusal for refusal in summary.refusals if "damaged" in refusal.reason]
    assert refusal.file == f"cut.jsonl{packing}"
    assert refusal.reason.endswith("What follows was not read.")


@packings
@pytest.mark.parametrize("raw", [b"", b"no such thing", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd\x04"])
def test_what_is_not_packed_as_it_says_is_refused(bring: Bring, packing: str, raw: bytes) -> None:
    summary = bring({f"a.txt{packing}": raw, "b.txt": b"b"})
    assert (summary.imported, summary.refused) == (1, 1)


@packings
def test_a_bomb_is_refused_before_it_is_unpacked(bring: Bring, settings: Settings, packing: str) -> None:
    bomb = PACKERS[packing](b" " * 400_000_000)
    assert limits.unpacked_bytes(len(bomb)) < 200_000_000
    tracemalloc.start()
    try:
        summary = bring({f"bomb.{kind}{packing}": bomb for kind in ("jsonl", "csv", "json", "txt")})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (summary.imported, summary.refused) == (0, 4)
    assert {refusal.file for refusal in summary.refusals} == {
        f"bomb.{k}{packing}" for k in ("jsonl", "csv", "json", "txt")
    }
    assert peak < 150_000_000


def test_a_packed_file_may_come_to_so_many_times_its_size() -> None:
    most = limits.unpacked_bytes(1_000_000)
    assert most == 200_000_000
    allowance = Allowance(1_000_000)
    allowance.take(most)
    with pytest.raises(BadPacking, match="More than 200 MB would come out of it"):
        allowance.take(1)
    assert limits.unpacked_bytes(10**12) == limits.UNPACKED_BYTES


def test_several_packed_parts_are_one_file() -> None:
    parts = gzip.compress(b"one\n") + gzip.compress(b"two\n")
    assert unpacked(BytesIO(parts), ".gz", Allowance(len(parts))).read() == b"one\ntwo\n"


def test_a_zstd_window_that_takes_too_much_memory_is_refused() -> None:
    zstd = pytest.importorskip("backports.zstd", reason="Python 3.14 has it under another name")
    long = {zstd.CompressionParameter.window_log: 28, zstd.CompressionParameter.enable_long_distance_matching: 1}
    packer = zstd.ZstdCompressor(options=long)
    raw = packer.compress(b"a" * 1000) + packer.flush()
    with pytest.raises(BadPacking, match="damaged"):
        unpacked(BytesIO(raw), ".zst", Allowance(len(raw))).read()


@packings
def test_memory_does_not_grow_with_a_packed_file(folder: Path, project: Project, packing: str) -> None:
    peaks = []
    for megabytes in (4, 24):
        path = folder / f"{megabytes}.csv{packing}"
        rows = b"".join(
            b"%d,%s\n" % (number, Random(number).randbytes(5000).hex().encode()) for number in range(megabytes * 100)
        )
        path.write_bytes(PACKERS[packing](b"n,text\n" + rows))
        del rows
        tracemalloc.start()
        try:
            assert import_paths(paths=[path], project=project).refused == 0
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] < 40_000_000


def test_a_packed_manuscript_that_is_too_long_says_so(bring: Bring, settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    summary = bring({"a.txt.gz": gzip.compress(b"a" * 50)})
    assert [(refusal.file, refusal.reason) for refusal in summary.refusals] == [
        ("a.txt.gz", "The text is too long: an article may have 10 characters. Cut it in parts.")
    ]
