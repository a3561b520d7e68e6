"""Every route of the site, by everybody, with every method; and nothing changes by reading."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import uuid4

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, submitting, taking
from newsreview.projects import giving_out
from tests.stored import contents
from tests.web.site import Site, seen_by
from tests.web.site_table import CAST, READING, TABLE, WRITING

# Signing in and out, words for scripts, and what has no name: nothing to see there.
IN_THE_OPEN = (":None", ":login", ":logout", ":jsi18n")


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{namespace}{pattern.name}"


def row_of(methods: dict[str, str], method: str) -> str:
    as_get = methods.get("GET") if method == "HEAD" else None
    row = methods.get(method) or as_get or methods.get("*", "405")
    answers = row.split()
    return " ".join(answers * len(CAST) if len(answers) == 1 else answers)


def test_every_route_is_in_the_table() -> None:
    """The back office and the API have tables of their own."""
    named = {name for name in routes() if not name.startswith(("admin:", "api-"))}

    assert named - {route.split()[0] for route in TABLE} == set()


def test_reading_answers_as_the_table_says_and_changes_nothing(site: Site) -> None:
    """C13."""
    urls = {route: site.url(route) for route in TABLE}
    before = lasting()
    told = {
        (route, method): " ".join(site.ask(urls[route], method, who) for who in CAST)
        for route in TABLE
        for method in READING
    }

    assert contradictions(told) == {}
    assert lasting() == before


def lasting() -> dict[str, list[tuple[Any, ...]]]:
    """All but sessions, which hold the key of a second factor until its code was given."""
    return {table: rows for table, rows in contents().items() if table != "accounts_session"}


def test_writing_answers_as_the_table_says(site: Site) -> None:
    told = {
        (route, method): " ".join(site.try_out(site.url(route), method, who, **body) for who in CAST)
        for route in TABLE
        for method in WRITING
        for body in [site.body(route) if method == "POST" else {}]
    }

    assert contradictions(told) == {}


def contradictions(told: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Answers that are not those of the table."""
    return {
        (route, method): answers for (route, method), answers in told.items() if answers != row_of(TABLE[route], method)
    }


def test_whoever_is_deactivated_gets_what_anybody_from_the_street_gets(site: Site) -> None:
    """Also with a session from before, and whatever they were: S16."""
    site.deactivated("manager")
    told = {
        (route, method): (site.ask(site.url(route), method, "manager"), site.ask(site.url(route), method, "anonymous"))
        for route, method in product(TABLE, (*READING, *WRITING))
        if route != "sign-in"
    }

    assert {asked: answers for asked, answers in told.items() if answers[0] != answers[1]} == {}


def test_who_manages_another_project_gets_what_a_stranger_gets(site: Site) -> None:
    """But that they may make projects; and to whoever reviews anywhere a proposal which is not theirs was answered
    just now, as one that never was."""
    site.join("rival", slug="canal")
    told = {
        (route, method): tuple(
            site.try_out(site.url(route), method, who, **(site.body(route) if method == "POST" else {}))
            for who in ("rival", "stranger")
        )
        for route, method in product(TABLE, (*READING, *WRITING))
    }

    otherwise = {asked[0] for asked, (rival, stranger) in told.items() if rival != stranger}
    assert otherwise == {"new-project", "new-project-short-name", "story-proposal"}


def test_what_is_another_project_s_is_not_there(site: Site) -> None:
    """Every address that names a project, with the name of one that is somebody else's."""
    rival = site.join("rival", slug="canal")
    named = [site.url(route) for route in TABLE if "/ferry/" in site.url(route)]
    told = {
        (url, method): site.try_out(url.replace("/ferry/", f"/{rival.slug}/"), method, "manager")
        for url, method in product(named, (*READING, *WRITING))
    }

    assert len(named) > 20
    assert {asked: answer for asked, answer in told.items() if answer not in {"404", "405"}} == {}


def of_the_back_office(*ending: str) -> set[str]:
    named = {name for name in routes() if name.startswith("admin:") and not name.endswith(IN_THE_OPEN)}
    return {admin_url(name) for name in named if name.endswith(ending)}


def test_the_back_office_is_for_staff(site: Site) -> None:
    """Its own tests say who of the staff may do what. For everybody else it is not there, whatever the method."""
    User.objects.filter(pk=site.people["reviewer"].pk).update(is_staff=True)
    site.deactivated("reviewer")
    nowhere = {"anonymous": "in", "reviewer": "in", "manager": "404"}
    asked = {*product(of_the_back_office(""), ("GET", "POST"), ("anonymous", "manager"))}
    asked |= {*product(of_the_back_office("_changelist", "index"), (*READING, *WRITING), nowhere)}
    told = {(url, method, who): site.ask(url, method, who) for url, method, who in asked}

    assert {asked: answer for asked, answer in told.items() if answer != nowhere[asked[2]]} == {}


def test_no_method_but_post_changes_anything_in_the_back_office(site: Site) -> None:
    """C13, as an administrator, who may do everything there."""
    urls, before = of_the_back_office("_changelist", "_add", "index"), contents()
    told = {site.ask(url, method, "administrator") for url, method in product(urls, ("PUT", "DELETE"))}

    assert contents() == before
    assert told <= {"200", "403", "404", "405"}


def admin_url(route: str) -> str:
    if route == "admin:app_list":
        return reverse(route, args=["annotation"])
    if route == "admin:view_on_site":
        return reverse(route, args=[1, uuid4()])
    try:
        return reverse(route)
    except NoReverseMatch:
        return reverse(route, args=[uuid4()])


def test_a_colleague_s_marks_show_nowhere(site: Site) -> None:
    """In a blind project; that an article is submitted shows in the project's count, and nothing else of it. A reviewer
    who annotates it is as blind."""
    giving_out.change_rules(project=site.project, people_per_article=3)
    task, colleague = site.tasks["held"], site.people["colleague"]
    taking.take(task=task, person=site.people["reviewer"])
    theirs = taking.take(task=task, person=colleague)
    blind = ("annotator", "reviewer")
    before = seen_by(site, *blind)
    text, words = task.article.text, "Ada Brandt"
    place: dict[str, Any] = {"start": text.index(words), "end": text.index(words) + len(words), "quote": words}
    on_set: dict[str, Any] = {"annotation_set": theirs, "by": colleague}
    editing.add_span(**on_set, span=uuid7(), label="source", **place, attributes={"who": "A. Zanzibar"}, note="Sure?")
    labelling.set_article_label(**on_set, label="origin", value={"kind": "unclear"})
    marked = seen_by(site, *blind)
    submitting.submit(**on_set, base=2)
    submitted = seen_by(site, *blind)
    of_a_set = {route.split()[0] for route in TABLE if route.startswith(("review", "set-"))}
    at_theirs = {
        site.try_out(reverse(name, args=[theirs.pk]), method, who)
        for name, method, who in product(of_a_set, ("GET", "POST"), blind)
    }

    assert [asked for asked in before if marked[asked] != before[asked]] == []
    otherwise = [asked for asked in before if submitted[asked] != before[asked]]
    assert {route for _method, route, _who in otherwise} == {"project", "project-list"}
    assert "Zanzibar" not in str(submitted)
    assert at_theirs == {"404", "405"}
    assert "Zanzibar" in str(sorted(theirs.spans.values_list("attributes", flat=True), key=str))
