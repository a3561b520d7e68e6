import gzip
import hashlib
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from newsreview.corpus.models import Article, RawFile
from newsreview.intake import limits
from newsreview.intake.importing import Summary
from newsreview.intake.keeping import open_kept
from newsreview.projects.models import Project
from tests.intake.packed import PACKERS, member, tar_of, zip_of
from tests.watching import what_is_opened

Bring = Callable[..., Summary]
ARCHIVERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zip_of,
    "tar": tar_of,
    "tar.gz": lambda files: gzip.compress(tar_of(files)),
    "tgz": lambda files: gzip.compress(tar_of(files)),
    "tar.zst": lambda files: PACKERS[".zst"](tar_of(files)),
}
LINK = "This is a link or a device, not a file. Put the file itself into the archive."
LEADS_OUT = "The name leads out of the archive. Pack the file again, under a plain name."
MANY = "There are too many files in the archive: at most 3. Make several of it."

archivers = pytest.mark.parametrize("ending", ARCHIVERS)


def refused(summary: Summary) -> dict[str, str]:
    return {refusal.file: refusal.reason for refusal in summary.refusals}


@archivers
def test_files_are_read_in_the_order_of_their_names_and_kept_each_by_itself(bring: Bring, ending: str) -> None:
    files = {
        "z.txt": b"last",
        "./in/b.csv": b"text\nfirst\nsecond\n",
        "in/c.jsonl.gz": gzip.compress(b'{"text": "third"}\n'),
        ".hidden/a.txt": b"no",
        "__MACOSX/._z.txt": b"no",
        "in/.DS_Store": b"no",
    }
    summary = bring({f"a.{ending}": ARCHIVERS[ending](files)})
    assert (summary.imported, summary.refusals) == (4, [])
    articles = Article.objects.order_by("id").select_related("raw_file")
    assert [article.text for article in articles] == ["first", "second", "third", "last"]
    assert {file.name: file.sha256 for file in RawFile.objects.all()} == {
        f"a.{ending}/{name.removeprefix('./')}": hashlib.sha256(files[name]).hexdigest()
        for name in ("z.txt", "./in/b.csv", "in/c.jsonl.gz")
    }
    with open_kept(hashlib.sha256(b"last").hexdigest()) as kept:
        assert kept.read() == b"last"
    assert bring().present == 4


@archivers
def test_a_bad_file_stops_nothing_and_is_named_with_its_archive(bring: Bring, ending: str) -> None:
    files = {
        "a.txt": b"a",
        "b.txt": b"caf\xe9",
        "c.docx": b"PK",
        "d.jsonl": b'{"text": "d"}\n{"text": 1}\n',
        "e.zip": zip_of({"in.txt": b"nested"}),
        "f/g.txt.gz": b"no gzip",
        "h\u202etxt.txt": b"h",
        "i.tar.gz": b"",
        "z.txt": b"z",
    }
    summary = bring({f"a.{ending}": ARCHIVERS[ending](files)})
    assert summary.imported == 3
    reasons = refused(summary)
    assert reasons.pop(f"a.{ending}/c.docx").startswith("This kind of file is not read: .docx.")
    assert reasons.pop(f"a.{ending}/f/g.txt.gz").startswith("It is damaged: Not a gzipped file")
    nested = "An archive in an archive is not read. Bring it in by itself."
    assert reasons == {
        f"a.{ending}/b.txt": "This is not UTF-8: byte 3 (line 1) is 0xE9. Save it as UTF-8.",
        f"a.{ending}/d.jsonl": "text: it must be text in quotes, not a number.",
        f"a.{ending}/e.zip": nested,
        f"a.{ending}/h<U+202E>txt.txt": "The name of the file has a hidden character in it (U+202E). Rename it.",
        f"a.{ending}/i.tar.gz": nested,
    }


