"""Which articles are proposed to tell one story, as they come in."""

import csv
import sys
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from newsreview.commands import demo
from newsreview.corpus.describing import describe_one
from newsreview.corpus.models import Article, Story
from newsreview.stories import finding
from newsreview.stories.models import EventSketch, ProposedArticle, ProposedStory, Unsorted, WordCount
from newsreview.stories.sketching import EVERYWHERE
from tests.owner import as_owner
from tests.stories.events import World, report
from tests.stories.telling import bring_in, groups_of, sort
from tests.working import carry_out_jobs

pytestmark = pytest.mark.django_db

Pairs = set[tuple[int, int]]


def pairs_within(groups: Collection[Sequence[int]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


@pytest.mark.parametrize("known", [{"dated": True}, {"dated": False}], ids=["dated", "undated"])
def test_events_that_several_outlets_tell_are_found(known: dict[str, bool]) -> None:
    told = list(World(1).articles(120, **known))
    articles: list[Article] = []
    for start in range(0, len(told), 40):
        articles += bring_in(*(each for _event, each in told[start : start + 40]))
    events: dict[int, list[int]] = {}
    for place, (event, _each) in enumerate(told):
        events.setdefault(event, []).append(place)

    wanted, found = pairs_within(events.values()), pairs_within(groups_of(articles))
    precision, recall = len(found & wanted) / len(found), len(found & wanted) / len(wanted)
    sys.stdout.write(f"{len(told)} articles, {known}: precision {precision:.3f}, recall {recall:.3f}\n")
    assert precision >= 0.85
    assert recall >= 0.9
    assert Article.objects.filter(story__isnull=False).count() == 0


def test_the_demo_is_proposed_as_one_story_where_it_has_none() -> None:
    """The one in another language shares no words but figures and a few names; it is left alone among many others."""
    with (demo.FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told: list[dict[str, Any]] = [
        {
            "outlet": row["outlet"],
            "title": row["title"],
            "published_at": datetime.fromisoformat(row["published_at"]),
            "language": row["language"],
            "text": (demo.FOLDER / "articles" / row["file"]).read_text(encoding="utf-8"),
        }
        for row in rows
    ]
    others = [each | {"published_at": told[0]["published_at"]} for _event, each in World(2).articles(40)]
    articles = bring_in(*others, *told)
    demos = range(len(others), len(articles))

    [found] = [group for group in groups_of(articles) if set(group) & set(demos)]

    assert [told[place - len(others)]["language"][:2] for place in found] == ["en"] * 5


def test_what_comes_later_joins_the_proposal() -> None:
    one, two, three, four = report(3, 4)
    early = bring_in(one, two)
    proposal = ProposedStory.objects.get()

    late = bring_in(three, four)

    assert groups_of(early + late) == [[0, 1, 2, 3]]
    assert ProposedStory.objects.get() == proposal


def test_what_comes_later_is_proposed_for_the_story_that_people_know() -> None:
    story = Story.objects.create(name="Ferry row")
    one, two, three, four = report(3, 4)
    bring_in(one | {"story": story}, two | {"story": story})

    bring_in(three)
    bring_in(four)

    assert ProposedStory.objects.get().story == story
    assert ProposedArticle.objects.count() == 2
    assert Article.objects.filter(story=story).count() == 2


def test_a_proposal_takes_the_story_that_comes_with_a_later_article() -> None:
    one, two, three = report(3, 3)
    bring_in(one, two)

    story = Story.objects.create(name="Ferry row")
    bring_in(three | {"story": story})

    assert ProposedStory.objects.get().story == story


def test_articles_of_one_outlet_alone_are_no_story() -> None:
    one, two, three = report(3, 3)

    articles = bring_in(one | {"outlet": "Post"}, two | {"outlet": "Post"})
    assert groups_of(articles) == []

    articles += bring_in(three | {"outlet": "Echo"})
    assert groups_of(articles) == [[0, 1, 2]]


def test_days_apart_are_events_apart() -> None:
    one, two = report(3, 2)

    articles = bring_in(one, two | {"published_at": one["published_at"] + timedelta(days=9)})

    assert groups_of(articles) == []
    describe_one(article=articles[1], published_at=one["published_at"])
    sort()
    assert groups_of(articles) == [[0, 1]]


def test_an_article_that_gets_its_story_from_elsewhere_is_proposed_no_more() -> None:
    articles = bring_in(*report(3, 3))
    story = Story.objects.create(name="Ferry row")

    Article.objects.filter(pk=articles[0].pk).update(story=story)
    sort()

    assert groups_of(articles) == [[1, 2]]
    assert ProposedStory.objects.get().story == story


def test_sorting_everything_anew_finds_the_same() -> None:
    told = [each for _event, each in World(4).articles(25)]
    articles = bring_in(*told)
    found = groups_of(articles)
    counts = dict(WordCount.objects.filter(articles__gt=0).values_list("word", "articles"))
    assert len(found) > 5

    Unsorted.objects.bulk_create([Unsorted(article=article) for article in articles])
    finding.sort_all()

    assert groups_of(articles) == found
    assert dict(WordCount.objects.filter(articles__gt=0).values_list("word", "articles")) == counts
    assert counts[EVERYWHERE] == len(articles)
    assert Unsorted.objects.count() == 0
    assert not finding.take_turn()


def test_nothing_is_sorted_before_it_is_compared() -> None:
    articles = Article.objects.bulk_create([Article(text="One."), Article(text="Two.")])

    finding.sort_all()
    assert Unsorted.objects.count() == 2

    sort()
    assert EventSketch.objects.count() == len(articles)
    assert Unsorted.objects.count() == 0


def test_a_job_ends_after_some_seconds_and_another_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SECONDS_A_JOB", 0)
    monkeypatch.setattr(finding, "A_TURN", 1)
    articles = bring_in(*report(3, 3))
    Unsorted.objects.bulk_create([Unsorted(article=article) for article in articles])

    carry_out_jobs()

    assert groups_of(articles) == [[0, 1, 2]]
    assert Unsorted.objects.count() == 0


def test_an_article_that_is_gone_is_passed_over_and_leaves_nothing() -> None:
    articles = bring_in(*report(3, 2))
    late = Article.objects.create(text="Late.")
    with as_owner():
        Article.objects.filter(pk=late.pk)._raw_delete("default")
        articles[1].delete()

    sort()

    assert [model.objects.count() for model in (Unsorted, EventSketch, ProposedArticle)] == [0, 1, 1]
