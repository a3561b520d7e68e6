"""Pulling a release: from the app's own server, and from servers that cut, lie and lead away."""

import hashlib
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsreview.exports import building, pulling, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.manifest import sums
from newsreview.exports.models import Release
from newsreview.exports.pulling import Address
from newsreview.exports.saving import folder_that_goes_on_growing
from newsreview.exports.shelving import Kept
from tests.api.programs import Program
from tests.exports.released import content

CONTENT = {"articles.jsonl": b"0123456789" * 30_000, "spans.csv": b""}
"""More than one block, and nothing at all."""


def pull(address: str, folder: Path, *more: str, token: str = "nr_secret") -> str:
    out = StringIO()
    (folder / "token").write_text(f"{token}\n")
    call_command(
        "pull_release", address, "--token-file", str(folder / "token"), "--out", str(folder / "out"), *more, stdout=out
    )
    return out.getvalue()


def refusal(code: int, *arguments: Any, **more: Any) -> str:
    with pytest.raises(CommandError) as error:
        pull(*arguments, **more)
    assert error.value.returncode == code
    return str(error.value)


@pytest.mark.django_db(transaction=True)
def test_a_release_comes_from_the_server_as_it_lies_there(
    live_server, project, manager, ml_client, handed_in, annotator, tmp_path
):
    handed_in(annotator)
    choices = Choices(sets="submitted", formats=["csv"])
    asked = releasing.request_release(project=project, by=manager, name="May", choices=choices)
    address, token = f"{live_server.url}/ferry/1", Program(ml_client, "export").secret
    assert "409: This release is being built." in refusal(1, address, tmp_path, token=token)
    building.build(asked.pk)
    release = Release.objects.with_end().get()

    said = pull(address, tmp_path, token=token)

    names = {"articles.jsonl", "spans.csv", "SHA256SUMS", "README.md", "manifest.json"}
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        name: content(release, name) for name in names
    }
    assert said == f"{release.outcome.manifest['digest']}  {tmp_path / 'out'}\n"
    assert "is there already" in refusal(2, address, tmp_path, token=token)

    (tmp_path / "again").mkdir()
    assert "401" in refusal(1, address, tmp_path / "again", token="nr_other")
    assert "404" in refusal(1, f"{live_server.url}/projects/ferry/releases/2/", tmp_path / "again", token=token)
    releasing.withdraw(release=release, by=manager, why="An outlet took it back.")
    assert "An outlet took it back." in refusal(1, address, tmp_path / "again", token=token)
    assert pull(address, tmp_path / "again", "--withdrawn", token=token).startswith(said.split()[0])


