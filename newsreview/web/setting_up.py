"""Setting a project up: making it, and its team."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreview import access
from newsreview.accounts import people
from newsreview.annotation import teams
from newsreview.projects import inviting, setting_up
from newsreview.projects.models import Membership, Project
from newsreview.projects.naming import free_short_name
from newsreview.web.inviting import sent
from newsreview.web.project_forms import NewMemberForm, NewProjectForm, RoleForm
from newsreview.web.requests import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_project(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not access.may_make_projects(person):
        raise Http404
    form = NewProjectForm(request.POST, by=person) if request.method == "POST" else NewProjectForm(by=person)
    if form.is_valid():
        try:
            project = setting_up.create_project(**form.cleaned_data, by=person)
        except ValidationError as error:  # somebody took the short name at this moment
            form.add_error(None, error)
        else:
            told = _("%(project)s is set up, and you manage it. Next: its team, and its articles.")
            messages.success(request, told % {"project": project})
            return redirect("project-team", project.slug)
    return render(request, "project/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@login_required
def new_project_short_name(request: HttpRequest) -> HttpResponse:
    """The field with a proposal, as long as nobody has written another short name into it."""
    person, written = person_of(request), request.GET.get("slug", "")
    if not access.may_make_projects(person):
        raise Http404
    proposed = free_short_name(request.GET.get("name", ""))
    own = written and written != request.GET.get("proposed")
    form = NewProjectForm(initial={"slug": written if own else proposed}, by=person)
    return render(request, "project/_short_name.html", {"form": form, "proposed": proposed})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    project = get_object_or_404(access.managed_projects(person_of(request)), slug=slug)
    form = NewMemberForm(request.POST) if request.method == "POST" else NewMemberForm()
    if form.is_valid() and not people.is_known(form.cleaned_data["email"]):
        invitation, secret = inviting.invite(by=person_of(request), project=project, **form.cleaned_data)
        return team_page(request, project, NewMemberForm(), told=sent(request, invitation, secret))
    if form.is_valid():
        try:
            member = teams.add_member(project=project, **form.cleaned_data)
        except teams.CannotBe as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(person)s is in the team.") % {"person": member.person})
            return redirect("project-team", slug)
    return team_page(request, project, form)


@require_POST
@login_required
def member(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    person = person_of(request)
    project = get_object_or_404(access.managed_projects(person), slug=slug)
    standing = get_object_or_404(project.memberships, pk=membership_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            changed = teams.change_role(membership=standing, **form.cleaned_data)
        except teams.CannotBe as refusal:
            form.add_error("role", str(refusal))
        else:
            told = _("%(person)s is %(role)s now.")
            messages.success(request, told % {"person": changed.person, "role": changed.get_role_display()})
            return redirect("project-team" if access.may_manage(person, project) else "project", slug)
    return team_page(request, project, NewMemberForm(), refused=form)


def team_page(
    request: HttpRequest,
    project: Project,
    form: NewMemberForm,
    refused: RoleForm | None = None,
    told: dict[str, object] | None = None,
) -> HttpResponse:
    context = {
        "project": project,
        "members": with_drafts(project).select_related("person").order_by("person__name", "person__email"),
        "roles": Membership.Role.choices,
        "form": form,
        "refused": refused,
        "invitations": access.revocable_invitations(person_of(request)).filter(project=project).with_names(),
        **(told or {}),
    }
    return render(request, "team/page.html", context, status=422 if form.is_bound or refused else 200)


def with_drafts(project: Project) -> QuerySet[Membership]:
    """The team, each with how many drafts they hold here."""
    drafts = teams.drafts_in(project).filter(person=OuterRef("person")).order_by().values("person")
    held = Subquery(drafts.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return project.memberships.annotate(drafts=Coalesce(held, 0))
