import pytest

from newsreview.projects import setting_up
from newsreview.projects.naming import free_short_name, short_name_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bridge closure", "bridge-closure"),
        ("Žižkov: 6 outlets!", "zizkov-6-outlets"),
        ("גשר", "project"),
        ("", "project"),
        ("x" * 200, "x" * 70),
    ],
)
def test_a_short_name_follows_from_the_name(name, slug):
    assert short_name_of(name) == slug


def test_a_short_name_that_is_taken_is_numbered(project):
    setting_up.create_project(slug="ferry-2", label_set_version=project.label_set_version)

    assert [free_short_name(name) for name in ("Ferry", "Fer", "New")] == ["ferry-3", "fer", "new-2"]
