"""T17: whatever a file holds, its reader answers with records that can be stored and refusals that can be read, soon.

Bounded, and the same each time; `make fuzz` tries much more of each kind, and something else each time.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from random import Random, SystemRandom

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreview.corpus.models import Article
from newsreview.intake import bringing_marks, limits
from newsreview.intake.details import check_details, written_time
from newsreview.intake.finding import Found, described
from newsreview.intake.importing import import_at_once
from newsreview.intake.manifest import BadManifest, read_manifest
from newsreview.intake.models import Import, RefusedRecord
from newsreview.intake.prediction_files import Line, read_line
from newsreview.intake.readers import json_lines
from newsreview.intake.readers.recognising import read_lines
from newsreview.intake.reading import NotRead, Read, read_file
from newsreview.intake.records import Details, Record, Refusal
from newsreview.projects.models import Project
from tests.intake.sound import (
    ARTICLE,
    MARKED_FILES,
    files_by_name,
    in_json,
    lines_of,
    plain_files,
    whole_export,
)
from tests.intake.spoiling import TOKENS, spoiled

AT_LENGTH = os.environ.get("READER_EXAMPLES")
EXAMPLES = int(AT_LENGTH or 60)
FIRST_SEED = SystemRandom().randrange(2**32) if AT_LENGTH else 0
SECONDS = 20  # for files of a few kilobytes, on a machine that has other work

FILES = files_by_name(plain_files())
MANIFEST = (
    b"file,title,outlet,url,published_at,language,story\n"
    b'a.txt,Gates,"Harbour ""Post""",https://post.example/1,2025-10-15,en,\n'
    b"b.txt,,,,,,\n"
)
PREDICTION = {
    "article": "0197a1b2-0000-7000-8000-000000000000",
    "sha256": "0" * 64,
    "spans": [{"id": "c1", "label": "claim", "start": 0, "end": 7, "quote": "“No day", "score": 0.93}],
    "links": [],
}

