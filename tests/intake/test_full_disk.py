"""D9: a disk without room for what is brought in. It is said in words, nothing is half made, and the rest goes on."""

import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from newsreview.accounts.models import User
from newsreview.corpus.models import Article, RawFile
from newsreview.intake import keeping, uploading
from newsreview.intake.importing import Summary
from newsreview.intake.models import Import, Upload
from newsreview.intake.taking_in import ask_for_import, go_on_with
from newsreview.projects.models import Project, Task
from tests.api.programs import JSON_LINES, Program
from tests.intake.packed import PACKERS, tar_of

ROOM = 100_000  # bytes of a file
LARGE = b"".join(b'{"text": "%s"}\n' % Random(number).randbytes(500).hex().encode() for number in range(2000))
WORDS = "disk is full"


# Django does not close a file that it could not write to its end.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def what_is_left_open_is_closed_here(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """And is no matter of the next test. What was logged holds the errors, and they the files."""
    yield
    caplog.get_records("call").clear()
    gc.collect()


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process may become longer; a write that would make it so fails as on a disk without room."""
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def there_is_nothing(raw_folder: Path) -> bool:
    files = [path for path in raw_folder.rglob("*") if path.is_file()]
    rows = [model.objects.count() for model in (Article, Task, RawFile, Upload)]
    return files == [] and rows == [0, 0, 0, 0]


def test_an_upload_is_refused_in_words_and_works_again_later(
    project: Project, manager: User, sign_in: Callable[[User], Client], raw_folder: Path
) -> None:
    client = sign_in(manager)

    def choose() -> tuple[int, str]:
        answer = client.post("/projects/ferry/upload/", {"chosen": [SimpleUploadedFile("a.jsonl", LARGE)]})
        return answer.status_code, answer.content.decode()

    with no_room():
        status, page = choose()
        assert client.get("/projects/ferry/").status_code == 200
    assert (status, WORDS in page, str(raw_folder) in page) == (507, True, False)
    assert there_is_nothing(raw_folder)
    assert choose()[0] == 302
    assert Upload.objects.get().files.get().records == 2000


def test_an_upload_that_cannot_even_be_received_is_refused_in_words(
    project: Project, manager: User, sign_in: Callable[[User], Client], raw_folder: Path
) -> None:
    client = sign_in(manager)
    client.raise_request_exception = False
    large = SimpleUploadedFile("a.jsonl", LARGE * 3)  # which is not held in memory
    with no_room():
        answer = client.post("/projects/ferry/upload/", {"chosen": [large]})
    assert (answer.status_code, WORDS in answer.content.decode()) == (507, True)
    assert there_is_nothing(raw_folder)


def test_a_program_is_told_with_507(project: Project, manager: User, raw_folder: Path) -> None:
    program = Program(manager)

    def send() -> tuple[int, str]:
        answer = program.post("projects/ferry/import/", LARGE, content_type=JSON_LINES)
        return answer.status_code, answer.headers["Content-Type"]

    with no_room():
        assert send() == (507, "application/problem+json")
    assert there_is_nothing(raw_folder)
    assert send() == (200, "application/json")
    assert Article.objects.count() == 2000
    assert [of.state for of in Import.objects.all()] == ["finished"]


def test_an_archive_is_taken_in_again_from_where_there_was_no_room(
    project: Project, manager: User, raw_folder: Path
) -> None:
    """In the background; an archive is unpacked once more there."""
    archive = PACKERS[".gz"](tar_of({"a.txt": b"One.", "b.jsonl": LARGE}))
    upload = uploading.start_upload(project=project, by=manager, files=[("a.tar.gz", BytesIO(archive))])
    of = ask_for_import(upload=upload, by=manager)
    with no_room():
        go_on_with(of.pk, Event())
    of.refresh_from_db()
    assert (of.state, of.end.why) == ("failed", keeping.no_room())
    assert (Article.objects.count(), Task.objects.count()) == (0, 0)

    again = uploading.start_upload(project=project, by=manager, files=[("a.tar.gz", BytesIO(archive))])
    go_on_with(ask_for_import(upload=again, by=manager).pk, Event())
    assert Article.objects.count() == 2001


def test_a_command_names_it_and_can_be_run_again(bring: Callable[..., Summary], folder: Path, project: Project) -> None:
    (folder / "a.txt").write_text("One.")
    (folder / "b.jsonl").write_bytes(LARGE)
    with no_room(), pytest.raises(CommandError, match=WORDS) as refused:
        call_command("import_articles", folder, project="ferry")
    assert refused.value.returncode == 3
    assert Import.objects.get().state == "failed"
    assert bring().imported + Article.objects.filter(text="One.").count() >= 2001
    assert Article.objects.count() == 2001
