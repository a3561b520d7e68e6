"""`newsreview release` and `newsreview releases`."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsreview.exports.management.commands import make_release
from newsreview.exports.models import Outcome, Release
from tests.working import carry_out_jobs_beside_a_browser


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def make(*more: str, by: str = "manager@example.org") -> tuple[str, str]:
    return run("make_release", "ferry", "--name", "May", "--by", by, *more)


@pytest.mark.django_db(transaction=True)
def test_one_is_made_and_waited_for(project, manager, handed_in, annotator, monkeypatch):
    handed_in(annotator)
    monkeypatch.setattr(make_release, "sleep", lambda _seconds: carry_out_jobs_beside_a_browser())

    made, said = make(
        "--sets", "submitted", "--splits", "80/0/20", "--format", "csv", "--label", "claim", "--seed", "7"
    )

    release = Release.objects.with_end().get()
    digest = release.outcome.manifest["digest"]
    assert made == f"1\tbuilt\t{digest}\t{release.requested_at.date()}\tMay\n"
    assert said == "No worker runs here: the release waits for one (manage.py serve).\n"
    assert (release.requested_by, release.choices["shares"]) == (manager, {"train": 80, "validation": 0, "test": 20})
    assert [release.choices[name] for name in ("labels", "formats", "seed", "sets")] == [
        ["claim"],
        ["csv"],
        7,
        "submitted",
    ]
    assert run("list_releases", "ferry") == (made, "")


def test_one_that_fails_says_why(project, manager, monkeypatch):
    def fail(_seconds: float) -> None:
        Outcome.objects.create(release=Release.objects.get(), why="OSError: full")

    monkeypatch.setattr(make_release, "sleep", fail)
    with pytest.raises(CommandError, match=r"could not be built\. OSError: full") as error:
        make()

    assert error.value.returncode == 1
    assert run("list_releases", "ferry")[0].split("\t")[:3] == ["1", "failed", "-"]
    with pytest.raises(CommandError, match=r"“May” already, which could not be built: choose another name\.") as error:
        make()
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"by": "annotator@example.org"}, "Nobody with the address annotator@example.org manages ferry."),
        ({"by": "nobody@example.org"}, "Nobody with the address"),
        (("--splits", "80/10"), "invalid percentages value"),
        (("--splits", "80/10/20"), "must make 100 per cent"),
        (("--format", "exe"), "There is no format exe"),
        (("--name", " "), "Give the release a name."),
        (("--seed", "-1"), "cannot be chosen"),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(project, manager, annotator, more: Any, said: str):
    with pytest.raises(CommandError, match=said):
        make(**more) if isinstance(more, dict) else make(*more)

    assert Release.objects.count() == 0