at_some_length = settings(
    max_examples=EXAMPLES,
    derandomize=not AT_LENGTH,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def spoiled_files(raw: bytes, of: str) -> Iterator[tuple[str, bytes]]:
    """Each with what it takes to make it again."""
    for seed in range(FIRST_SEED, FIRST_SEED + EXAMPLES):
        yield f"{of} {seed}", spoiled(Random(f"{of} {seed}"), raw)


@contextmanager
def told_of(case: str, raw: bytes) -> Iterator[None]:
    """What fails names its file."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"{case}: {raw!r}")
        raise


def check_record(record: Record, size: int | None) -> None:
    """It says the same when it is read again, and nothing in it is what the database cannot hold."""
    assert record.text.strip()
    assert "\0" not in record.text
    assert "\r" not in record.text
    record.text.encode()
    assert 0 <= record.byte_start <= record.byte_end
    assert size is None or record.byte_end <= size
    details = record.details
    values = {name: getattr(details, name) for name in ("title", "outlet", "url", "language", "story")}
    assert check_details(values | {"published_at": written_time(details.published_at)}) == details
    [again] = read_lines(BytesIO(in_json({"text": "t", "metadata": record.metadata})))
    assert isinstance(again, Record)
    assert again.metadata == record.metadata


def check_refusal(refusal: Refusal, size: int | None) -> None:
    assert refusal.reason.encode()
    assert "\0" not in refusal.reason
    assert refusal.line is None or refusal.line > 0
    assert size is None or 0 <= (refusal.byte_start or 0) <= (refusal.byte_end or 0) <= size


def check_answers(items: Iterable[object], size: int | None = None) -> None:
    started = time.monotonic()
    for item in items:
        if isinstance(item, Read | Record):
            check_record(item.record if isinstance(item, Read) else item, size)
        elif isinstance(item, NotRead | Refusal):
            check_refusal(item.refusal if isinstance(item, NotRead) else item, size)
        else:
            assert isinstance(item, Line)
    assert time.monotonic() - started < SECONDS


@pytest.fixture
def answers_to() -> Callable[[str, bytes], None]:
    def read(name: str, raw: bytes) -> None:
        check_answers(read_file(BytesIO(raw), name=name), len(raw) if name in plain_files() else None)

    return read


@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_file_is_read_or_refused(name: str, answers_to: Callable[[str, bytes], None]) -> None:
    for case, raw in spoiled_files(FILES[name], name):
        with told_of(case, raw):
            answers_to(name, raw)


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_at_all_is_read_or_refused(name: str, answers_to: Callable[[str, bytes], None]) -> None:
    pieces = st.sampled_from(TOKENS) | st.binary(max_size=6) | st.sampled_from([b"text", b"title", b"metadata", b"id"])

    @at_some_length
    @given(st.lists(pieces, max_size=40).map(b"".join))
    def read(raw: bytes) -> None:
        answers_to(name, raw)

    read()


def test_records_of_any_values_are_read_or_refused(answers_to: Callable[[str, bytes], None]) -> None:
    names = st.sampled_from(
        ["text", "title", "outlet", "url", "published_at", "language", "story", "id", "metadata", ""]
    )
    words = st.text(max_size=20) | st.sampled_from(["2025-10-15", "https://a.example/", "en", "9999-12-31T23:59-23:59"])
    plain = st.none() | st.booleans() | st.integers() | st.floats() | words
    values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=6)

    @at_some_length
    @given(st.lists(st.dictionaries(names, values).map(lambda record: {"text": "A text."} | record), max_size=4))
    def read(records: list[dict[str, object]]) -> None:
        answers_to("a.jsonl", lines_of(*records))
        answers_to("a.json", in_json(records))

    read()


@pytest.mark.parametrize("form", MARKED_FILES)
def test_a_spoiled_file_with_marks_is_read_or_refused(form: str) -> None:
    for case, raw in spoiled_files(MARKED_FILES[form], form):
        with told_of(case, raw):
            check_answers(bringing_marks.READERS[form](BytesIO(raw)), len(raw))


def test_an_export_that_is_whole_and_says_anything_is_read_or_refused() -> None:
    for case, line in spoiled_files(in_json(ARTICLE), "an article of an export"):
        raw = whole_export(*line.split(b"\n"))
        with told_of(case, raw):
            check_answers(bringing_marks.READERS["jsonl"](BytesIO(raw)), len(raw))


def test_a_spoiled_file_of_predictions_is_read_or_refused() -> None:
    for case, raw in spoiled_files(lines_of(PREDICTION, PREDICTION), "predictions"):
        with told_of(case, raw):
            check_answers(json_lines.each(BytesIO(raw), read_line))


def test_a_spoiled_manifest_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    for case, raw in spoiled_files(MANIFEST, "a manifest"):
        path.write_bytes(raw)
        with told_of(case, raw), suppress(BadManifest):
            check_answers(read_manifest(path).refusals)


@pytest.fixture
def read_from_spoiled_files() -> list[Found | Refusal]:
    """Before there is a transaction, which may not idle for long."""
    items: list[Found | Refusal] = []
    for name, whole in plain_files().items():
        for _case, raw in spoiled_files(whole, f"{name} to be stored"):
            read = read_file(BytesIO(raw), name=name)
            items += [described(item, None) if isinstance(item, Read) else item.refusal for item in read]
    return items


def test_the_database_takes_whatever_the_readers_let_through(
    read_from_spoiled_files: list[Found | Refusal], project: Project
) -> None:
    items = read_from_spoiled_files
    summary = import_at_once(items, of=Import.objects.create(project=project), defaults=Details())
    assert summary.imported == Article.objects.count() > EXAMPLES
    assert RefusedRecord.objects.count() == min(summary.refused, limits.NAMED_REFUSALS) > EXAMPLES
    assert summary.imported + summary.present + summary.completed + summary.refused == len(items)
