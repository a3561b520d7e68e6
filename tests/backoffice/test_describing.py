from datetime import UTC, datetime

from newsreview.corpus.models import Article, Outlet, Story
from newsreview.stories.models import StoryMove
from tests.backoffice.screens import run_action, told


def stored(name: str) -> list[object]:
    return list(Article.objects.order_by("pk").values_list(name, flat=True))


def test_outlet_is_set_and_taken_away(make_task, at_chief):
    articles = [make_task(f"Text {number}").article for number in range(2)]
    courier = Outlet.objects.create(name="Courier")

    run_action(at_chief, "set_outlet", articles, outlet=courier.pk)
    assert stored("outlet") == [courier.pk, courier.pk]

    run_action(at_chief, "set_outlet", articles, outlet="")
    assert stored("outlet") == [None, None]


def test_outlet_which_has_the_text_already_is_told_and_the_rest_goes_through(make_task, at_chief):
    first = make_task("Same text", outlet="Courier", first_line="Same text").article
    twin = make_task("Same text", outlet="Post", first_line="Same text").article
    other = make_task("Other text", outlet="Post", first_line="Other text").article

    answer = run_action(at_chief, "set_outlet", [twin, other], outlet=first.outlet_id)

    assert stored("outlet") == [first.outlet_id, twin.outlet_id, first.outlet_id]
    assert told(answer) == [
        "Done for 1.",
        "Same text: Courier has this text already, as “Same text”. Choose another outlet.",
    ]


def test_story_is_set(make_task, at_chief):
    article = make_task().article
    story = Story.objects.create(name="Ferry talks")

    run_action(at_chief, "set_story", [article], story=story.pk)

    assert stored("story") == [story.pk]
    step = StoryMove.objects.get()
    assert (step.article, step.left, step.joined, step.by.email) == (article, None, story, "chief@example.org")


def test_date_is_set(make_task, at_chief):
    article = make_task().article

    run_action(at_chief, "set_date", [article], published_at="2026-05-01T08:30")

    assert stored("published_at") == [datetime(2026, 5, 1, 8, 30, tzinfo=UTC)]
