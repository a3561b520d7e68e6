from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, practising, taking
from newsreview.annotation.models import AnnotationSet, Edit
from newsreview.commands import removing_demo
from newsreview.corpus import keeping_filters
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.corpus.search_models import SavedFilter
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.intake.keeping import place
from newsreview.labels.models import LabelSet
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from tests.exports.released import this_transaction
from tests.owner import as_owner

pytestmark = pytest.mark.xdist_group("demo")  # it is loaded once, by one worker


@pytest.fixture(autouse=True)
def owner(kelder: Project) -> Iterator[None]:
    """As whom the command runs: see test_console.py."""
    with as_owner():
        yield


def rows() -> dict[str, int]:
    """How many rows each of the app's own tables has, where it has any."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("newsreview.")]
    counts = {model._meta.label: model._base_manager.count() for model in ours}
    return {label: count for label, count in counts.items() if count}


def test_nothing_of_the_demo_is_left(
    kelder: Project, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(building, "one_moment", this_transaction)  # this test is one itself
    nell = User.objects.get(name="Nell Arbuthnot")
    release = releasing.request_release(project=kelder, by=nell, name="May", choices=Choices())
    building.build(release.pk)
    kept = [place(file.sha256) for file in RawFile.objects.all()]
    assert [default_storage.exists(path) for path in kept] == [True] * 6

    with django_capture_on_commit_callbacks(execute=True):
        removal = removing_demo.remove()

    assert rows() == {}
    assert removal.kept == []
    assert (removal.removed["people"], removal.removed["articles"], removal.removed["outlets"]) == (5, 6, 6)
    assert [default_storage.exists(path) for path in kept] == [False] * 6
    assert not storages["releases"].exists(str(release.folder))


def test_people_of_the_demo_may_have_practised_and_saved_filters(kelder: Project) -> None:
    nell = User.objects.get(name="Nell Arbuthnot")
    practising.practise(person=nell)
    keeping_filters.save_filter(person=nell, name="Trams", query="words=tram")

    removing_demo.remove()

    assert (User.objects.count(), AnnotationSet.objects.count(), SavedFilter.objects.count()) == (0, 0, 0)


def test_it_can_be_loaded_again(kelder: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows()
    removing_demo.remove()

    call_command("load_demo")

    assert rows() == before
    assert "nell.arbuthnot@demo.example" in capsys.readouterr().out


def test_what_is_not_of_the_demo_stays(kelder: Project, draft: AnnotationSet, annotator: User) -> None:
    editing.add_span(annotation_set=draft, by=annotator, span=uuid7(), label="claim", start=0, end=5, quote="Ferry")

    removing_demo.remove()

    stays = {model: count for model, count in rows().items() if not model.startswith("labels.")}
    assert stays == {
        "accounts.User": 1,
        "annotation.AnnotationSet": 1,
        "annotation.Edit": 1,
        "annotation.Span": 1,
        "corpus.Article": 1,
        "corpus.Outlet": 1,
        "corpus.Uncompared": 1,
        "corpus.Unindexed": 1,
        "projects.Membership": 1,
        "projects.Project": 1,
        "projects.Slot": 1,
        "projects.Task": 1,
        "stories.Unsorted": 1,
    }
    assert LabelSet.objects.count() == 1


def test_article_of_another_project_stays_with_its_outlet_and_story(kelder: Project, project: Project) -> None:
    fathom = Article.objects.get(outlet__name="Fathom")
    setting_up.add_tasks(project=project, articles=[fathom])

    removal = removing_demo.remove()

    assert list(Article.objects.all()) == [fathom]
    assert (Outlet.objects.get().name, Story.objects.count()) == ("Fathom", 1)
    assert removal.kept == [f"the article “{fathom}”: another project has it"]


def test_person_with_work_elsewhere_is_deactivated(kelder: Project, task: Task) -> None:
    nell = User.objects.get(name="Nell Arbuthnot")
    taking.take(task=task, person=nell)

    removal = removing_demo.remove()

    nell.refresh_from_db()
    assert nell.is_active is False
    assert removal.kept == ["Nell Arbuthnot, deactivated: has work in other projects"]
    assert not removing_demo.is_there()


def test_label_set_of_another_project_stays(kelder: Project) -> None:
    setting_up.create_project(slug="ferry", label_set_version=kelder.label_set_version)

    removal = removing_demo.remove()

    assert list(LabelSet.objects.all()) == [kelder.label_set_version.label_set]
    assert removal.kept == ["the label set “News marks”: another project uses it"]


def test_article_that_was_added_to_the_demo_stays(kelder: Project) -> None:
    added = Article.objects.create(text="An article of ours.")
    setting_up.add_tasks(project=kelder, articles=[added])

    removal = removing_demo.remove()

    assert list(Article.objects.all()) == [added]
    assert removal.kept == ["1 articles that were added to the demo's project later"]


def test_afterwards_the_journal_is_as_safe_as_before(kelder: Project, draft: AnnotationSet, annotator: User) -> None:
    editing.add_span(annotation_set=draft, by=annotator, span=uuid7(), label="claim", start=0, end=5, quote="Ferry")
    removing_demo.remove()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL newsreview.dropping_demo = ''")  # as the end of the transaction does

    edits = Edit.objects.all()
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        edits._raw_delete(edits.db)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda words: monkeypatch.setattr("builtins.input", lambda _prompt: words)


def test_command_asks_first(
    kelder: Project, stranger: User, answer: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    taking.take(task=Task.objects.filter(annotation_sets=None)[0], person=stranger)
    before = rows()

    answer("no")
    with pytest.raises(CommandError, match=r"Nothing was removed\."):
        call_command("remove_demo")
    assert rows() == before
    assert "1 annotation sets in it were made by people who are not of the demo" in capsys.readouterr().out

    answer("yes")
    call_command("remove_demo")
    assert rows() == {"accounts.User": 1}


def test_command_that_nobody_can_answer_says_what_to_do(kelder: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())  # as with </dev/null
    before = rows()

    with pytest.raises(CommandError, match=r"Nothing was removed: nobody is there to ask\. Add --yes") as refused:
        call_command("remove_demo")
    assert (refused.value.returncode, rows()) == (1, before)


def test_command_says_what_went(kelder: Project, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("remove_demo", yes=True)
    call_command("remove_demo", yes=True)

    said = capsys.readouterr().out
    assert "5 people" in said
    assert said.splitlines()[-1] == "There is no demo story here."
