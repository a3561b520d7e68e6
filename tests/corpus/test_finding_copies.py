"""Near-copies in the database: what a turn finds, and that comparing anew changes nothing."""

import pytest
from django.db import IntegrityError

from newsreview.corpus import finding_copies
from newsreview.corpus.copies import Copy, near_copies
from newsreview.corpus.describing import describe_one
from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article, NearCopy, Outlet, RepeatedParagraph, Sketch, ToldParagraphs, Uncompared
from tests.corpus.comparing import bring_in
from tests.owner import as_owner
from tests.stored import contents
from tests.working import carry_out_jobs

pytestmark = pytest.mark.django_db


def paragraph(name: str, words: int = 30) -> str:
    return " ".join(f"{name}{number}" for number in range(words)) + "."


def text(*names: str) -> str:
    return "\n\n".join(paragraph(name) for name in names) + "\n"


NEWS = ["strike", "ferry", "talks", "harbour", "union", "week"]


def test_a_cut_copy_is_a_copy_and_says_who_is_within_whom():
    whole, cut, _other = bring_in([("Post", text(*NEWS)), ("Echo", text(*NEWS[:2])), ("Mail", text("storm", "snow"))])

    assert near_copies(whole) == [Copy(cut.pk, 52, 52 / 156, 1.0)]
    assert near_copies(cut) == [Copy(whole.pk, 52, 1.0, 52 / 156)]
    assert near_copies(cut)[0].is_longer
    assert not near_copies(whole)[0].is_longer


def test_what_comes_later_is_compared_with_what_is_there():
    [first] = bring_in([("Post", text(*NEWS))])
    [second] = bring_in([("Echo", text("storm", *NEWS[:4]))])
    [third] = bring_in([(None, text(*NEWS[3:]))])

    assert [copy.article for copy in near_copies(first)] == [second.pk, third.pk]
    assert [copy.article for copy in near_copies(third)] == [first.pk, second.pk]


def test_what_an_outlet_prints_beneath_everything_makes_no_copies():
    """Also between the two that came in before anybody could know."""
    footer = paragraph("support", 90)
    early = bring_in([("Post", text(*NEWS[:2]) + footer), ("Post", text("storm", "snow") + footer)])
    assert [copy.article for copy in near_copies(early[0])] == [early[1].pk]

    bring_in([("Post", text("vote", "budget") + footer), ("Post", text("match", "goal") + footer)])

    assert NearCopy.objects.count() == 0
    assert [str(row) for row in RepeatedParagraph.objects.all()] == [footer]
    [other] = bring_in([("Echo", text(*NEWS[:2]) + footer)])
    assert [copy.article for copy in near_copies(other)] == [early[0].pk]


def test_an_article_printed_again_and_again_by_one_outlet_is_a_copy_each_time():
    articles = bring_in([("Post", text(*NEWS, edition)) for edition in ("morning", "noon", "evening", "night")])

    assert [len(near_copies(article)) for article in articles] == [3, 3, 3, 3]
    assert RepeatedParagraph.objects.count() == 0


def test_an_article_of_another_outlet_is_compared_anew():
    """Footers are known by outlet: moved to another, it has one that nobody else there has."""
    footer = paragraph("support", 90)
    articles = bring_in([("Post", text(f"{name}s", name) + footer) for name in ("strike", "storm", "vote")])
    assert NearCopy.objects.count() == 0

    echo, mail = (Outlet.objects.create(name=name) for name in ("Echo", "Mail"))
    describe_one(article=articles[0], outlet=echo)
    describe_one(article=articles[1], outlet=mail)
    assert set(Uncompared.objects.values_list("article", flat=True)) == {articles[0].pk, articles[1].pk}
    compare_all()

    assert [copy.article for copy in near_copies(articles[0])] == [articles[1].pk]


def test_comparing_everything_anew_finds_the_same():
    articles = bring_in(
        [("Post", text(*NEWS)), ("Echo", text(*NEWS[:3], "storm")), ("Mail", text("vote")), (None, text(*NEWS[2:]))]
    )
    found = [near_copies(article) for article in articles]

    Uncompared.objects.bulk_create([Uncompared(article=article) for article in articles])
    compare_all()

    assert [near_copies(article) for article in articles] == found
    assert Uncompared.objects.count() == 0
    before = contents()
    compare_all()
    assert contents() == before


def test_an_article_that_is_gone_is_passed_over_and_leaves_nothing():
    kept, gone = bring_in([("Post", text(*NEWS)), ("Echo", text(*NEWS))])
    late = Article.objects.create(text=text("storm"))
    with as_owner():
        gone.delete()
        Article.objects.filter(pk=late.pk)._raw_delete("default")

    assert not finding_copies.carry_on()
    assert near_copies(kept) == []
    assert [model.objects.count() for model in (Uncompared, Sketch, ToldParagraphs, NearCopy)] == [0, 1, 1, 0]


def test_a_job_ends_after_some_seconds_and_another_goes_on(monkeypatch):
    monkeypatch.setattr(finding_copies, "SECONDS_A_JOB", 0)
    monkeypatch.setattr(finding_copies, "A_TURN", 1)
    one = Article.objects.create(text=text(*NEWS))
    other = Article.objects.create(text=text(*NEWS, "storm"))

    carry_out_jobs()

    assert [copy.article for copy in near_copies(one)] == [other.pk]
    assert Uncompared.objects.count() == 0


def test_two_articles_are_near_copies_once_and_in_one_order():
    one, other = bring_in([("Post", text(*NEWS)), ("Echo", text(*NEWS))])

    with pytest.raises(IntegrityError, match="the one comes before the other"):
        NearCopy.objects.create(one=other, other=one, shared=1, of_one=1, of_other=1)


def test_an_article_without_anything_to_tell_has_no_copies():
    articles = bring_in([("Post", "Read more\n"), ("Echo", "Read more \n"), ("Mail", "!?\n")])

    assert [near_copies(article) for article in articles] == [[], [], []]
