"""What an outlet changed in an article: this text beside the one before it, as one that is read from top to bottom."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.accounts.models import User
from newsreview.alignment.aligning import align
from newsreview.alignment.differing import Change, Passage, differences
from newsreview.corpus.aligning import in_tokens
from newsreview.corpus.models import Article
from newsreview.corpus.revisions import text_before, texts_since
from newsreview.projects.models import Task
from newsreview.web.requests import person_of


@require_safe
@login_required
def revision(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    task = get_object_or_404(access.visible_tasks(person).select_related("article__outlet", "project"), pk=task_id)
    seen = access.visible_articles(person)
    revises = text_before(task.article)
    before = revises if revises and seen.filter(pk=revises.pk).exists() else None
    context: dict[str, Any] = {
        "task": task,
        "before": before,
        "revises": revises is not None,
        "task_before": task_on(before, task, person) if before else None,
        "since": [task_on(later, task, person) for later in texts_since(task.article).filter(pk__in=seen.values("pk"))],
    }
    if before:
        passages = what_changed(before, task.article)
        context |= {"passages": passages, "added": told(passages, Change.ADDED)}
        context["taken_out"] = told(passages, Change.TAKEN_OUT)
    return render(request, "revision/page.html", context)


def task_on(article: Article, task: Task, person: User) -> Task | None:
    """In the same project, where the person may see it."""
    return (
        access.visible_tasks(person).filter(article=article, project=task.project_id).select_related("article").first()
    )


def what_changed(before: Article, article: Article) -> list[Passage]:
    return differences(align(in_tokens(before), in_tokens(article)))


def told(passages: list[Passage], change: Change) -> int:
    return sum(passage.tokens for passage in passages if passage.change == change)
