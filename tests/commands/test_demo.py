import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.standing import replay, standing
from newsreview.commands import demo
from newsreview.corpus.models import Article, Outlet, Story
from newsreview.projects.models import Project, Task

ANSWERS = ["quote", "unsure", "note", "attributes"]

pytestmark = pytest.mark.xdist_group("demo")  # it is loaded once, by one worker


def test_demo_is_a_project_with_six_articles_of_six_outlets_in_one_story(kelder: Project) -> None:
    assert Task.objects.of(kelder).count() == 6
    assert Outlet.objects.count() == 6
    assert [story.name for story in Story.objects.all()] == ["The night the Kelder Gates stayed open"]
    assert set(Article.objects.values_list("sha256", flat=True)) == set(demo.digests().values())


def test_articles_carry_what_the_manifest_says(kelder: Project) -> None:
    fathom = Article.objects.get(outlet__name="Fathom")

    assert fathom.title == "The voice on the line: who kept the gates of Skerravik open?"
    assert (fathom.language, fathom.published_at) == ("en", datetime(2025, 10, 18, 5, tzinfo=UTC))


def test_people_have_their_roles_and_no_passwords(kelder: Project) -> None:
    roles = {str(person): demo.role_of(person) for person in demo.people()}

    assert roles == {
        "Nell Arbuthnot": "annotator",
        "Bo Castellane": "annotator",
        "Dorothea Quill": "reviewer",
        "Samir Vance": "manager",
        "Yuki Lindholm": "ML engineer",
    }
    assert [person.has_usable_password() for person in demo.people()] == [False] * 5
    assert [str(person) for person in User.objects.filter(is_staff=True)] == ["Samir Vance"]
    assert User.objects.filter(is_superuser=True).count() == 0


def test_one_set_is_submitted_and_one_a_draft(kelder: Project) -> None:
    held = AnnotationSet.objects.values_list("task__article__outlet__name", "person__name", "submissions__by__name")

    assert set(held) == {
        ("Torvane Daily", "Bo Castellane", "Bo Castellane"),
        ("The Harbour Post", "Nell Arbuthnot", None),
    }


@pytest.mark.parametrize("file", ["harbour-post.txt", "torvane-daily.txt"])
def test_every_mark_stands_as_it_is_written_down(kelder: Project, file: str) -> None:
    written = json.loads((demo.FOLDER / "annotations.json").read_text(encoding="utf-8"))[file]
    held = AnnotationSet.objects.get(task__article__sha256=demo.digests()[file])
    text = held.task.article.text

    stands = [(span.label.key, [getattr(span, name) for name in ANSWERS]) for span in held.spans.all()]
    expected = [(span["label"], [span[name] for name in ANSWERS]) for span in written["spans"]]
    assert [mark for mark in expected if mark not in stands] == []
    assert len(stands) == len(expected)
    assert [span.quote for span in held.spans.all()] == [text[span.start : span.end] for span in held.spans.all()]
    assert held.links.count() == len(written["links"])
    assert {label.label.key: label.attributes for label in held.article_labels.all()} == written["article_labels"]
    assert replay(held.edits.order_by("number").values_list("changes", flat=True)) == standing(held)


def test_demo_is_loaded_once(kelder: Project) -> None:
    with pytest.raises(CommandError, match="The demo story is there already"):
        call_command("load_demo")
    assert Project.objects.count() == 1