@archivers
def test_no_name_in_an_archive_is_a_path(bring: Bring, folder: Path, ending: str) -> None:
    names = ["../slip.txt", "in/../../slip.txt", "/slip.txt", "C:/slip.txt", "\\\\host\\slip.txt", "..\\slip.txt"]
    archive = ARCHIVERS[ending](dict.fromkeys(names, b"slip") | {"sound.txt": b"sound"})
    with what_is_opened() as opened:
        summary = bring({f"a.{ending}": archive})
    assert summary.imported == 1
    assert refused(summary) == {f"a.{ending}/{name!s}": LEADS_OUT for name in names}
    assert [path for path in opened if "slip" in path or "sound" in path] == []
    assert list(folder.rglob("*slip*")) == list(folder.parent.glob("*slip*")) == []


def test_links_devices_and_sparse_files_of_a_tar_are_refused(bring: Bring) -> None:
    odd = [
        member("link.txt", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("hard.txt", type=tarfile.LNKTYPE, linkname="sound.txt"),
        member("fifo.txt", type=tarfile.FIFOTYPE),
        member("device.txt", type=tarfile.CHRTYPE),
        member("zeros.txt", pax_headers={"GNU.sparse.map": "0,1", "GNU.sparse.size": "100000000000"}),
    ]
    summary = bring({"a.tar": tar_of({"sound.txt": b"sound"}, *odd)})
    assert summary.imported == 1
    assert refused(summary) == {f"a.tar/{info.name}": LINK for info, _raw in odd}


def test_a_link_in_a_zip_is_refused(bring: Bring) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("sound.txt", "sound")
    summary = bring({"a.zip": out.getvalue()})
    assert (summary.imported, refused(summary)) == (1, {"a.zip/link.txt": LINK})


def test_what_is_encrypted_or_packed_in_a_rare_way_is_refused_with_words(bring: Bring) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("rare.txt", "rare", compress_type=zipfile.ZIP_LZMA)
        archive.writestr("secret.txt", "secret")
        archive.writestr("sound.txt", "sound")
        archive.filelist[1].flag_bits |= 1
    assert refused(bring({"a.zip": out.getvalue()})) == {
        "a.zip/rare.txt": "It is packed in a way that is not read here. Pack it again in the ordinary way (deflate).",
        "a.zip/secret.txt": "It is encrypted. Pack it again without a password.",
    }
    assert [article.text for article in Article.objects.all()] == ["sound"]


@archivers
def test_more_files_than_an_archive_may_have_refuse_it(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 3)
    summary = bring({f"a.{ending}": ARCHIVERS[ending]({f"{n}.txt": b"%d" % n for n in range(4)})})
    assert (summary.imported, refused(summary)) == (0, {f"a.{ending}": MANY})


def test_a_list_of_contents_is_refused_before_it_is_taken_in(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 3)
    monkeypatch.setattr(limits, "LISTING_BYTES", 300)
    many = {f"{n}.txt": b"" for n in range(100)}
    longs = tar_of({}, member("a" * 5000 + ".txt", b"text"))
    summary = bring({"a.zip": zip_of(many), "b.tar": longs})
    assert (summary.imported, refused(summary)) == (0, {"a.zip": MANY, "b.tar": MANY})


def test_bombs_are_refused_before_they_are_unpacked(bring: Bring) -> None:
    zeros = b" " * 100_000_000
    flat = zip_of({"a.txt": zeros, "b.txt": b"b"})
    packed = gzip.compress(tar_of({"a.txt": zeros}))
    within = zip_of({f"{n}.jsonl.gz": gzip.compress(zeros) for n in range(3)})
    summary = bring({"flat.zip": flat, "packed.tgz": packed, "within.zip": within})
    assert summary.imported == 0
    reasons = refused(summary)
    assert "MB would come out of it" in reasons["flat.zip"]
    assert "MB would come out of it" in reasons["packed.tgz"]
    assert all("would come out of it" in reasons[f"within.zip/{n}.jsonl.gz"] for n in range(1, 3))


@archivers
@pytest.mark.parametrize("kept", [0.0, 0.3, 0.6, 0.9])
def test_a_cut_archive_is_refused(bring: Bring, ending: str, kept: float) -> None:
    whole = ARCHIVERS[ending]({f"{n}.txt": hashlib.sha256(b"%d" % n).hexdigest().encode() * 99 for n in range(20)})
    if ending == "tar":
        whole = whole.rstrip(b"\0")
    summary = bring({f"a.{ending}": whole[: int(len(whole) * kept)], "sound.txt": b"sound"})
    assert summary.imported <= 1 + 20 * kept
    assert summary.refused >= 1
    assert Article.objects.filter(text="sound").count() == 1


def test_a_header_of_a_tar_that_cannot_be_read_is_not_taken_for_its_end(bring: Bring) -> None:
    raw = bytearray(tar_of({"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"}))
    raw[1024:1034] = b"\xff" * 10
    assert refused(bring({"a.tar": bytes(raw)})) == {"a.tar": "The archive is damaged: it goes on after its end."}


def test_a_zip_entry_whose_bytes_were_changed_is_refused(bring: Bring) -> None:
    raw = bytearray(zip_of({"a.txt": b"a" * 50, "b.txt": b"b"}, compresslevel=0))
    at = raw.index(b"a" * 50)
    raw[at] ^= 1
    summary = bring({"a.zip": bytes(raw)})
    assert (summary.imported, list(refused(summary))) == (1, ["a.zip/a.txt"])


def test_an_entry_of_a_zip_without_a_name_is_refused(bring: Bring) -> None:
    raw = zip_of({"a.txt": b"a", "b.txt": b"b"}).replace(b"a.txt", b"\0.txt")
    summary = bring({"a.zip": raw})
    assert (summary.imported, list(refused(summary))) == (1, ["a.zip/<U+0000>.txt"])


def test_sizes_below_nothing_end(bring: Bring) -> None:
    raw = bytearray(tar_of({"a.txt": b"a"}))
    raw[124:136] = b"\xff" * 8 + struct.pack(">i", -512)
    block = bytes(raw[:148]) + b" " * 8 + bytes(raw[156:512])
    raw[148:156] = b"%06o\0 " % sum(block)
    assert bring({"a.tar": bytes(raw)}).imported == 0


def test_a_manifest_describes_files_in_an_archive_or_all_of_them(bring: Bring, tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text(
        "file,title,outlet,url,published_at,language,story\n"
        "a.zip,,Post,,,,Gates\n"
        "a.zip/in/b.txt,B,Daily,,,,\n"
        "a.zip/c.txt,C,Daily,ftp://x,,,\n"
        "b.zip/a.txt,A,,,,,\n"
        "b.zip/none.txt,,,,,,\n"
    )
    files = {"a.txt": b"a", "in/b.txt": b"b", "c.txt": b"c"}
    summary = bring({"a.zip": zip_of(files), "b.zip": zip_of({"a.txt": b"another"})}, manifest=manifest)
    assert summary.without_row == []
    assert {
        (a.text, a.title, str(a.outlet), str(a.story)) for a in Article.objects.select_related("outlet", "story")
    } == {
        ("a", "", "Post", "Gates"),
        ("b", "B", "Daily", "None"),
        ("another", "A", "None", "None"),
    }
    assert refused(summary) == {
        "a.zip/c.txt": "m.csv, line 4: url: this is no web address. Write it in full, beginning with http:// or https://.",
        "m.csv": "There is no file “b.zip/none.txt” here.",
    }


def test_a_long_article_in_an_archive_is_refused_by_its_length(bring: Bring, settings: Settings) -> None:
    settings.MAX_ARTICLE_CHARACTERS = 10
    assert refused(bring({"a.zip": zip_of({"a.txt": b"a" * 100, "b.txt": b"b"})})) == {
        "a.zip/a.txt": "The text is too long: an article may have 10 characters. Cut it in parts."
    }
    assert Project.objects.get().tasks.count() == 1
