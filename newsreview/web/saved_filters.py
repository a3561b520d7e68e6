"""The filters that a person has saved: each shows only in their own list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsreview.corpus import keeping_filters
from newsreview.corpus.search_models import SavedFilter
from newsreview.web.requests import person_of
from newsreview.web.search_form import SearchForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def filters(request: HttpRequest) -> HttpResponse:
    """POST saves one."""
    person = person_of(request)
    if request.method != "POST":
        return page(request)
    asked = SearchForm(person, QueryDict(request.POST.get("query", "")))
    try:
        saved = keeping_filters.save_filter(person=person, name=request.POST.get("name", ""), query=asked.query)
    except ValidationError as error:
        return page(request, error.messages)
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
    return redirect(f"{reverse('articles')}?{saved.query}")


@require_POST
@login_required
def rename(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.of(person_of(request)), pk=filter_id)
    try:
        keeping_filters.rename_filter(saved=saved, name=request.POST.get("name", ""))
    except ValidationError as error:
        return page(request, error.messages)
    return redirect("filter-list")


@require_POST
@login_required
def put_away(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.of(person_of(request)), pk=filter_id)
    keeping_filters.put_filter_away(saved=saved)
    messages.success(request, _("“%(name)s” is put away.") % {"name": saved.name})
    return redirect("filter-list")


def page(request: HttpRequest, wrong: list[str] | None = None) -> HttpResponse:
    saved = SavedFilter.objects.of(person_of(request)).order_by("name")
    return render(request, "articles/filters.html", {"saved": saved, "wrong": wrong}, status=422 if wrong else 200)
