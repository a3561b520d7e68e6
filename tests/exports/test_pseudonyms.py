import re
from collections.abc import Callable

from django.test import override_settings

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.exports.pseudonyms import pseudonym, pseudonyms_in
from newsreview.projects import setting_up
from newsreview.projects.models import Project


def test_a_person_has_one_name_in_a_project(project: Project, stranger: User) -> None:
    name = pseudonym(project, stranger.pk)

    assert re.fullmatch("annotator-[0-9a-f]{12}", name)
    assert pseudonym(project, stranger.pk) == name


def test_another_project_another_person_or_another_key_is_another_name(
    project: Project, person: Callable[..., User], stranger: User
) -> None:
    other = setting_up.create_project(slug="other", name="Other")
    names = {
        pseudonym(project, stranger.pk),
        pseudonym(other, stranger.pk),
        pseudonym(project, person("else").pk),
    }
    with override_settings(SECRET_KEY="another key of this installation"):
        names.add(pseudonym(project, stranger.pk))

    assert len(names) == 4


def test_whoever_made_a_set_has_a_name(
    project: Project, draft: AnnotationSet, annotator: User, colleague: User
) -> None:
    assert pseudonyms_in(project) == {annotator.pk: pseudonym(project, annotator.pk)}
