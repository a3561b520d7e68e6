import gzip
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Outcome, Release
from newsreview.projects.models import Task
from tests.annotation.hand import Hand
from tests.exports.released import this_transaction
from tests.working import carry_out_jobs

FORM = {"name": "May", "sets": "submitted", "votes": "all", "seed": "7", "train": "80", "validation": "0", "test": "20"}
LIST = "/projects/ferry/releases/"


@pytest.fixture(autouse=True)
def in_the_test_s_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "one_moment", this_transaction)


@pytest.fixture
def handed_in(make_task: Callable[..., Task], annotator: User) -> list[Hand]:
    hands = []
    for number in range(5):
        task = make_task(f"Ada said {number}.", title=f"Title {number}", outlet="Post" if number else "Echo")
        hand = Hand(taking.take(task=task, person=annotator), annotator)
        hand.add("source", "Ada")
        hand.submit()
        hands.append(hand)
    return hands


@pytest.fixture
def at_manager(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def ask(client: Client, **more: Any) -> Any:
    return client.post(f"{LIST}new/", FORM | more)


def test_a_manager_asks_for_a_release_and_it_is_built(at_manager: Client, handed_in: list[Hand]) -> None:
    answer = ask(at_manager, labels=["source"], outlets=["Post"], formats=["csv"], notes="For the May model.")

    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}1/")
    waiting = at_manager.get(f"{LIST}1/state/")
    assert 'hx-trigger="every 2s"' in waiting.text
    assert "HX-Refresh" not in waiting.headers

    carry_out_jobs()

    assert at_manager.get(f"{LIST}1/state/").headers["HX-Refresh"] == "true"
    release = Release.objects.with_end().get()
    assert release.choices == {
        "sets": "submitted",
        "votes": "all",
        "labels": ["source"],
        "outlets": ["Post"],
        "stories": [],
        "languages": [],
        "shares": {"train": 80, "validation": 0, "test": 20},
        "seed": 7,
        "formats": ["csv"],
    }
    page = at_manager.get(f"{LIST}1/").text
    assert release.outcome.manifest["digest"] in page
    assert "For the May model." in page
    assert "of another outlet" in page
    assert "There is no release before to compare it with." in page
    assert "built</span>" in at_manager.get(LIST).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"train": "70"}, "must make 100 per cent"),
        ({"train": "-1"}, "greater than or equal to 0"),
        ({"sets": "drafts"}, "Select a valid choice"),
        ({"outlets": ["Times"]}, "Select a valid choice"),
        ({"formats": ["jsonl"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_field(
    at_manager: Client, handed_in: list[Hand], wrong: dict[str, Any], said: str
) -> None:
    answer = ask(at_manager, **wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert Release.objects.count() == 0


def test_one_is_counted_as_one_and_names_stay_apart(at_manager: Client, handed_in: list[Hand]) -> None:
    ask(at_manager, name="\u202eyaM", outlets=["Echo"])
    ask(at_manager)
    carry_out_jobs()

    assert "1 article, 1 annotation set, 1 span, 0 links." in " ".join(at_manager.get(f"{LIST}1/").text.split())
    assert "Since release 1, <bdi>\u202eyaM</bdi>: 4 articles more, 0 fewer." in " ".join(
        at_manager.get(f"{LIST}2/").text.split()
    )


def test_shares_of_nothing_make_one_file(at_manager: Client, handed_in: list[Hand]) -> None:
    ask(at_manager, train="0", test="0")

    assert Release.objects.get().choices["shares"] == {}


def test_two_releases_of_one_name_are_refused(at_manager: Client, handed_in: list[Hand]) -> None:
    ask(at_manager)
    answer = ask(at_manager)

    assert answer.status_code == 422
    assert "There is a release “May” already: choose another name." in answer.text
    Outcome.objects.create(release=Release.objects.get(), why="OSError: full")
    assert "“May” already, which could not be built: choose another name." in ask(at_manager).text
    assert [release.number for release in Release.objects.all()] == [1]


@pytest.fixture
def built(at_manager: Client, handed_in: list[Hand]) -> Release:
    ask(at_manager)
    carry_out_jobs()
    return Release.objects.with_end().get()


def body(answer: Any) -> bytes:
    parts: Iterator[bytes] = answer.streaming_content
    return b"".join(parts)


def test_files_are_downloaded_as_they_are_or_packed(
    built: Release, ml_client: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(ml_client)
    [train] = [file for file in built.outcome.manifest["files"] if file["name"] == "train.jsonl"]
    url = reverse("release-file", args=["ferry", 1, "train.jsonl"])

    plain, packed, again = (client.get(address) for address in (url, f"{url}.gz", f"{url}.gz"))

    content, small = body(plain), body(packed)
    assert hashlib.sha256(content).hexdigest() == train["sha256"]
    assert gzip.decompress(small) == content
    assert small == body(again)
    assert plain.headers["Content-Disposition"] == 'attachment; filename="ferry-1-train.jsonl"'
    assert packed.headers["Content-Disposition"] == 'attachment; filename="ferry-1-train.jsonl.gz"'
    assert plain.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["gathered.part", "..%2F..%2Fsecret_key", "train.jsonl.gz.gz", ".gz", "TRAIN.JSONL"])
def test_only_files_of_the_release_are_there(built: Release, at_manager: Client, name: str) -> None:
    assert at_manager.get(f"{LIST}1/files/{name}").status_code == 404


def test_a_release_that_is_not_built_has_no_files(at_manager: Client, handed_in: list[Hand]) -> None:
    ask(at_manager)

    assert at_manager.get(f"{LIST}1/files/manifest.json").status_code == 404


def test_withdrawing_marks_it_and_says_why(built: Release, at_manager: Client) -> None:
    again = f"{LIST}1/withdrawal/"

    assert at_manager.post(again, {"why": " "}).status_code == 422
    assert at_manager.post(again, {"why": "The outlet took it back."}).status_code == 302
    assert at_manager.post(again, {"why": "Once more."}).status_code == 409

    page = at_manager.get(f"{LIST}1/").text
    assert "Withdrawn by <bdi>Manager</bdi>" in page
    assert "The outlet took it back." in page
    assert "withdrawn</span>" in at_manager.get(LIST).text
    assert at_manager.get(f"{LIST}1/files/train.jsonl").status_code == 200


def test_what_is_not_built_cannot_be_withdrawn(at_manager: Client, handed_in: list[Hand]) -> None:
    ask(at_manager)

    assert at_manager.post(f"{LIST}1/withdrawal/", {"why": "A mistake."}).status_code == 409


def test_a_release_that_failed_says_why(at_manager: Client, manager: User, handed_in: list[Hand]) -> None:
    project = handed_in[0].annotation_set.task.project
    release = releasing.request_release(project=project, by=manager, name="May", choices=Choices())
    Outcome.objects.create(release=release, why="OSError: no <space> left")

    page = at_manager.get(f"{LIST}1/").text

    assert "OSError: no &lt;space&gt; left" in page
    assert "failed</span>" in page


def test_who_moved_and_who_is_near_have_their_pages(
    built: Release, at_manager: Client, manager: User, handed_in: list[Hand]
) -> None:
    """As the manifest would say it of a larger corpus."""
    one, other = (hand.annotation_set.task for hand in handed_in[:2])
    manifest = built.outcome.manifest
    pair = {"article": str(one.article_id), "nearest": str(other.article_id), "containment": 0.25}
    manifest["certificate"]["nearest"] = [pair]
    because = [{"tied_by": "story", "to": str(other.article_id)}]
    manifest["moved"] = [{"article": str(one.article_id), "moved_from": "test", "because": because}]
    larger = releasing.request_release(project=built.project, by=manager, name="Larger", choices=Choices())
    Outcome.objects.create(release=larger, manifest=manifest)

    page = at_manager.get(f"{LIST}2/").text

    assert page.count(f'href="/tasks/{one.pk}/"') == 2
    assert "was in test; it is tied to others by a story." in page
