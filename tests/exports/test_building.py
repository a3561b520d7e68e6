"""What a release holds, and that it is there whole or not at all."""

import asyncio
import json
from threading import Event
from uuid import UUID

import pytest
from django.core.files.storage import storages
from django.db import OperationalError

from newsreview.annotation import taking
from newsreview.background import Interrupted
from newsreview.exports import building, gathering, releasing
from newsreview.exports.models import Outcome
from newsreview.exports.pseudonyms import pseudonym
from newsreview.labels.models import Label
from newsreview.review import settling
from tests.exports.released import article_files, check_digests, content
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import seed
from tests.working import aside

SUBMITTED = {"sets": "submitted", "votes": "all"}


def test_a_release_of_nothing_is_whole(releases):
    release = releases()

    [(name, export)] = article_files(release).items()
    assert (name, export.articles) == ("articles", [])
    assert check_digests(release).keys() == {"articles.jsonl"}
    assert release.outcome.manifest["counts"]["articles"] == 0


def test_everybody_s_work_is_in_it_and_what_is_not_is_counted(
    releases, project, handed_in, make_task, annotator, colleague, reviewer, manager, member
):
    """E2: three annotators who have handed in, one who has not, one set that was taken back."""
    task = make_task()
    people = [annotator, colleague, reviewer]
    for person in people:
        handed_in(person, task=task)
    taking.deal_out(task=task, person=manager, by=manager)
    gone = taking.deal_out(task=task, person=member("gone", "annotator"), by=manager)
    taking.take_back(annotation_set=gone, by=manager)
    make_task("Nobody has begun.")

    release = releases(**SUBMITTED)

    manifest = release.outcome.manifest
    names = sorted(pseudonym(project, person.pk) for person in people)
    assert sorted(one["who"] for one in article_files(release)["articles"].sets) == names
    assert manifest["by"]["who"] == dict.fromkeys(names, 1)
    assert manifest["left_out"] == {
        "articles": {"nothing_chosen": 1},
        "annotation_sets": {"draft": 1, "taken_back": 1},
        "marks_by_label": {},
    }
    assert article_files(release)["articles"].header["left_out"] == {"draft": 1, "taken_back": 1}


def test_the_manifest_counts_what_is_there(releases, handed_in, annotator, project):
    handed_in(annotator, "Ada said so.", outlet="Post")
    handed_in(annotator, "Others said no.", outlet="Echo")

    manifest = releases(**SUBMITTED).outcome.manifest

    assert manifest["counts"] == {"articles": 2, "annotation_sets": 2, "spans": 2, "links": 0, "article_labels": 0}
    assert manifest["by"] == {
        "label": {"claim": 2},
        "outlet": {"Echo": 1, "Post": 1},
        "story": {"": 2},
        "who": {pseudonym(project, annotator.pk): 2},
    }
    [described] = manifest["label_sets"]
    assert (described["id"], described["version"]) == (str(project.label_set_version_id), 1)
    assert manifest["release"]["project"] == {"slug": "ferry", "name": "Ferry"}
    assert manifest["release"]["built_with"] == "newsreview 0.1.0"


def test_only_what_was_accepted_is_in_a_release_unless_told_otherwise(releases, handed_in, annotator, reviewer):
    accepted, other = handed_in(annotator, "Ada said so."), handed_in(annotator, "Others said no.")
    settling.accept(annotation_set=accepted.annotation_set.pk, by=reviewer, base=accepted.version)

    release = releases()

    assert [one["id"] for one in article_files(release)["articles"].sets] == [str(accepted.annotation_set.pk)]
    assert release.outcome.manifest["left_out"]["annotation_sets"] == {"not_accepted": 1}
    assert other.annotation_set.pk


def test_what_was_adjudicated_stands_alone_or_beside_its_votes(releases, make_task, annotator, colleague, reviewer):
    adjudicator = Adjudicator(seed(make_task, annotator, colleague), reviewer)
    adjudicator.decide_everything(annotator)
    adjudicator.finish()

    final, votes = (releases(sets="adjudicated", votes=votes) for votes in ("final", "all"))

    assert [one["kind"] for one in article_files(final)["articles"].sets] == ["adjudicated"]
    assert sorted(one["kind"] for one in article_files(votes)["articles"].sets) == ["adjudicated", "person", "person"]


