"""Every route of the site, by everybody, with every method; and nothing changes by reading."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from uuid_utils.compat import uuid7

from newsreview.accounts import signing_in
from newsreview.accounts.models import User
from newsreview.accounts.tokens import make_token
from newsreview.annotation import editing, labelling, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.annotation.predicting import known_version
from newsreview.corpus import keeping_filters
from newsreview.corpus.models import Article, Story
from newsreview.exports import building, releasing
from newsreview.exports.choosing import Choices
from newsreview.intake import uploading
from newsreview.intake.importing import import_files
from newsreview.intake.models import Import
from newsreview.intake.records import Details
from newsreview.notices.models import Notice
from newsreview.projects import giving_out
from newsreview.projects.models import Project, Task
from newsreview.review.commenting import request_change
from newsreview.review.models import About
from newsreview.review.sides import sides_of
from newsreview.stories import moving
from newsreview.stories.models import ProposedArticle, ProposedStory, StoryMove
from tests.annotation.hand import Hand
from tests.exports.released import this_transaction
from tests.stored import contents
from tests.web.site_table import CAST, READING, TABLE, WRITING

# Signing in and out, words for scripts, and what has no name: nothing to see there.
IN_THE_OPEN = (":None", ":login", ":logout", ":jsi18n")
# Ids of edits to come, and tokens.
MADE_ANEW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{64}")
BOTH = ("annotator", "colleague")
RELEASE = {"name": "June", "sets": "accepted", "votes": "final", "seed": "0"}
RELEASE |= {"train": "80", "validation": "10", "test": "10"}
SIGN_IN = ("/accounts/login/", "/admin/login/")


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{namespace}{pattern.name}"


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Site:
    """The cast, signed in, and something of everything to ask about."""

    tokens = {"account_reset_password_from_key": ["0", "set-password"], "account_confirm_email": ["key"]}

    def __init__(self, cast: dict[str, User], project: Project, tasks: dict[str, Task]) -> None:
        self.project, self.tasks = project, tasks
        self.client = Client()
        self.people = cast
        self.sessions = {name: session_of(person) for name, person in cast.items()}
        self.sets: dict[str, AnnotationSet] = {}
        for name in ("held", "handed"):
            self.sets[name] = taking.take(task=tasks[name], person=cast["annotator"])
        self.mark = Hand(self.sets["handed"], cast["annotator"]).add("source", "Ada Brandt")
        submitting.submit(annotation_set=self.sets["handed"], by=cast["annotator"], base=1)
        dealt = [taking.deal_out(task=tasks["twice"], person=cast[who], by=cast["manager"]) for who in BOTH]
        hands = [Hand(one, cast[who]) for one, who in zip(dealt, BOTH, strict=True)]
        hands[0].add("source", "Ada Brandt")
        for hand in hands:
            hand.submit()
        about: dict[str, Any] = {"about": About.SPAN, "object_id": self.mark.pk, "rule": "4.1"}
        handed = self.sets["handed"].pk
        self.thread = request_change(annotation_set=handed, by=cast["reviewer"], thread=uuid7(), **about)
        files = [("a.txt", BytesIO(b"One line.\nAnother."))]
        self.upload = uploading.start_upload(project=project, by=cast["manager"], files=files)
        import_files([("sent.jsonl", BytesIO(b"no record\n"))], project=project, by=cast["manager"], defaults=Details())

    def stories(self) -> dict[str, list[Any]]:
        """One is told by “free”, where it came from another; two more articles are proposed as one."""
        told, other, proposed = (*(Story.objects.create(name=name) for name in ("Row", "Storm")), ProposedStory())
        free = Article.objects.filter(tasks=self.tasks["free"])
        moving.tell(articles=free, story=other, by=self.people["manager"])
        moving.tell(articles=free, story=told, by=self.people["manager"])
        proposed.save()
        for name in ("held", "handed"):
            ProposedArticle.objects.create(article=self.tasks[name].article, proposal=proposed)
        routes = ("story", "story-name", "story-split", "story-merge", "story-return")
        return {route: [told.pk] for route in routes} | {"story-proposal": [proposed.pk]}

    def url(self, route: str) -> str:
        name, _, about = route.partition(" ")
        if name == "thread":
            return reverse(name, args=[self.thread.pk])
        if name.startswith(("review", "set-")):
            return reverse(name, args=[self.sets[about].pk])
        if about:
            return reverse(name, args=[self.tasks[about].pk])
        if name == "sign-in":
            return reverse(name, args=[signing_in.make_link(self.people["stranger"])])
        if name.startswith(("project", "upload")) and name != "project-list":
            given: dict[str, Any] = {"slug": self.project.slug, "upload_id": self.upload.pk, "number": 1}
            depth = 1 if name.startswith("project") else 3 if name == "upload-file" else 2
            return reverse(name, kwargs=dict(list(given.items())[:depth]))
        return reverse(name, args=self.tokens.get(name) or self.of_the_import(name))

    def of_the_import(self, name: str) -> list[Any]:
        which = [self.project.slug, Import.objects.get().pk, 1]
        depths = {"import-list": 1, "import": 2, "import-state": 2, "import-cancel": 2}
        return which[: depths.get(name, 3 if name.startswith("refused") else 0)]

    def body(self, route: str) -> dict[str, Any]:
        """What makes the request a good one, for those who may."""
        name, _, about = route.partition(" ")
        mine = self.sets.get(about)
        if name == "task-ops" and mine:
            change = {"op": "label.set", "id": str(uuid7()), "label": "origin", "value": {"kind": "unclear"}}
            return {"data": {"set": str(mine.pk), "base": 0, "ops": [change]}, "content_type": "application/json"}
        if name.endswith("-form"):
            return {"data": {"words": "the harbour master", "label": "source"}, "query_params": {"p": "2"}}
        if name == "story-split":
            return {"data": {"article": str(self.tasks["free"].article_id), "name": "Flood"}}
        mark = {"about": "span", "item": str(self.mark.pk), "seen": str(self.mark.last_edit_id)}
        edit = {"id": str(uuid7())}
        forms: dict[str, dict[str, str]] = {
            "article-adding": {"project": self.project.slug, "which": "all"},
            "filter-list": {"name": "Trams", "query": "words=tram"},
            "filter": {"name": "Boats"},
            "adjudication-agreed": edit,
            "adjudication-undo": edit,
            "adjudication-submission": edit | {"base": "0"},
            "adjudication-reopening": edit,
            "release-new": RELEASE,
            "release-withdrawal": {"why": "The wrong labels."},
            "story-proposal": {"do": "reject", "shown": str(self.tasks["held"].article_id)},
            "story-name": {"name": "Flood"},
            "story-merge": {"into": "Storm"},
            "story-return": {"move": str(StoryMove.objects.exclude(left=None).get().pk)},
            "task-skip": {"reason": "not_news"},
            "task-suggestions": edit | {"step": "accept", "suggestion": str(uuid7())},
            "task-submission": {"id": str(uuid7()), "base": "0"},
            "review-approval": mark,
            "review-request": mark | {"id": str(uuid7()), "rule": "4.1"},
            "review-comment": {"id": str(uuid7()), "text": "Well said."},
            "review-acceptance": {"base": "1"},
            "set-restoration": {"to": "1", "base": str(mine.edits.count() if mine else 0)},
            "review-return": {"id": str(uuid7()), "text": "Shorter."},
            "thread": {"id": str(uuid7()), "step": "resolve"},
        }
        if name == "adjudication-decisions":
            [question] = sides_of(self.tasks[about].pk).questions
            forms[name] = edit | {"seen": str(question), "choice": "A"}
        return {"data": forms[name]} if name in forms else {}

    def try_out(self, url: str, method: str, who: str, **body: Any) -> str:
        """As ask(). What it did is taken back."""
        with transaction.atomic():
            answer = self.ask(url, method, who, **body)
            transaction.set_rollback(True)
        return answer

    def ask(self, url: str, method: str, who: str, **body: Any) -> str:
        """Status of the answer, “in” for the sign-in page."""
        response = self.answer(url, method, who, **body)
        if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
            return "in"
        return str(response.status_code)

    def answer(self, url: str, method: str, who: str, **body: Any) -> Any:
        cache.clear()  # where the sign-in pages count attempts
        self.client.cookies.clear()
        if who in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return getattr(self.client, method.lower())(url, **body)


@pytest.fixture
def site(
    annotator: User,
    colleague: User,
    reviewer: User,
    manager: User,
    ml_client: User,
    stranger: User,
    project: Project,
    make_task: Callable[..., Task],
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    monkeypatch.setattr(building, "one_moment", this_transaction)  # this test is one itself
    first = signing_in.make_first_administrator_link()
    cast = {
        "stranger": stranger,
        "annotator": annotator,
        "colleague": colleague,
        "reviewer": reviewer,
        "manager": manager,
        "ml_client": ml_client,
        "administrator": User.objects.create_superuser("administrator@example.org"),
    }
    made = Site(cast, project, {name: make_task(outlet=name) for name in ("free", "held", "handed", "twice")})
    ferry = project.slug
    notice = Notice.objects.create(
        person=annotator, kind="dealt_out", by=manager, project=project, said={"articles": 3}
    )
    saved = keeping_filters.save_filter(person=annotator, name="Ferries", query="words=ferry")
    given: dict[str, Any] = {
        "first-administrator": [first],
        "filter": [saved.pk],
        "filter-putting-away": [saved.pk],
        "member": [ferry, annotator.memberships.get().pk],
        "label": [ferry, "claim"],
        "label-new": [ferry, "span"],
        "label-publication": [ferry, 1],
        "label-move": [ferry, 1],
        "dashboard-csv": [ferry, "progress"],
        "notice": [notice.pk],
        "prediction-list": [ferry],
        "prediction-score": [ferry, "spancat", "1"],
        "release-list": [ferry],
        "release-new": [ferry],
        **{name: [ferry, 1] for name in ("release", "release-state", "release-withdrawal")},
        "release-file": [ferry, 1, "articles.jsonl"],
        "token-revocation": [make_token(person=annotator, name="t", scopes=["read"], lifetime=timedelta(1))[0].pk],
    }
    made.tokens = made.tokens | given | made.stories()
    known_version(project=project, model="spancat", version="1", by=ml_client)
    asked = releasing.request_release(project=project, by=manager, name="May", choices=Choices())
    building.build(asked.pk)
    return made


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
    before = contents()
    told = {
        (route, method): " ".join(site.ask(urls[route], method, who) for who in CAST)
        for route in TABLE
        for method in READING
    }

    assert contradictions(told) == {}
    assert contents() == before


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


def test_the_back_office_is_for_staff(site: Site) -> None:
    """Its own tests say who of the staff may do what. For everybody else it is not there."""
    nowhere = {"anonymous": "in", "manager": "404"}
    urls = {admin_url(name) for name in routes() if name.startswith("admin:") and not name.endswith(IN_THE_OPEN)}
    told = {
        (url, method, who): site.ask(url, method, who) for url in urls for method in ("GET", "POST") for who in nowhere
    }

    assert {asked: answer for asked, answer in told.items() if answer != nowhere[asked[2]]} == {}


def admin_url(route: str) -> str:
    if route == "admin:app_list":
        return reverse(route, args=["annotation"])
    if route == "admin:view_on_site":
        return reverse(route, args=[1, uuid4()])
    try:
        return reverse(route)
    except NoReverseMatch:
        return reverse(route, args=[uuid4()])


def seen_by(site: Site, *cast: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Every page and every answer as these get them, headers and words; without what is made anew each time."""
    told = {}
    for route, methods in TABLE.items():
        for method, who in product(("GET", "POST"), cast):
            if method in methods and not methods[method].startswith("410"):
                with transaction.atomic():
                    body = site.body(route) if method == "POST" else {}
                    answer = site.answer(site.url(route), method, who, **body)
                    transaction.set_rollback(True)
                headers = {
                    name: value for name, value in answer.headers.items() if name not in {"Set-Cookie", "X-Request-ID"}
                }
                told[method, route, who] = MADE_ANEW.sub("", str(headers)), MADE_ANEW.sub("", b"".join(answer).decode())
    return told


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

    asked_of_people = [asked for asked in before if asked[1] != "metrics"]  # which counts these very answers
    assert [asked for asked in asked_of_people if marked[asked] != before[asked]] == []
    otherwise = [asked for asked in asked_of_people if submitted[asked] != before[asked]]
    assert {route for _method, route, _who in otherwise} == {"project", "project-list"}
    assert "Zanzibar" not in str(submitted)
    assert at_theirs == {"404", "405"}
    assert "Zanzibar" in str(sorted(theirs.spans.values_list("attributes", flat=True), key=str))
