"""Something of everything that the site has addresses for, and the cast before it, signed in."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import product
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from newsreview.accounts import signing_in
from newsreview.accounts.models import User
from newsreview.accounts.tokens import make_token
from newsreview.annotation import submitting, taking
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
from newsreview.projects import inviting, setting_up
from newsreview.projects.models import Project, Task
from newsreview.review.commenting import request_change
from newsreview.review.models import About
from newsreview.review.sides import sides_of
from newsreview.stories import moving
from newsreview.stories.models import ProposedArticle, ProposedStory, StoryMove
from tests.annotation.hand import Hand
from tests.sessions import signed_in
from tests.web.site_table import TABLE

# Ids of edits to come, and tokens.
MADE_ANEW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{64}")
BOTH = ("annotator", "colleague")
RELEASE = {"name": "June", "sets": "accepted", "votes": "final", "seed": "0"}
RELEASE |= {"train": "80", "validation": "10", "test": "10"}
SIGN_IN = ("/accounts/login/", "/admin/login/")


def session_of(person: User) -> str:
    client = signed_in(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Site:
    """The cast, signed in, and something of everything to ask about."""

    tokens: dict[str, list[Any]] = {
        "account_reset_password_from_key": ["0", "set-password"],
        "account_confirm_email": ["key"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
    }

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

    def deactivated(self, who: str) -> None:
        """Their session stays, as they had it."""
        User.objects.filter(pk=self.people[who].pk).update(is_active=False)

    def join(self, who: str, *, slug: str) -> Project:
        """Somebody more, who manages a project of their own."""
        person = User.objects.create_user(f"{who}@example.org", name=who.capitalize())
        self.people[who], self.sessions[who] = person, session_of(person)
        return setting_up.create_project(slug=slug, name=slug.capitalize(), by=person)

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
        which = [self.project.slug, Import.objects.get(project=self.project).pk, 1]
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


def made_site(cast: dict[str, User], project: Project, make_task: Callable[..., Task]) -> Site:
    """Where `building` reads the transaction of the test."""
    first = signing_in.make_first_administrator_link()
    annotator, manager, ml_client = (cast[name] for name in ("annotator", "manager", "ml_client"))
    cast["administrator"] = User.objects.create_superuser("administrator@example.org")
    made = Site(cast, project, {name: make_task(outlet=name) for name in ("free", "held", "handed", "twice")})
    ferry = project.slug
    notice = Notice.objects.create(
        person=annotator, kind="dealt_out", by=manager, project=project, said={"articles": 3}
    )
    saved = keeping_filters.save_filter(person=annotator, name="Ferries", query="words=ferry")
    invited, secret = inviting.invite(email="new@example.org", by=manager, project=project, role="annotator")
    given: dict[str, Any] = {
        "invitation": [secret],
        "invitation-revocation": [invited.pk],
        "session-end": [signed_in(annotator).session["named"]],
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


def seen_by(site: Site, *cast: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Every page and every answer as these get them, headers and words; without what is made anew each time."""
    told = {}
    for route, methods in TABLE.items():
        # Keys and challenges are others each time; the figures count these very answers.
        if route.startswith("mfa_") or route == "metrics":
            continue
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
