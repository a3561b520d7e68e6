"""Another article of the same story, to be read beside one's own."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsreview import access
from newsreview.offsets import paragraphs
from newsreview.web.requests import person_of

MOST = 50


@require_safe
@login_required
def story(request: HttpRequest, task_id: UUID) -> HttpResponse:
    person = person_of(request)
    task = get_object_or_404(access.visible_tasks(person).select_related("article__story"), pk=task_id)
    told = access.visible_articles(person).filter(story=task.article.story_id).exclude(pk=task.article_id)
    others = list(told.select_related("outlet").defer("text", "metadata").order_by("published_at", "id")[:MOST])
    if task.article.story_id is None:
        others = []
    named = (other for other in others if str(other.pk) == request.GET.get("article"))
    chosen = next(named, others[0] if others else None)
    lines = [chosen.text[p.start : p.end] for p in paragraphs(chosen.text)] if chosen else []
    return render(request, "beside/page.html", {"task": task, "others": others, "chosen": chosen, "lines": lines})
