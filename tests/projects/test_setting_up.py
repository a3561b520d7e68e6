from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from newsreview.accounts.models import User
from newsreview.corpus.models import Article
from newsreview.labels.models import LabelSetVersion
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects import setting_up
from newsreview.projects.models import Membership, Project, Task


def articles(*texts: str) -> list[Article]:
    return [Article.objects.create(text=text) for text in texts]


def test_a_project_starts_with_the_default_scheme_published(db: None) -> None:
    project = setting_up.create_project(slug="black-sea")
    version = project.label_set_version
    assert (project.name, str(version), version.is_published) == ("Black sea", "News marks v1", True)
    assert project.members.count() == 0


def test_who_makes_a_project_manages_it(person: Callable[..., User]) -> None:
    editor = person("editor")
    project = setting_up.create_project(slug="ferry", name="The ferry", by=editor)
    assert (project.name, project.label_set_version.published_by) == ("The ferry", editor)
    assert [(m.person, m.role) for m in project.memberships.all()] == [(editor, "manager")]


def test_two_projects_can_share_a_published_version(db: None) -> None:
    version = publish(version=make_label_set(scheme=default_scheme()), by=None)
    for slug in ("one", "two"):
        setting_up.create_project(slug=slug, label_set_version=version)
    assert (version.projects.count(), LabelSetVersion.objects.count()) == (2, 1)


def test_an_unpublished_version_is_refused(db: None) -> None:
    draft = make_label_set(scheme=default_scheme())
    with pytest.raises(ValidationError, match="Publish this label set first") as refused:
        setting_up.create_project(slug="ferry", label_set_version=draft)
    assert list(refused.value.message_dict) == ["label_set_version"]


@pytest.mark.parametrize("slug", ["", "two words", "ferry/1", "é", "x" * 81])
def test_a_malformed_slug_is_refused_and_leaves_nothing(db: None, slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        setting_up.create_project(slug=slug)
    assert "slug" in refused.value.message_dict
    assert (Project.objects.count(), LabelSetVersion.objects.count()) == (0, 0)


def test_a_slug_is_taken_once(project: Project) -> None:
    with pytest.raises(ValidationError, match="already exists"):
        setting_up.create_project(slug=project.slug)


def test_a_slug_that_is_taken_at_this_moment_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish(version=make_label_set(scheme=default_scheme()), by=None)

    def overtaken(project: Project) -> None:
        checked(project)
        Project(slug=project.slug, name="Rival", label_set_version=version).save()

    checked = Project.full_clean
    monkeypatch.setattr(Project, "full_clean", overtaken)
    with pytest.raises(ValidationError, match="already exists"):
        setting_up.create_project(slug="ferry", label_set_version=version)
    assert not Project.objects.exists()


def test_a_person_has_one_role_in_a_project(project: Project, person: Callable[..., User]) -> None:
    someone = person("someone")
    first = setting_up.set_role(project=project, person=someone, role=Membership.Role.ANNOTATOR)
    second = setting_up.set_role(project=project, person=someone, role="reviewer")
    assert (first.pk, second.role, Membership.objects.count()) == (second.pk, "reviewer", 1)
    with pytest.raises(ValueError, match="'boss' is not a valid"):
        setting_up.set_role(project=project, person=someone, role="boss")
    with pytest.raises(IntegrityError, match="one role per person and project"), transaction.atomic():
        Membership.objects.create(project=project, person=someone, role="ml")


def test_tasks_are_added_once(project: Project) -> None:
    one, two, three = articles("One", "Two", "Three")
    first = setting_up.add_tasks(project=project, articles=[two, one])
    assert [task.article for task in first] == [two, one]
    again = setting_up.add_tasks(project=project, articles=(article for article in (one, two, three)))
    assert [task.article for task in again] == [three]
    assert set(Task.objects.of(project)) == {*first, *again}
    assert setting_up.add_tasks(project=project, articles=[]) == []


def test_the_same_article_is_a_task_of_two_projects(project: Project) -> None:
    [article] = articles("One")
    other = setting_up.create_project(slug="other")
    for each in (project, other):
        setting_up.add_tasks(project=each, articles=[article])
    assert article.tasks.count() == 2


def test_a_task_keeps_its_project_and_its_article(project: Project) -> None:
    one, two = articles("One", "Two")
    setting_up.add_tasks(project=project, articles=[one])
    other = setting_up.create_project(slug="other")
    for change in ({"article": two}, {"project": other}):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Task.objects.update(**change)
        assert getattr(error.value.__cause__, "diag").constraint_name == "a task keeps its project and its article"  # noqa: B009
    Task.objects.update(created_at=project.created_at)


@pytest.mark.parametrize("many", [1, 30])
def test_adding_many_takes_no_more_queries(
    project: Project, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    texts = articles(*(f"Text {number}" for number in range(many)))
    with django_assert_num_queries(5):  # two of them begin and end the savepoint
        setting_up.add_tasks(project=project, articles=texts)


def test_the_address_of_another_page_is_no_short_name(db: None) -> None:
    with pytest.raises(ValidationError, match="“new” is the address of another page: choose another short name"):
        setting_up.create_project(slug="new")
