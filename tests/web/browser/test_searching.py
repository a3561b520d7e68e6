"""Looking for articles with a keyboard, and adding what is found."""

from collections.abc import Callable

from playwright.sync_api import expect

from newsreview.accounts.models import User
from newsreview.corpus import keeping_filters
from newsreview.corpus.indexing import index_all
from newsreview.corpus.models import Story
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task
from tests.web.browser.watching import Watched


def test_a_manager_looks_for_articles_and_adds_them(
    open_page: Callable[..., Watched], manager: User, project: Project, make_task: Callable[..., Task]
) -> None:
    setting_up.create_project(slug="canal", name="Canal", label_set_version=project.label_set_version, by=manager)
    make_task("The ferry talks stalled.", title="Talks stall")
    make_task("A ferry of another line.", title="Ferry line", outlet="Echo")
    make_task("Trams run.", title="Trams", outlet="Echo")
    index_all()
    page = open_page(manager).page
    page.goto("/articles/")
    page.keyboard.press("/")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 articles, the last to come in first.")).to_be_visible()
    page.get_by_role("checkbox", name="Talks stall").check()
    page.get_by_role("combobox", name="Project").last.select_option("Canal")
    page.get_by_role("button", name="Add the chosen").click()

    expect(page.get_by_text("1 article is added to Canal.")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("ferry")
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name").fill("Ferries")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ferries")).to_have_attribute("aria-current", "true")
    assert [task.article.title for task in Task.objects.filter(project__slug="canal")] == ["Talks stall"]


def test_long_and_ugly_words_fit_a_small_screen(
    open_page: Callable[..., Watched], manager: User, project: Project, make_task: Callable[..., Task]
) -> None:
    setting_up.create_project(
        slug="canal", name="Canal " + "Kanaal" * 20, label_set_version=project.label_set_version, by=manager
    )
    story = Story.objects.create(name="W" * 290)
    make_task(f"The ferry {'sails' * 200} <b>ferry</b>", title=f"Ferry{'talks' * 90}", story=story, outlet="Ö" * 190)
    make_task("Filler words. " * 30 + "But the FERRY talks stalled.", title="Late", language="en")
    keeping_filters.save_filter(person=manager, name="Everything " * 9, query="language=en")
    index_all()
    page = open_page(manager).page
    wrong = "/articles/?outlet=Nowhere&since=2024-05-02&until=2024-01-01&words=%22"
    urls = {"found": "/articles/?words=ferry", "wrong": wrong, "filters": "/articles/filters/"}

    wide = {}
    for name, url in urls.items():
        page.goto(url)
        for width in (375, 320):
            page.set_viewport_size({"width": width, "height": 700})
            wide[name, width] = page.evaluate("() => document.scrollingElement.scrollWidth") - width
    assert {place: over for place, over in wide.items() if over > 0} == {}
