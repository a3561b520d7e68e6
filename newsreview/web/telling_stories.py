"""A story with its articles side by side: whoever reviews or manages them splits, merges and names it."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Story
from newsreview.offsets import paragraphs
from newsreview.stories import moving
from newsreview.stories.models import StoryMove
from newsreview.web.requests import person_of, posted_id
from newsreview.web.stories import free_name, one_line

COLUMNS = 24
SHOWN_CHARACTERS = 20_000
OFFERED = 200
STEPS = 100


class Column(NamedTuple):
    article: Article
    task: UUID
    """Where the person reads it with its marks."""
    lines: list[str]
    is_cut: bool


class Step(NamedTuple):
    move: StoryMove
    left: str
    joined: str
    """As they were called then; empty for none."""
    by: User | None
    """Nobody of whom the person knows."""
    may_put_back: bool


@require_safe
@login_required
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    person = person_of(request)
    seen = get_object_or_404(access.visible_stories(person), pk=story_id)
    number = page_number(request)
    told = access.visible_articles(person).filter(story=seen).order_by(F("published_at").asc(nulls_last=True), "pk")
    every = list(told.values_list("pk", flat=True))
    curated = curated_in(person, seen)
    shown = every[(number - 1) * COLUMNS : number * COLUMNS]
    context = {
        "story": seen,
        "count": len(every),
        "columns": columns(person, shown),
        "curated": curated,
        "steps": steps(person, seen, shown) if curated else [],
        "others": other_names(person, seen) if curated else [],
        "page": number,
        "next_page": number + 1 if len(every) > number * COLUMNS else None,
    }
    return render(request, "stories/page.html", context)


def page_number(request: HttpRequest) -> int:
    written = request.GET.get("page", "")
    return max(1, int(written)) if written.isdecimal() and len(written) < 6 else 1


def curated_in(person: User, story: Story) -> set[UUID]:
    return set(access.curated_articles(person).filter(story=story).values_list("pk", flat=True))


def columns(person: User, shown: list[UUID]) -> list[Column]:
    articles = Article.objects.filter(pk__in=shown).select_related("outlet").defer("metadata").in_bulk()
    seen = access.visible_tasks(person).filter(article__in=shown).order_by("-pk")
    tasks = dict(seen.values_list("article", "pk"))
    return [column(articles[pk], tasks[pk]) for pk in shown if pk in articles and pk in tasks]


def column(article: Article, task: UUID) -> Column:
    text = article.text[:SHOWN_CHARACTERS]
    lines = [text[place.start : place.end] for place in paragraphs(text)]
    return Column(article, task, lines, len(article.text) > SHOWN_CHARACTERS)


def steps(person: User, story: Story, shown: list[UUID]) -> list[Step]:
    """Which stories an article was in is told to whoever sees the article; who moved it, to those who know them."""
    left = access.visible_articles(person).filter(Exists(StoryMove.objects.filter(article=OuterRef("pk"), left=story)))
    moves = list(moving.steps_of([*shown, *left.values_list("pk", flat=True)], story=story)[:STEPS])
    known = access.known_people(person).in_bulk([move.by_id for move in moves])
    articles = access.curated_articles(person).filter(pk__in=[move.article_id for move in moves])
    curated = set(articles.values_list("pk", flat=True))
    names = moving.names_then(moves, now=story)
    return [
        Step(
            move,
            names.get((move.pk, move.left_id), ""),
            names.get((move.pk, move.joined_id), ""),
            known.get(move.by_id),
            move.article_id in curated and move.article.story_id == move.joined_id,
        )
        for move in moves
    ]


def other_names(person: User, story: Story) -> list[str]:
    others = access.visible_stories(person).exclude(pk=story.pk).order_by("-pk")
    return sorted(others.values_list("name", flat=True)[:OFFERED], key=str.casefold)


# What people do with it -----------------------------------------------------------------------------------------------


def of_the_person(request: HttpRequest, story_id: UUID) -> tuple[User, Story, set[UUID]]:
    """Who asks, the story, and those of its articles for which they answer; who answers for none finds nothing."""
    person = person_of(request)
    told = get_object_or_404(
        access.visible_stories(person).filter(articles__in=access.curated_articles(person)).distinct(), pk=story_id
    )
    return person, told, curated_in(person, told)


def back_to(person: User, story: Story) -> HttpResponse:
    if access.visible_stories(person).filter(pk=story.pk).exists():
        return redirect("story", story.pk)
    return redirect("story-list")


@require_POST
@login_required
def story_name(request: HttpRequest, story_id: UUID) -> HttpResponse:
    person, told, curated = of_the_person(request, story_id)
    try:
        name = free_name(person, request.POST.get("name", ""), but=told)
        told = moving.rename(story=told, articles=curated, name=name, by=person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return back_to(person, told)


@require_POST
@login_required
def story_split(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The chosen articles get a story of their own, or none."""
    person, told, curated = of_the_person(request, story_id)
    chosen = {article for article in curated if str(article) in request.POST.getlist("article")}
    try:
        if request.POST.get("do") == "take-out":
            moving.move(articles=chosen, out_of=told, into=None, by=person)
        else:
            name = free_name(person, request.POST.get("name", ""))
            told = moving.split(story=told, articles=chosen, name=name, by=person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return back_to(person, told)


@require_POST
@login_required
def story_merge(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What the person answers for tells the other story from now on."""
    person, told, curated = of_the_person(request, story_id)
    into = moving.named(one_line(request.POST.get("into", "")))
    if into is None or into == told or not access.visible_stories(person).filter(pk=into.pk).exists():
        messages.error(request, _("Choose another story by its name."))
        return redirect("story", told.pk)
    moving.move(articles=curated, out_of=told, into=into, by=person)
    return redirect("story", into.pk)


@require_POST
@login_required
def story_return(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """An article goes back to where it was before it came into the story, or left it."""
    person, told, _curated = of_the_person(request, story_id)
    steps = StoryMove.objects.filter(Q(left=told) | Q(joined=told), article__in=access.curated_articles(person))
    moving.put_back(step=get_object_or_404(steps, pk=posted_id(request, "move")), by=person)
    return back_to(person, told)
