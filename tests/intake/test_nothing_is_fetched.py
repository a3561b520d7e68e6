"""S10, S19: addresses and paths in what is brought in are words. No address is called, and no path opened."""

import gzip
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

import pytest

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.exports import exporting
from newsreview.intake import uploading
from newsreview.intake.bringing_marks import Summary as MarkedSummary
from newsreview.intake.finding import sources
from newsreview.intake.importing import Summary, import_files
from newsreview.intake.records import Details
from newsreview.intake.taking_in import ask_for_import, go_on_with
from newsreview.projects.models import Project
from tests.intake.packed import tar_of, zip_of
from tests.intake.sound import DOCCANO, LABEL_STUDIO, in_json, lines_of
from tests.watching import what_is_opened

SECRET = "What nobody may read."


@pytest.fixture
def called() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815 -- as above

        def log_message(self, *_about: object) -> None:
            """It has nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "kept-elsewhere.txt"
    path.write_text(SECRET)
    return path


def page_with(address: str) -> bytes:
    return f"""<?xml version="1.0"?><?xml-stylesheet href="{address}/style"?>
<!DOCTYPE html SYSTEM "{address}/dtd" [<!ENTITY e SYSTEM "{address}/entity"><!ENTITY % p SYSTEM "{address}/p"> %p;]>
<html manifest="{address}/manifest" xmlns:xi="http://www.w3.org/2001/XInclude"><head profile="{address}/profile">
<base href="{address}/base/"><meta http-equiv="refresh" content="0; url={address}/refresh">
<meta property="og:url" content="{address}/og"><meta property="og:image" content="{address}/image">
<link rel="canonical" href="{address}/canonical"><link rel="stylesheet" href="{address}/css">
<link rel="preload" href="{address}/preload"><script src="{address}/script"></script>
<script type="application/ld+json">{{"@context": "{address}/context", "datePublished": "2025-10-15"}}</script>
<style>@import url({address}/import)</style></head><body background="{address}/background">
<p>The gates stood open. &e;</p><img src="{address}/img" srcset="{address}/set 2x">
<iframe src="{address}/frame"></iframe><object data="{address}/object"></object>
<embed src="{address}/embed"><video src="{address}/video"></video>
<svg><image href="{address}/svg"/></svg><xi:include href="{address}/include"/>
<a href="{address}/a" ping="{address}/b">x</a>
</body></html>""".encode()


def files_with(address: str) -> dict[str, bytes]:
    """Wherever a file may say an address or a path."""
    said = dict.fromkeys(("title", "outlet", "story"), address)
    urls = {"url": address} if address.startswith("http") else {}
    about = {"metadata": {"image": address, "$ref": address, "audio": [address]}, "id": address}
    row = ",".join(f'"{words}"' for words in (f"A row. {address}", address, urls.get("url", ""), address))
    files = {
        "a.txt": f"A text. {address}".encode(),
        "a.html": page_with(address),
        "a.jsonl": lines_of({"text": f"A line. {address}"} | said | urls | about),
        "a.json": in_json([{"text": f"An element. {address}"} | said | urls | about]),
        "a.csv": f"text,outlet,url,image\n{row}\n".encode(),
    }
    return {
        **files,
        "a.zip": zip_of({f"in/{name}": raw + b"\n" for name, raw in files.items()}),
        "b.txt.gz": gzip.compress(b"b"),
    }


def take_everything_in(files: dict[str, bytes], project: Project, manager: User) -> None:
    """By the doors which `bring` is not."""
    named = [(name, BytesIO(raw)) for name, raw in files.items()]
    upload = uploading.start_upload(project=project, by=manager, files=named)
    go_on_with(ask_for_import(upload=upload, by=manager).pk, Event())
    import_files([("a.jsonl", BytesIO(files["a.jsonl"]))], project=project, by=manager, defaults=Details())


def test_no_address_in_what_is_brought_in_is_called(
    bring: Callable[..., Summary],
    bring_marks: Callable[..., MarkedSummary],
    tmp_path: Path,
    project: Project,
    manager: User,
    called: tuple[str, list[str]],
) -> None:
    address, asked = called
    files = files_with(address)
    manifest = tmp_path / "m.csv"
    row = f"a.txt,{address},{address},{address},,,{address}\n"
    manifest.write_text(f"file,title,outlet,url,published_at,language,story\n{row}")

    summary = bring(files, manifest=manifest)
    take_everything_in(files, project, manager)
    bring_marks("doccano", lines_of(DOCCANO | {"image": address, "url": address}))
    data = {"text": f"A task. {address}", "url": address, "image": address}
    bring_marks("label-studio", [LABEL_STUDIO | {"data": data, "annotations": []}])
    exported = b"".join(exporting.blocks_of(project)).decode()

    assert summary.refusals == []
    assert Article.objects.filter(url__startswith=address).count() > 4
    assert exported.count(address) > 20
    urlopen(f"{address}/heard", timeout=10).close()
    assert asked == ["/heard"]


@pytest.mark.parametrize(
    "way", ["{path}", "file://{path}", "../{name}", "..\\{name}", "\\\\localhost{path}", "./../{name}"]
)
def test_no_path_in_what_is_brought_in_is_opened(
    bring: Callable[..., Summary],
    bring_marks: Callable[..., MarkedSummary],
    tmp_path: Path,
    project: Project,
    manager: User,
    secret: Path,
    way: str,
) -> None:
    path = way.format(path=secret, name=secret.name)
    files = files_with(path)
    links = {f"{number}.zip": zip_of({name: b"From an archive."}) for number, name in enumerate((path, f"in/{path}"))}
    files |= {**links, "a.tar": tar_of({path: b"From an archive."})}
    manifest = tmp_path / "m.csv"
    cell = json.dumps(path)
    manifest.write_text(
        "file,title,outlet,url,published_at,language,story\n"
        f"{cell},T,O,,,,\na.zip/{path},,,,,,\na.txt,{cell},{cell},,,,\n"
    )

    with what_is_opened() as opened:
        bring(files, manifest=manifest)
        take_everything_in(files, project, manager)
        bring_marks("doccano", lines_of(DOCCANO | {"image": path, "id": path}))
        data = {"text": f"A task. {path}", "image": path}
        bring_marks("label-studio", [LABEL_STUDIO | {"data": data, "file_upload": path, "annotations": []}])
        exported = b"".join(exporting.blocks_of(project)).decode()

    assert len(opened) > 10
    assert [one for one in opened if secret.name in one] == []
    assert SECRET not in exported
    assert secret.read_text() == SECRET


def test_a_link_among_the_files_of_a_folder_is_not_followed(
    bring: Callable[..., Summary], folder: Path, secret: Path
) -> None:
    (folder / "a.txt").symlink_to(secret)
    assert [source.name for source in sources([folder])] == ["a.txt"]
    with what_is_opened() as opened:
        summary = bring({"b.txt": "b"})
    assert [(refusal.file, refusal.reason) for refusal in summary.refusals] == [
        ("a.txt", "This is a link or a device, not a file. Copy the file itself here.")
    ]
    assert [one for one in opened if one.endswith("a.txt")] == []