def test_marks_of_a_retired_label_are_there_under_its_name(releases, handed_in, annotator):
    """E6."""
    handed_in(annotator)
    Label.objects.filter(key="claim").update(retired=True)

    release = releases(**SUBMITTED)

    export = article_files(release)["articles"]
    assert [span["label"] for span in export.spans] == ["claim"]
    assert [label["retired"] for label in export.header["label_set"]["labels"] if label["key"] == "claim"] == [True]
    assert release.outcome.manifest["by"]["label"] == {"claim": 1}


def test_a_build_that_was_killed_leaves_nothing_and_begins_again(releases, handed_in, annotator, monkeypatch):
    """The database went away, twice: before all was gathered, and after the files were in their place."""
    handed_in(annotator)
    whole = releases(**SUBMITTED)

    def break_off(*_: object, **__: object) -> None:
        raise OperationalError

    stopped = Event()
    stopped.set()
    for module, name in ((gathering, "lines_ahead"), (Outcome.objects, "create")):
        with monkeypatch.context() as broken:
            broken.setattr(module, name, break_off)
            with pytest.raises(OperationalError):
                releases(**SUBMITTED)
    unfinished = [release for release in type(whole).objects.order_by("number") if not hasattr(release, "outcome")]
    assert [storages["releases"].exists(f"unfinished-{release.pk}") for release in unfinished] == [False, False]

    for release in unfinished:
        with pytest.raises(Interrupted):
            building.build(release.pk, stopped)
        building.build(release.pk)
        release.refresh_from_db()
        assert check_digests(release)["articles.jsonl"] == check_digests(whole)["articles.jsonl"]


def test_a_worker_that_is_told_to_end_lets_go_first(monkeypatch):
    """Somebody else may begin with the same release at once."""
    begun, said = Event(), []

    def build(release: UUID, stopped: Event) -> None:
        begun.set()
        assert stopped.wait(60)
        said.append(release)
        raise Interrupted

    async def told_to_end() -> None:
        job = asyncio.create_task(releasing.build_release(release=str(UUID(int=1))))
        await asyncio.to_thread(begun.wait, 60)
        job.cancel()
        await asyncio.wait({job})
        assert isinstance(job.exception(), Interrupted)
        assert said == [UUID(int=1)]

    monkeypatch.setattr(releasing, "build", build)
    aside(lambda: asyncio.run(told_to_end()))


def test_a_release_is_built_once(releases, handed_in, annotator):
    release = releases(**SUBMITTED)
    handed_in(annotator)
    building.build(release.pk)

    assert Outcome.objects.count() == 1
    assert article_files(release)["articles"].articles == []


def test_what_cannot_be_built_says_why(releases, monkeypatch, caplog):
    def no_space(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "gather", no_space)
    release = releases()

    assert (release.is_built, release.has_failed) == (False, True)
    assert release.outcome.why == "OSError: [Errno 28] No space left on device"
    assert not storages["releases"].exists(str(release.folder))
    assert "could not be built" in caplog.text


def test_how_far_it_is_can_be_asked(releases, handed_in, annotator):
    for text in ("One said so.", "Two said so."):
        handed_in(annotator, text)

    assert building.progress(releases(**SUBMITTED)) == (2, 2)


def test_the_card_says_what_the_manifest_does(releases, handed_in, annotator):
    handed_in(annotator, outlet="Po|st <b>", story=None)
    release = releases(**SUBMITTED, shares={"train": 100, "validation": 0, "test": 0})

    card = content(release, "README.md").decode()

    assert card.startswith("# Ferry, release 1: Release 1\n")
    assert "| claim | 1 |" in card
    assert r"| Po\|st \<b\> | 1 |" in card
    assert "| train | 1 | 1 | 0 |" in card
    assert (
        "stay on one side: 1 group, the largest of 1 article. On another side than in the release before: 0 articles."
        in card
    )
    assert "of their five-word runs: 0 of 0. The highest containment is " in card
    assert release.outcome.manifest["digest"] in card
    assert json.loads(content(release, "manifest.json")) == release.outcome.manifest
