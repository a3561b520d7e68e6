"""A desk whose files are in a bucket: all works as with a folder, and nothing is acknowledged without its files."""

import hashlib
import os
from datetime import timedelta
from random import Random
from typing import cast

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from newsreview.commands import doctoring
from newsreview.commands.doctoring import State
from newsreview.corpus.models import Article, RawFile
from newsreview.exports import building
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Outcome, Release
from newsreview.exports.releasing import request_release
from newsreview.exports.shelving import discard
from newsreview.intake import discarding, keeping
from newsreview.intake.models import ImportEnd, Upload
from newsreview.object_storage import StorageAway
from newsreview.object_storage.bucket import Bucket
from tests.api.programs import JSON_LINES
from tests.buckets import bucket, client, files_in_use, s3_server  # noqa: F401 -- fixtures
from tests.exports.released import check_digests, content
from tests.owner import as_owner
from tests.working import carry_out_jobs

LINES = b'{"text": "One."}\n{"text": "Two."}\n{"text": "Three, which is refused.", "url": "here"}\n'
NAME = f"raw/{keeping.place(hashlib.sha256(LINES).hexdigest())}"
IMPORT = "projects/ferry/import/"


def nothing_came_in() -> bool:
    return [model.objects.count() for model in (Article, RawFile, Upload)] == [0, 0, 0]


def test_what_articles_came_from_is_kept_in_the_bucket_and_only_there(bucket, program, manager, project):  # noqa: F811
    asking = program(manager)

    first, again = (asking.post(IMPORT, LINES, JSON_LINES).json() for _ in range(2))

    assert [first["imported"], first["refused"], again["present"]] == [2, 1, 2]
    assert files_in_use() == {NAME: LINES}
    long_ago = timezone.now() - timedelta(days=100)
    with as_owner():
        ImportEnd.objects.update(at=long_ago)
        RawFile.objects.update(created_at=long_ago)
    assert (discarding.discard(days=101), discarding.discard(days=99), discarding.discard(days=99)) == (0, 1, 0)
    assert files_in_use() == {}
    assert Article.objects.count() == 2


def test_nothing_is_taken_in_while_the_bucket_is_away(bucket, program, manager, project, sign_in, tmp_path):  # noqa: F811
    (tmp_path / "a.jsonl").write_bytes(LINES)
    asking, browser = program(manager), sign_in(manager)

    def choose():
        return browser.post("/projects/ferry/upload/", {"chosen": [SimpleUploadedFile("a.jsonl", LINES)]})

    with bucket.away():
        sent, chosen = asking.post(IMPORT, LINES, JSON_LINES), choose()
        with pytest.raises(CommandError, match="The bucket desk did not do what was asked") as typed:
            call_command("import_articles", tmp_path / "a.jsonl", project="ferry")
    assert (sent.status_code, sent["Retry-After"], "out of reach" in sent.json()["detail"]) == (503, "10", True)
    assert (chosen.status_code, "Files cannot be stored or read just now." in chosen.content.decode()) == (503, True)
    assert bucket.url.encode() not in chosen.content
    assert typed.value.returncode == 3
    assert {end.why.partition(" just")[0] for end in ImportEnd.objects.all()} == {"Files cannot be stored or read"}
    assert nothing_came_in()
    assert choose().status_code == 302
    assert Upload.objects.get().files.get().records == 2


def test_an_import_in_the_background_waits_for_the_bucket(bucket, program, manager, project):  # noqa: F811
    assert program(manager).post(f"{IMPORT}?background=true", LINES, JSON_LINES).status_code == 202
    with bucket.away():
        carry_out_jobs()
    assert (Article.objects.count(), ImportEnd.objects.count()) == (0, 0)


def test_a_release_is_kept_downloaded_and_checked(bucket, desk, program):  # noqa: F811
    asking, files = program(desk.people["manager"], "export"), desk.release.folder
    whole = content(desk.release, "articles.jsonl")

    assert check_digests(desk.release).keys() == {"articles.jsonl", "spans.csv"}
    assert {name for name in files_in_use() if name.startswith("releases/")} == {
        f"releases/{files}/{name}"
        for name in ("README.md", "SHA256SUMS", "articles.jsonl", "manifest.json", "spans.csv")
    }
    rest = asking.client.get("/api/v1/projects/ferry/releases/1/files/articles.jsonl", headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.getvalue()) == (206, whole[100:])
    with bucket.away():
        away = asking.client.get("/api/v1/projects/ferry/releases/1/files/articles.jsonl")
    assert (away.status_code, away["Content-Type"]) == (503, "application/problem+json")
    discard(desk.release)
    assert [name for name in files_in_use() if name.startswith("releases/")] == []


def test_a_release_is_built_once_the_bucket_is_back(bucket, desk):  # noqa: F811
    """What the build before has left there makes no difference."""
    who = desk.people["manager"]
    release = request_release(project=desk.project, by=who, name="June", choices=Choices(sets="submitted"))
    storages["releases"].save(f"{release.folder}/articles.jsonl", ContentFile(b"half of a file"))

    with bucket.away(), pytest.raises(StorageAway):
        building.build(release.pk)
    assert not Outcome.objects.filter(release=release).exists()
    building.build(release.pk)
    assert check_digests(Release.objects.with_end().get(pk=release.pk)).keys() == {"articles.jsonl"}


def test_a_long_file_is_whole_and_what_is_not_there_is_missing_as_on_a_disk(bucket):  # noqa: F811
    """Sent and fetched in several parts; nothing of it is public, or has an address."""
    storage, long = storages["default"], Random(1).randbytes(20_000_000)

    names = [storage.save(name, ContentFile(long)) for name in ("ab/long", "ab/long")]
    assert names == ["ab/long", "ab/long"]
    with storage.open("ab/long") as file:
        file.seek(19_000_000)
        assert file.read() == long[19_000_000:]
    storage.save("ab/short", ContentFile(b"short"))
    grants = client(storage).get_object_acl(Bucket="desk", Key="raw/ab/short")["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert (storage.exists("ab/none"), storage.listdir("none"), storage.listdir("")) == (False, ([], []), (["ab"], []))
    for ask in (storage.size, storage.open):
        with pytest.raises(FileNotFoundError):
            ask("ab/none")
    with pytest.raises(NotImplementedError):
        storage.url("ab/long")


def test_a_fork_makes_connections_of_its_own(bucket):  # noqa: F811
    storage = cast("Bucket", storages["default"])
    storage.save("ab/one", ContentFile(b"one"))
    before = storage.connection
    child = os.fork()
    if not child:
        os._exit(storage.connection is before or storage.open("ab/one").read() != b"one")

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert storage.connection is before


def test_the_doctor_asks_the_bucket(bucket, settings):  # noqa: F811
    def told():
        [finding] = doctoring.files()
        return finding.state, finding.said

    assert told() == (State.WELL, "The bucket desk answers.")
    with bucket.away():
        state, said = told()
    assert (state, said.startswith("The bucket desk did not do what was asked: Could not connect")) == (State.ILL, True)
    of_it = settings.STORAGES["default"]
    nowhere = of_it["OPTIONS"] | {"bucket_name": "nowhere"}
    settings.STORAGES = settings.STORAGES | {"default": of_it | {"OPTIONS": nowhere}}
    assert told()[0] == State.ILL
    settings.S3_BUCKET = ""
    assert list(doctoring.files()) == []