class Faulty(ThreadingHTTPServer):
    """A server with one release, which does not always do as it should."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.files = dict(CONTENT)
        self.manifest = manifest_of(CONTENT)
        self.cuts: list[int] = []
        """After how many bytes of the large file the connection is cut, one answer after the other."""
        self.elsewhere = ""
        self.asked: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/ferry/1"


class Answering(BaseHTTPRequestHandler):
    server: Faulty

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.server.asked.append((name, self.headers["Range"]))
        files = self.server.files | {"manifest.json": json.dumps(self.server.manifest).encode()}
        start = int((self.headers["Range"] or "bytes=0-")[6:-1])
        body = files.get(name, b"")
        self.send_response(302 if self.server.elsewhere else 206 if start else 200)
        self.send_header("Location", self.server.elsewhere)
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        cut = self.server.cuts.pop(0) if name == "articles.jsonl" and self.server.cuts else len(body)
        self.wfile.write(body[start:][:cut])

    def log_message(self, *_about: object) -> None: ...


def manifest_of(files: dict[str, bytes]) -> dict[str, Any]:
    kept = [Kept(name, len(body), hashlib.sha256(body).hexdigest()) for name, body in files.items()]
    told = [file._asdict() for file in kept]
    return {"digest": hashlib.sha256(sums(kept)).hexdigest(), "files": told, "beside": []}


@pytest.fixture
def servers() -> Iterator[Callable[[], Faulty]]:
    running: list[tuple[Faulty, Thread]] = []

    def start() -> Faulty:
        server = Faulty()
        running.append((server, Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})))
        running[-1][1].start()
        return server

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server(servers: Callable[[], Faulty], monkeypatch: pytest.MonkeyPatch) -> Faulty:
    monkeypatch.setattr(pulling, "SECONDS_BETWEEN_TRIES", 0)
    return servers()


def test_a_connection_that_is_cut_is_taken_up_where_it_was(server, tmp_path):
    server.cuts = [100_000, 0, 50_000]
    pull(server.url, tmp_path, "--digest", server.manifest["digest"])

    assert [part for name, part in server.asked if name == "articles.jsonl"] == [
        None,
        "bytes=100000-",
        "bytes=100000-",
        "bytes=150000-",
    ]
    assert {name: (tmp_path / "out" / name).read_bytes() for name in CONTENT} == CONTENT


def nothing_is_left(folder: Path) -> bool:
    return [path.name for path in folder.iterdir()] == ["token"]


def lying_beside(folder: Path) -> dict[str, bytes]:
    """What has come of a release that is not whole."""
    assert sorted(path.name for path in folder.iterdir()) == [".out.part", "token"]
    return {path.name: path.read_bytes() for path in (folder / ".out.part").iterdir()}


def test_a_pull_that_ended_early_goes_on_when_it_is_asked_for_again(server, tmp_path):
    server.cuts = [1_000, *[0] * pulling.TRIES]

    assert "The connection was cut at byte 1000 of articles.jsonl" in refusal(1, server.url, tmp_path)
    assert lying_beside(tmp_path) == {"articles.jsonl": CONTENT["articles.jsonl"][:1_000]}
    (tmp_path / ".out.part" / "of-another-release").touch()
    with (tmp_path / ".out.part" / "spans.csv").open("xb") as longer:
        longer.write(b"longer")
    server.asked.clear()
    pull(server.url, tmp_path)

    assert server.asked == [("manifest.json", None), ("articles.jsonl", "bytes=1000-")]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}.items() >= CONTENT.items()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [*CONTENT, "SHA256SUMS", "manifest.json"]
    )


def test_what_lay_beside_and_is_otherwise_is_fetched_anew(server, tmp_path):
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / "articles.jsonl").write_bytes(b"x" * 100)

    assert "articles.jsonl came with another digest" in refusal(1, server.url, tmp_path)
    pull(server.url, tmp_path)
    assert (tmp_path / "out" / "articles.jsonl").read_bytes() == CONTENT["articles.jsonl"]


def test_two_pulls_do_not_write_into_one_folder(server, tmp_path):
    with folder_that_goes_on_growing(tmp_path / "out") as growing:
        assert "Another pull is at work on this folder." in refusal(1, server.url, tmp_path)
        (growing / "one").touch()

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one"]


def test_a_server_that_is_not_there_is_told_of(server, tmp_path):
    server.shutdown()
    server.server_close()

    assert "The server does not answer: [Errno" in refusal(1, server.url, tmp_path)
    assert nothing_is_left(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "a/evil",
        "a\\evil",
        "..",
        ".evil",
        "",
        "evil\n",
        "é",
        "manifest.json",
        "SHA256SUMS",
        "SPANS.csv",
    ],
)
def test_no_name_leads_out_of_the_folder_or_over_another(server, tmp_path, name):
    server.manifest = manifest_of(CONTENT | {name: b"evil"})

    assert "The server names a file" in refusal(1, server.url, tmp_path)
    assert nothing_is_left(tmp_path)
    assert server.asked == [("manifest.json", None)]


def test_what_has_another_digest_is_not_kept(server, tmp_path):
    server.files["articles.jsonl"] = b"x" * len(CONTENT["articles.jsonl"])

    assert "articles.jsonl came with another digest" in refusal(1, server.url, tmp_path)
    assert lying_beside(tmp_path) == {}
    assert "This release has another digest" in refusal(1, server.url, tmp_path, "--digest", "0" * 64)
    server.manifest["digest"] = "0" * 64
    assert "digest is not that of its files" in refusal(1, server.url, tmp_path)
    server.manifest = {"files": 1}
    assert "manifest.json is not that of a release" in refusal(1, server.url, tmp_path)


def test_more_than_was_announced_is_not_taken(server, tmp_path):
    server.files["articles.jsonl"] += b"and more"
    pull(server.url, tmp_path)

    assert (tmp_path / "out" / "articles.jsonl").read_bytes() == CONTENT["articles.jsonl"]


def test_nobody_is_led_away_with_the_token(servers, server, tmp_path):
    other = servers()
    server.elsewhere = other.url

    assert "The server answers with 302" in refusal(1, server.url, tmp_path)
    assert other.asked == []


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("https://desk.example/ferry/3", ("https://desk.example", "ferry", "3")),
        ("http://127.0.0.1:8000/ferry/3/", ("http://127.0.0.1:8000", "ferry", "3")),
        ("https://desk.example/projects/ferry-row/releases/3/", ("https://desk.example", "ferry-row", "3")),
        ("https://desk.example/news/ferry/12", ("https://desk.example/news", "ferry", "12")),
    ],
)
def test_addresses(given, parts):
    assert Address.read(given) == parts


@pytest.mark.parametrize(
    "given",
    [
        "desk.example/ferry/3",
        "file:///ferry/3",
        "ftp://desk.example/ferry/3",
        "https://a:b@desk.example/ferry/3",
        "https://desk.example/ferry",
        "https://desk.example/ferry/x",
        "https://desk.example/ferry/3?x",
        "https://desk.example/fer ry/3",
    ],
)
def test_what_is_no_address_is_refused_before_the_token_is_read(given, tmp_path):
    assert "is no address of a release" in refusal(2, given, tmp_path)


@pytest.mark.parametrize("token", ["", "two words", "nr_\nInjected: x"])
def test_what_is_no_token_is_not_sent(server, tmp_path, token):
    assert "holds something else than a token" in refusal(2, server.url, tmp_path, token=token)
    assert server.asked == []
