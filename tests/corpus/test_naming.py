import pytest
from django.core.exceptions import ValidationError

from newsreview.corpus import naming
from newsreview.corpus.models import Outlet, Story


def test_outlet_is_added_and_renamed(db):
    outlet = naming.add_outlet(name="Post")
    naming.rename_outlet(outlet=outlet, name="Harbour Post")

    assert list(Outlet.objects.values_list("name", flat=True)) == ["Harbour Post"]


def test_story_is_opened_and_renamed(db):
    story = naming.open_story(name="Ferry")
    naming.rename_story(story=story, name="Ferry talks")

    assert list(Story.objects.values_list("name", flat=True)) == ["Ferry talks"]


@pytest.mark.parametrize("make", [naming.add_outlet, naming.open_story])
def test_name_stands_once_and_is_not_empty(db, make):
    make(name="Post")

    with pytest.raises(ValidationError):
        make(name="POST")
    with pytest.raises(ValidationError):
        make(name="")
