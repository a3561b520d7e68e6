"""The stories that a person sees, and what is proposed to tell one: whoever reviews or manages the articles answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.corpus.models import Article, Story
from newsreview.events.naming import telling_headline
from newsreview.stories import answering, moving
from newsreview.stories.models import ProposedStory
from newsreview.stories.moving import MovedOn, NothingChosen
from newsreview.web.queue import ROWS
from newsreview.web.requests import named, person_of

PROPOSALS = 10
FIRST_CHARACTERS = 240
LONGEST = 300


@dataclass(frozen=True)
class Proposal:
    """As far as the person sees it."""

    id: UUID
    story: Story | None
    articles: Sequence[Article]

    @property
    def name(self) -> str:
        return telling_headline([article.headline for article in self.articles])[:LONGEST]


@require_safe
@login_required
def story_list(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    found = proposals(person, after=named(request, "proposal"))
    containing = one_line(request.GET.get("name", ""))
    stories = list(told_stories(person, containing=containing, before=named(request, "before")))
    context = {
        "proposals": found[:PROPOSALS],
        "next_proposal": found[PROPOSALS - 1].id if len(found) > PROPOSALS else None,
        "stories": stories[:ROWS],
        "next_page": stories[ROWS - 1]["story"] if len(stories) > ROWS else None,
        "containing": containing,
    }
    return render(request, "stories/list.html", context)


def told_stories(person: User, *, containing: str, before: UUID | None) -> QuerySet[Article, dict[str, Any]]:
    """The newest first, each with what the person sees of it."""
    told = access.visible_articles(person).filter(story__isnull=False)
    if containing:
        told = told.filter(story__name__icontains=containing)
    if before:
        told = told.filter(story__lt=before)
    counts = {"articles": Count("pk"), "outlets": Count("outlet", distinct=True)}
    when = {"first": Min("published_at"), "last": Max("published_at")}
    rows: Any = told.order_by().values("story", "story__name").annotate(**counts, **when)
    return rows.order_by("-story")[: ROWS + 1]  # type: ignore[no-any-return]


def open_articles(person: User) -> QuerySet[Article]:
    """For which the person may answer."""
    return access.curated_articles(person).filter(story=None, proposed__isnull=False)


def proposals(person: User, *, after: UUID | None) -> list[Proposal]:
    """The oldest first. What of one is to be seen may be a single article: that is no story yet."""
    rows = open_articles(person).order_by().values_list("proposed__proposal", "proposed__proposal__story")
    asked = rows.filter(proposed__proposal__gt=after) if after else rows
    many = Q(n__gt=1) | Q(proposed__proposal__story__in=access.visible_stories(person))
    some = asked.annotate(n=Count("pk")).filter(many).order_by("proposed__proposal")[: PROPOSALS + 1]
    return seen_of(person, [proposal for proposal, _story, _n in some])


def seen_of(person: User, chosen: Iterable[UUID]) -> list[Proposal]:
    """In the same order, those of which anything is open to the person."""
    known = ProposedStory.objects.in_bulk(list(chosen))
    stories = access.visible_stories(person).in_bulk([each.story_id for each in known.values() if each.story_id])
    articles = open_articles(person).filter(proposed__proposal__in=known).select_related("outlet", "proposed")
    told: dict[UUID, list[Article]] = {}
    for article in (
        articles.defer("text", "metadata")
        .annotate(begins=Substr("text", 1, FIRST_CHARACTERS))
        .order_by("published_at", "pk")
    ):
        told.setdefault(article.proposed.proposal_id, []).append(article)
    return [Proposal(pk, stories.get(known[pk].story_id), told[pk]) for pk in chosen if pk in told]


@require_POST
@login_required
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Of what was shown, the chosen tell the story, and the rest does not; or none of it does."""
    person = person_of(request)
    if not access.reviews(person):
        raise Http404
    found = next(iter(seen_of(person, [proposal_id])), None)
    if found is None:
        messages.error(request, _("This has just been answered. What is still open is below."))
        return redirect("story-list")
    shown = {article.pk for article in found.articles if str(article.pk) in request.POST.getlist("shown")}
    chosen = {article for article in shown if str(article) in request.POST.getlist("article")}
    if request.POST.get("do") == "reject":
        chosen = set()
    told = settle(found, chosen, shown - chosen, request.POST.get("name", ""), person)
    messages.add_message(request, *told)
    return redirect("story-list")


@require_POST
@login_required
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Several at once, as they were shown."""
    person = person_of(request)
    asked = [each.id for each in proposals(person, after=named(request, "proposal"))]
    shown = set(request.POST.getlist("shown"))
    told: list[tuple[int, str]] = []
    for found in seen_of(person, asked):
        chosen = {article.pk for article in found.articles if str(article.pk) in shown}
        if chosen:
            told.append(settle(found, chosen, set(), found.name, person))
    for level, words in told:
        messages.add_message(request, level, words)
    return redirect("story-list")


def settle(found: Proposal, chosen: set[UUID], others: set[UUID], name: str, by: User) -> tuple[int, str]:
    """What there is to say then."""
    known = ProposedStory.objects.get(pk=found.id)
    try:
        with transaction.atomic():
            if others:
                answering.reject(proposal=known, articles=others, by=by)
            if not chosen:
                return messages.SUCCESS, _("They will not be proposed together again.")
            story = accept(found, known, chosen, name, by)
    except (MovedOn, NothingChosen) as refusal:
        return messages.ERROR, str(refusal)
    except ValidationError as error:
        return messages.ERROR, " ".join(error.messages)
    count = len(chosen)
    told = ngettext("%(n)d article tells “%(story)s” now.", "%(n)d articles tell “%(story)s” now.", count)
    return messages.SUCCESS, told % {"n": count, "story": story}


def accept(found: Proposal, known: ProposedStory, chosen: set[UUID], name: str, by: User) -> Story:
    if found.story:
        return answering.accept(proposal=known, articles=chosen, into=found.story, by=by)
    return answering.accept_as_new(proposal=known, articles=chosen, name=free_name(by, name), by=by)


def free_name(person: User, written: str, *, but: Story | None = None) -> str:
    """One that no story which the person sees has; raises ValidationError. Of others they learn nothing."""
    name = one_line(written)
    if not 0 < len(name) <= LONGEST:
        raise ValidationError(_("Give the story a name of at most %(n)d characters.") % {"n": LONGEST})
    same = moving.named(name)
    if same and same != but and access.visible_stories(person).filter(pk=same.pk).exists():
        told = _("There is a story “%(name)s” already: merge with it, or choose another name.")
        raise ValidationError(told % {"name": name})
    return name


def one_line(written: str) -> str:
    """A name as it is kept: PostgreSQL takes no NUL, and white space around or within it is a slip."""
    return " ".join(written.replace("\0", " ").split())
