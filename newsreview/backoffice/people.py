# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreview.accounts import people
from newsreview.accounts.models import SignInLink, Token, User
from newsreview.annotation.models import AnnotationSet
from newsreview.backoffice import dealing, leaving, scopes
from newsreview.backoffice.counting import counted
from newsreview.backoffice.memberships import MembershipTable, keep_memberships
from newsreview.backoffice.proving import Proving
from newsreview.backoffice.reading import InScope, Reading, Writing, signed_in, take_over
from newsreview.backoffice.showing import list_link
from newsreview.projects.models import Membership

RIGHTS = ("is_staff", "is_superuser", "groups")


class PersonForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    class Meta:
        labels = {"is_superuser": _("Administrator")}
        help_texts = {
            "is_superuser": _("Looks after the whole installation: every project, and everybody's rights."),
            "groups": _("Groups sort people. What a person may do follows from their role in a project."),
        }

    def clean_email(self) -> str:
        """Said here, where the field is: the database would say it too late."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody with this e-mail address exists already."))
        return email


@admin.register(User)
class PersonScreen(Proving, Writing):
    form = PersonForm
    list_display = (
        "email",
        "name",
        "is_active",
        "is_staff",
        "administrator",
        "team_count",
        "draft_count",
        "last_login",
    )
    list_display_links = ("email", "name")
    list_filter = ("is_active", "is_staff", "groups", ("memberships__project", InScope), "memberships__role")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ("groups",)
    inlines = (MembershipTable,)
    actions = tuple(action.action() for action in (*leaving.ACTIONS, *leaving.FOR_ADMINISTRATORS))
    add_fieldsets = (
        (
            None,
            {
                "fields": ("email", "name"),
                "description": _(
                    "Better invite them (Projects → Invite people): then they choose name and password themselves. "
                    "Whoever is added here signs in by a link from the terminal, or by single sign-on."
                ),
            },
        ),
    )
    fieldsets = (
        (None, {"fields": ("email", "name", "is_active")}),
        (_("Rights in the whole installation"), {"fields": RIGHTS}),
        (_("Work"), {"fields": ("team_count", "draft_count", "date_joined", "last_login")}),
    )

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.people(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mine = scopes.annotation_sets(signed_in(request)).filter(person=OuterRef("pk"))
        drafts = mine.filter(pk__in=AnnotationSet.objects.by_people().held().values("pk")).exclude(dealing.SUBMITTED)
        teams = scopes.memberships(signed_in(request)).filter(person=OuterRef("pk"))
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(draft_number=counted(drafts), team_number=counted(teams))
        )
        return rows

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        if not signed_in(request).is_superuser:
            for action in leaving.FOR_ADMINISTRATORS:
                actions.pop(action.name, None)
        return actions

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An e-mail address opens the door to a person's account: changing one is an administrator's, as rights are."""
        shown = ("is_active", "team_count", "draft_count", "date_joined", "last_login")
        return shown if obj is None or signed_in(request).is_superuser else (*shown, "email", *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None:
            return self.has_view_permission(request)
        user = signed_in(request)
        return user.is_superuser or scopes.changeable_people(user).filter(pk=obj.pk).exists()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        given = form.cleaned_data
        if not change:
            take_over(obj, people.invite(email=given["email"], name=given["name"]))
            told = gettext("%(person)s has no password: give them a link (manage.py sign_in_link %(email)s).")
            self.message_user(request, told % {"person": obj, "email": obj.email}, messages.INFO)
            return
        people.describe(person=obj, name=given["name"], email=given.get("email", obj.email))
        if signed_in(request).is_superuser and not {*RIGHTS}.isdisjoint(form.changed_data):
            rights = {name: given[name] for name in RIGHTS}
            people.give_rights(person=obj, **rights)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The groups are saved with the other rights."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        keep_memberships(formset)

    @admin.display(description=_("administrator"), ordering="is_superuser", boolean=True)
    def administrator(self, person: User) -> bool:
        return person.is_superuser

    @admin.display(description=_("projects"), ordering="team_number")
    def team_count(self, person: Any) -> SafeString:
        return list_link(Membership, person.team_number, person__id__exact=person.pk)

    @admin.display(description=_("drafts"), ordering="draft_number")
    def draft_count(self, person: Any) -> SafeString:
        return list_link(AnnotationSet, person.draft_number, person__id__exact=person.pk, state="draft")


@admin.register(Group)
class GroupScreen(Writing):
    """Groups sort people, such as a night desk. What a person may do follows from their roles in projects."""

    administrators_only = True
    list_display = ("name", "people_count")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "people_count")
    readonly_fields = ("people_count",)

    def in_scope(self, user: User) -> QuerySet[Any]:
        return Group.objects.annotate(people_number=counted(User.objects.filter(groups=OuterRef("pk"))))

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: Any) -> None:
        take_over(obj, people.name_group(group=obj, name=form.cleaned_data["name"]))

    @admin.display(description=_("people"), ordering="people_number")
    def people_count(self, group: Any) -> SafeString:
        return list_link(User, getattr(group, "people_number", 0), groups__id__exact=group.pk)


@admin.register(SignInLink)
class SignInLinkScreen(Reading):
    administrators_only = True
    list_display = ("user", "created_at", "used_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = ("user", "created_at", "used_at")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return SignInLink.objects.all()


@admin.register(Token)
class TokenScreen(Reading):
    """People make and revoke their own, at the app's own page."""

    administrators_only = True
    list_display = ("name", "person", "scopes", "created_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("person",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "person__email", "person__name")
    ordering = ("-id",)
    fields = list_display

    def in_scope(self, user: User) -> QuerySet[Any]:
        return Token.objects.all()


@admin.register(LogEntry)
class LogScreen(Reading):
    """What was done in the back office. What was done to marks stands in the journal of edits."""

    administrators_only = True
    list_display = ("action_time", "user", "content_type", "object_repr", "get_change_message")
    list_select_related = ("user", "content_type")
    list_filter = ("action_flag",)
    search_fields = ("object_repr", "user__email")
    date_hierarchy = "action_time"
    ordering = ("-action_time",)
    fields = ("action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return LogEntry.objects.all()
