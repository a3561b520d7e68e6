# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation import teams
from newsreview.backoffice import scopes
from newsreview.backoffice.proving import Proving
from newsreview.backoffice.reading import InScope, Reading, Table, Writing, take_over
from newsreview.projects.models import Invitation, Membership


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    """Of a membership that stands, only the role changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"project", "person"} & {*self.fields}:
            if not self.instance._state.adding:  # noqa: SLF001 -- the pk is made before the row is
                self.fields[name].disabled = True


class MembershipTable(Table):
    model = Membership
    form = MembershipForm
    autocomplete_fields = ("project", "person")
    show_change_link = False
    verbose_name_plural = _("memberships")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("project", "person").order_by("pk")


@admin.register(Membership)
class MembershipScreen(Proving, Writing):
    form = MembershipForm
    list_display = ("person", "project", "role")
    list_filter = (("project", InScope), "role")
    narrowed_by = ("person",)
    list_select_related = ("person", "project")
    search_fields = ("person__email", "person__name", "project__name")
    autocomplete_fields = ("project", "person")
    fields = ("project", "person", "role")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.memberships(user).select_related("person", "project")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: Any) -> None:
        take_over(obj, teams.give_role(project=obj.project, person=obj.person, role=obj.role))


def keep_memberships(formset: Any) -> None:
    for row in formset.save(commit=False):
        take_over(row, teams.give_role(project=row.project, person=row.person, role=row.role))


@admin.register(Invitation)
class InvitationScreen(Reading):
    """Made and taken back at the app's own pages, which show the link."""

    list_display = ("email", "project", "role", "by", "expires_at", "accepted_at", "revoked_at")
    list_select_related = ("project", "by")
    list_filter = (("accepted_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("email", "by__email", "by__name")
    ordering = ("-id",)
    fields = ("email", "project", "role", "by", "expires_at", "accepted_at", "person", "revoked_at")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.invitations(user)
