"""A server, and a page that lets no fault of its own pass unseen."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.projects.models import Task
from tests.owner import as_owner
from tests.sessions import signed_in
from tests.sweeping import sweep
from tests.web.browser.contexts import Contexts
from tests.web.browser.hands import Hands
from tests.web.browser.watching import Watched

# A page that was closed may have asked for something just before.
UNTIL_NOBODY_IS_AT_WORK = """
DO $$ BEGIN
    FOR try IN 1..500 LOOP
        EXIT WHEN NOT EXISTS (
            SELECT FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
               AND state <> 'idle'
        );
        PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01);
    END LOOP;
END $$
"""


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if "/web/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


class KeptFiles(StaticFilesHandler):
    """Scripts and styles do not change during a run: no page asks again for what its browser has."""

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of the app, with its static files, in threads of this process."""
    thread = LiveServerThread("127.0.0.1", KeptFiles)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows that the server's threads see too, until they are swept away."""
    with django_db_blocker.unblock():
        yield
        with as_owner(), connection.cursor() as cursor:  # who sees what others do
            cursor.execute(UNTIL_NOBODY_IS_AT_WORK)
        sweep()


@pytest.fixture
def task(make_task: Callable[..., Task]) -> Task:
    """The small article, with the line that lists show."""
    return make_task(first_line="Ferry talks stall")


@pytest.fixture(scope="session")
def contexts(chromium: Browser, server: str) -> Contexts:
    return Contexts(chromium, server)


@pytest.fixture
def open_page(contexts: Contexts, db: None) -> Iterator[Callable[..., Watched]]:
    """A page of somebody's own browser, signed in; whatever went wrong in it fails the test."""
    opened: list[Watched] = []

    def make(person: User | None = None, **options: object) -> Watched:
        page = contexts.open_page(**{"viewport": {"width": 1366, "height": 900}, **options})
        if person:
            sign_in(page.context, person, contexts.address)
        opened.append(Watched(page))
        return opened[-1]

    yield make
    for watched in opened:
        contexts.give_back(watched.page.context)
    assert [fault for watched in opened for fault in watched.faults()] == []


def sign_in(browsing: BrowserContext, person: User, server: str) -> None:
    client = signed_in(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    browsing.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])


@pytest.fixture
def hands(open_page: Callable[..., Watched], annotator: User) -> Hands:
    """The annotator at the keyboard, before any page is open."""
    return Hands(open_page(annotator))


@pytest.fixture
def at_draft(hands: Hands, draft: AnnotationSet) -> Hands:
    """The annotator at the workbench, on the small article, with nothing marked yet."""
    hands.open(draft.task)
    return hands
