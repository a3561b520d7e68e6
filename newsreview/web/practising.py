"""The way to the practice article. At the workbench, static/js/practice.js tells its steps."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation import practising
from newsreview.annotation.models import Submission
from newsreview.web.requests import person_of

LATER = "practice_later"  # in the session: it is theirs alone, and ends when they sign out


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice(request: HttpRequest) -> HttpResponse:
    """POST begins, or goes on; with `again` everything that was marked is taken away first."""
    person = person_of(request)
    if request.method != "POST":
        begun = access.practice_sets(person).with_submitted().first()
        return render(request, "practice/page.html", {"begun": begun})
    mine = practising.practise(person=person)
    if "again" in request.POST:
        practising.start_again(annotation_set=mine, by=person)
    return redirect("task", task_id=mine.task_id)


@require_POST
@login_required
def practice_later(request: HttpRequest) -> HttpResponse:
    """Offer it no more on the queue's page."""
    request.session[LATER] = True
    return redirect("queue")


def is_offered(request: HttpRequest, person: User) -> bool:
    """To annotators who have submitted nothing yet, not even the practice article."""
    return (
        LATER not in request.session and not Submission.objects.filter(by=person).exists() and access.annotates(person)
    )
