from newsreview.corpus.models import Outlet, Story
from newsreview.intake.naming import ids_of


def test_names_are_found_whatever_their_case(db: None) -> None:
    post = Outlet.objects.create(name="The Harbour Post")
    assert ids_of(Outlet, ["THE HARBOUR POST", "the harbour post", ""]) == {
        "THE HARBOUR POST": post.pk,
        "the harbour post": post.pk,
    }
    assert Outlet.objects.count() == 1


def test_new_names_are_added_once_in_one_spelling(db: None) -> None:
    found = ids_of(Story, ["Éire", "ÉIRE", "Gates"])
    assert found["Éire"] == found["ÉIRE"]
    assert sorted(Story.objects.values_list("name", flat=True)) == ["Gates", "ÉIRE"]


def test_a_hostile_name_is_only_a_name(db: None) -> None:
    name = "'); DROP TABLE corpus_outlet; --{\"%s"
    ids_of(Outlet, [name])
    assert Outlet.objects.get().name == name
