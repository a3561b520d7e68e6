import pytest
from django.core.exceptions import ValidationError

from newsreview.annotation.models import AnnotationSet
from newsreview.labels import drafting
from newsreview.labels.publishing import default_scheme, make_label_set, publish
from newsreview.projects import changing, setting_up


def test_sets_that_are_begun_keep_their_version(project, draft):
    begun_with = draft.label_set_version
    other = publish(version=make_label_set(scheme=default_scheme()), by=None)

    changing.change_project(project=project, slug="ferries", name="Ferries", label_set_version=other)

    project.refresh_from_db()
    assert (project.slug, project.name, project.label_set_version) == ("ferries", "Ferries", other)
    assert AnnotationSet.objects.get(pk=draft.pk).label_set_version == begun_with


def test_links_make_themselves_until_a_project_has_it_otherwise(project):
    assert project.infer_links
    given = {"slug": "ferry", "name": "Ferry", "label_set_version": project.label_set_version}
    assert not changing.change_project(project=project, **given, infer_links=False).infer_links
    blind = setting_up.create_project(slug="blind", label_set_version=project.label_set_version, infer_links=False)
    assert not blind.infer_links


def test_slug_that_is_taken_is_refused(project):
    version = project.label_set_version
    setting_up.create_project(slug="canal", label_set_version=version)

    with pytest.raises(ValidationError):
        changing.change_project(project=project, slug="canal", name="Ferry", label_set_version=version)


def test_projects_move_to_the_next_version_of_their_label_set(project, draft):
    other = setting_up.create_project(slug="canal")
    label_set = project.label_set_version.label_set
    newer = publish(version=drafting.begin_next_version(label_set=label_set), by=None)

    assert changing.move_projects(version=newer) == 1
    project.refresh_from_db()
    other.refresh_from_db()
    assert (project.label_set_version, str(other.label_set_version)) == (newer, "News marks v1")
    assert AnnotationSet.objects.get(pk=draft.pk).label_set_version.number == 1
