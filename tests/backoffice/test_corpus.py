from datetime import UTC, datetime

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from newsreview.corpus.models import Article, Outlet, RawFile, Story
from tests.backoffice.screens import address, fields_of


def test_article_is_described_and_its_text_stays(make_task, at_chief):
    task = make_task("Ada said so.", first_line="Ada said so.", metadata={"section": "News"})
    page = address(Article, "change", task.article_id)
    told = {"title": "Ferry", "url": "https://example.org/1", "language": "en", "published_at": "2026-05-01T08:00"}
    more = {
        "text": "Other.",
        "sha256": "0",
        "astral": "on",
        "first_line": "x",
        "metadata": "{}",
    }

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | told | more)

    article = Article.objects.get(pk=task.article_id)
    assert answer.status_code == 302
    assert (article.title, article.url, article.language) == ("Ferry", "https://example.org/1", "en")
    assert str(article.published_at) == "2026-05-01 08:00:00+00:00"
    assert (article.text, article.first_line, article.astral) == ("Ada said so.", "Ada said so.", False)
    assert article.metadata == {"section": "News"}
    assert LogEntry.objects.get().object_id == str(article.pk)


def test_outlet_which_has_the_text_already_is_an_error_at_its_field(make_task, at_chief):
    there = make_task("Same.", outlet="Courier", first_line="Same.").article
    page = address(Article, "change", make_task("Same.", outlet="Post").article_id)

    answer = at_chief.post(page, fields_of(at_chief.get(page)) | {"outlet": there.outlet_id})

    assert answer.context["adminform"].form.errors == {
        "outlet": ["Courier has this text already, as “Same.”. Choose another outlet."]
    }


def test_article_page_leads_to_the_workbench_of_each_project(make_task, at_chief):
    task = make_task()

    page = at_chief.get(address(Article, "change", task.article_id)).content.decode()

    assert f'<a href="{reverse("task", args=[task.pk])}">Ferry</a>' in page


def test_text_is_shown_as_text(make_task, at_chief):
    task = make_task("<script>alert(1)</script> & more")

    page = at_chief.get(address(Article, "change", task.article_id)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</pre>" in page
    assert "<script>alert" not in page


def test_long_text_is_cut_and_says_so(make_task, at_chief):
    task = make_task("a" * 20_007)

    page = at_chief.get(address(Article, "change", task.article_id)).content.decode()

    assert "a" * 20_000 + "</pre>" in page
    assert "… and 7 characters more; the workbench shows all." in page


def test_articles_and_files_are_not_made_here(at_administrator):
    answers = [at_administrator.post(address(model, "add"), {"name": "x"}) for model in (Article, RawFile)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_outlets_and_stories_are_named(at_chief):
    for model in (Outlet, Story):
        at_chief.post(address(model, "add"), {"name": "Old name"})
        at_chief.post(address(model, "change", model.objects.get().pk), {"name": "New name"})

        assert [row.name for row in model.objects.all()] == ["New name"]


def test_taken_name_is_an_error(at_chief):
    Outlet.objects.create(name="Post")

    answer = at_chief.post(address(Outlet, "add"), {"name": "post"})

    assert answer.context["adminform"].form.errors == {"__all__": ["Constraint “one outlet per name” is violated."]}


def test_saving_what_is_shown_changes_nothing(make_task, at_chief):
    published = datetime(2026, 5, 1, 8, 0, 17, tzinfo=UTC)
    task = make_task(title=" A title ", url="http://example.org/", published_at=published)
    page = address(Article, "change", task.article_id)
    before = Article.objects.values().get()

    at_chief.post(page, fields_of(at_chief.get(page)))

    assert Article.objects.values().get() == before
