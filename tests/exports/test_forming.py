"""The further formats of a release: its articles, each row with its side."""

import csv
import io
import json
import zipfile

import pytest

from newsreview.annotation.refusals import Unacceptable
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.exports.models import Outcome, Release
from newsreview.native_format import check
from tests.exports.released import check_digests, content, sides

HALVES = {"sets": "submitted", "votes": "all", "shares": {"train": 50, "validation": 0, "test": 50}}


@pytest.fixture
def handed_in_by_two_outlets(handed_in, annotator):
    for text, outlet in (("Ada said so.", "Post"), ("=Others said no.", "Echo")):
        handed_in(annotator, text, outlet=outlet)


def test_every_row_says_on_which_side_it_is(releases, handed_in_by_two_outlets):
    release = releases(**HALVES, formats=["csv", "attributions", "conll"])

    assert {"spans.csv", "attributions.jsonl", "conll.zip"} < check_digests(release).keys()
    table = list(csv.DictReader(io.StringIO(content(release, "spans.csv").decode(), newline="")))
    claims = [json.loads(line) for line in content(release, "attributions.jsonl").splitlines()]
    assert {row["article"]: row["split"] for row in table} == sides(release)
    assert {row["article"]: row["split"] for row in claims} == sides(release)
    assert sorted(row["quote"] for row in table) == ["'=Others", "Ada"]
    with zipfile.ZipFile(io.BytesIO(content(release, "conll.zip"))) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        tagged = {side: packed.read(f"{side}/claim.conll").decode() for side in ("train", "test")}
    assert names == sorted(names)
    assert {"left_out.jsonl", "test/claim.conll", "train/claim.conll"} <= set(names)
    assert all(article in tagged[side] for article, side in sides(release).items())


def test_formats_narrow_nothing_and_their_files_are_told_of(releases, handed_in_by_two_outlets):
    plain, more = releases(**HALVES), releases(**HALVES, formats=["paragraphs"])

    assert check_digests(more).keys() - check_digests(plain).keys() == {"paragraphs.jsonl"}
    assert more.outcome.manifest["digest"] != plain.outcome.manifest["digest"]
    assert "| formats | jsonl, paragraphs |" in content(more, "README.md").decode()


def test_the_files_of_a_release_are_exports_that_can_be_checked(releases, handed_in_by_two_outlets):
    release = releases(**HALVES)

    counted = [check(io.BytesIO(content(release, f"{side}.jsonl"))) for side in ("train", "test")]
    assert [counts["articles"] for counts in counted] == [1, 1]


def test_a_format_whose_library_is_not_here_is_refused_at_once(releases, monkeypatch):
    monkeypatch.setattr("newsreview.exports.formats.format.find_spec", lambda _library: None)

    with pytest.raises(Unacceptable, match="pip install"):
        releases(formats=["spacy"])
    assert Release.objects.count() == 0


def test_a_format_whose_library_the_server_lacks_says_so_without_more_ado(releases, project, manager, monkeypatch):
    """Asked for by a command in another environment, which has the library."""
    wanted = Choices(formats=["spacy"])
    release = releasing.request_release(project=project, by=manager, name="May", choices=wanted)
    monkeypatch.setattr("newsreview.exports.formats.format.find_spec", lambda _library: None)

    building.build(release.pk)

    assert Outcome.objects.get().why == (
        "The format spacy needs spacy, which is not installed in the environment of the server."
        " Install it, in the repository: pip install -e '.[spacy]'"
    )
