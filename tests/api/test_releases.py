"""Releases by programs: making, reading, downloading on from where it was cut, withdrawing."""

import hashlib
from typing import Any

import pytest

from newsreview.exports import building
from newsreview.exports.models import Outcome, Release
from tests.exports.released import content
from tests.working import carry_out_jobs

HERE = "projects/ferry/releases/"


@pytest.fixture
def asking(desk, program) -> Any:
    return program(desk.people["manager"], "export", "manage")


def download(asking: Any, name: str, query: str = "", **headers: str) -> Any:
    return asking.client.get(f"/api/v1/{HERE}1/files/{name}{query}", headers=headers)


def test_one_is_asked_for_and_is_built_in_the_background(desk, asking):
    body = {"name": " June ", "notes": "n", "choices": {"sets": "submitted", "formats": ["csv"]}}
    answer = asking.post(HERE, body)

    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/{HERE}2/")
    assert (answer.json()["state"], answer.json()["digest"], answer.json()["name"]) == ("waiting", None, " June ")
    carry_out_jobs()
    told = asking.read(f"{HERE}2/")
    assert (told["state"], told["progress"], told["why_not"]) == ("built", {"seen": 3, "of": 3}, "")
    assert told["digest"] == told["manifest"]["digest"] == asking.read(HERE)["results"][1]["digest"]
    assert told["choices"]["formats"] == ["csv"]
    assert asking.post(HERE, body).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"name": ""}, 400),
        ({"name": "  "}, 422),
        ({"name": "a" * 101}, 400),
        ({"name": "J", "number": 9}, 400),
        ({"name": "J", "choices": {"sets": "drafts"}}, 400),
        ({"name": "J", "choices": {"formats": ["exe"]}}, 400),
        ({"name": "J", "choices": {"shares": {"train": 80}}}, 400),
        ({"name": "J", "choices": {"seed": -1}}, 400),
        ({"name": "J", "choices": {"status": "built"}}, 400),
    ],
)
def test_what_is_no_release_is_refused(desk, asking, body, status):
    assert asking.post(HERE, body).status_code == status
    assert Release.objects.count() == 1


def test_a_file_comes_whole_or_on_from_where_it_was_cut(desk, asking):
    whole = content(desk.release, "articles.jsonl")
    etag = f'"{hashlib.sha256(whole).hexdigest()}"'

    plain = download(asking, "articles.jsonl")
    assert (plain.getvalue(), plain["ETag"], plain["Content-Length"]) == (whole, etag, str(len(whole)))
    rest = download(asking, "articles.jsonl", Range="bytes=100-", If_Range=etag)
    assert (rest.status_code, rest.getvalue()) == (206, whole[100:])
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    other = download(asking, "articles.jsonl", Range="bytes=100-", If_Range='"another"')
    assert (other.status_code, other.getvalue()) == (200, whole)
    assert download(asking, "articles.jsonl", If_None_Match=etag).status_code == 304
    assert problem(download(asking, "articles.jsonl", If_Match='"another"')) == (412, "blank")
    beyond = download(asking, "articles.jsonl", Range=f"bytes={len(whole)}-")
    assert (problem(beyond), beyond["Content-Range"]) == ((416, "beyond"), f"bytes */{len(whole)}")


@pytest.mark.parametrize("name", ["SHA256SUMS", "manifest.json", "README.md", "spans.csv"])
def test_every_file_carries_its_digest(desk, asking, name):
    answer = download(asking, name)

    assert answer["ETag"] == f'"{hashlib.sha256(answer.getvalue()).hexdigest()}"'
    assert download(asking, f"{name}.gz").status_code == 404


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_a_release_without_files_says_why_it_has_none(desk, asking):
    asking.post(HERE, {"name": "June"})
    waiting = asking.get(f"{HERE}2/files/manifest.json")
    assert problem(waiting) == (409, "not-built")
    assert problem(asking.post(f"{HERE}2/withdrawal/", {"why": "A mistake."})) == (409, "conflict")

    Outcome.objects.create(release=Release.objects.get(number=2), why="OSError: full")
    assert problem(asking.get(f"{HERE}2/files/manifest.json")) == (409, "failed")
    told = asking.read(f"{HERE}2/")
    assert (told["state"], told["why_not"], told["digest"]) == ("failed", "OSError: full", None)
    refused = asking.post(HERE, {"name": "June"})
    assert problem(refused) == (409, "conflict")
    assert "“June” already, which could not be built: choose another name." in refused.json()["detail"]


def test_a_withdrawn_release_is_not_downloaded_by_mistake(desk, asking):
    assert asking.post(f"{HERE}1/withdrawal/", {"why": " "}).status_code == 422
    told = asking.post(f"{HERE}1/withdrawal/", {"why": "An outlet took it back."}).json()
    assert (told["state"], told["withdrawal"]["why"]) == ("withdrawn", "An outlet took it back.")

    refused = download(asking, "SHA256SUMS")
    assert problem(refused) == (409, "withdrawn")
    assert "An outlet took it back." in refused.json()["detail"]
    assert download(asking, "SHA256SUMS", "?withdrawn=true").getvalue() == content(desk.release, "SHA256SUMS")
    assert asking.post(f"{HERE}1/withdrawal/", {"why": "Again."}).status_code == 409


@pytest.mark.parametrize(
    ("scopes", "statuses"), [(["export"], (200, 403)), (["manage"], (403, 201)), (["read"], (403, 403))]
)
def test_reading_and_making_are_scopes_of_their_own(desk, program, scopes, statuses):
    asking = program(desk.people["manager"], *scopes)

    assert (asking.get(HERE).status_code, asking.post(HERE, {"name": "June"}).status_code) == statuses


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_few_questions(desk, asking, rows, django_assert_num_queries):
    for number in range(1, rows):
        asking.post(HERE, {"name": f"Release {number}"})
        building.build(Release.objects.get(number=number + 1).pk)

    asking.read(HERE)  # that a token is used is noted once a minute

    with django_assert_num_queries(3):
        assert len(asking.read(HERE)["results"]) == rows
