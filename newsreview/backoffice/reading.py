# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
"""What every screen of the back office has in common: rows come from `scopes`, and nothing can be deleted."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.filters import RelatedFieldListFilter
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

from newsreview.accounts.models import User
from newsreview.accounts.people import CannotLeave
from newsreview.annotation.refusals import Refusal
from newsreview.annotation.teams import CannotBe
from newsreview.corpus.describing import SameText
from newsreview.labels.drafting import Published
from newsreview.labels.publishing import BadScheme

# What verbs say when they do nothing. The sentence is shown as it stands.
REFUSALS = (Refusal, BadScheme, CannotBe, CannotLeave, Published, SameText, ValidationError)
MOST_CHOICES = 100
# How a filter may ask about its field. Whatever else stands in an address is refused: it could spell out a password.
LOOKUPS = frozenset({"", "exact", "id__exact", "isnull", "isempty", "gte", "lt", "year", "month", "day"})


def signed_in(request: HttpRequest) -> User:
    """The back office opens for people only."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def asked_by(item: Any) -> str:
    """The field, or for a filter of our own the parameter, that an entry of list_filter asks about."""
    name = item[0] if isinstance(item, tuple) else item
    return name if isinstance(name, str) else str(name.parameter_name)


class Scoped:
    """The part that screens and the tables inside them share."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        """What may be chosen is what may be seen, also for an address or a form that somebody wrote by hand."""
        related = self.admin_site.get_model_admin(db_field.remote_field.model)  # type: ignore[attr-defined]
        return related.get_queryset(request) if isinstance(related, Reading) else None


class Reading(Scoped, admin.ModelAdmin):  # type: ignore[type-arg] # it takes no parameter at run time
    """Rows to look at."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site: Any = False  # a method, where the app has a page for the row
    administrators_only: ClassVar[bool] = False
    # Fields by which other screens narrow this list.
    narrowed_by: ClassVar[tuple[str, ...]] = ()

    def in_scope(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.in_scope(signed_in(request)).order_by(*(self.get_ordering(request) or ["-pk"]))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request) and (
            signed_in(request).is_superuser or not self.administrators_only
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        fields = {*self.narrowed_by, self.date_hierarchy, *map(asked_by, self.get_list_filter(request))}
        return any(
            lookup == field or (lookup.startswith(f"{field}__") and lookup.removeprefix(f"{field}__") in LOOKUPS)
            for field in fields
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def tools(self, request: HttpRequest, obj: Any) -> list[tuple[str, object]]:
        """Further links on a row's page: address and words."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        original = context.get("original")
        return super().render_change_form(
            request, context | {"tools": self.tools(request, original) if original else []}, *args, **kwargs
        )

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> HttpResponse:
        raise Http404

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """A screen that saves names its verb."""
        raise PermissionDenied


class Writing(Reading):
    """Rows to add and change, through the verbs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A verb may refuse what the form could not foresee; its transaction is rolled back by then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except REFUSALS as refusal:
            told = "; ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            self.message_user(request, told, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


class Table(Scoped, admin.TabularInline):  # type: ignore[type-arg] # it takes no parameters at run time
    """Rows on another row's screen, to be changed when that one may be."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.around().has_view_permission(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.around().has_change_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.around().has_change_permission(request, obj))

    def around(self) -> Any:
        """The screen this table stands on."""
        return self.admin_site.get_model_admin(self.parent_model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        screen = self.admin_site.get_model_admin(self.model)
        return screen.in_scope(signed_in(request)) if isinstance(screen, Reading) else self.model.objects.none()


class InScope(RelatedFieldListFilter):
    """A filter offers what the person may see, and not more than can be read."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(str(row.pk), str(row)) for row in related.get_queryset(request)[:MOST_CHOICES]]


def take_over(row: Model, kept: Model) -> None:
    """The admin goes on with the row it made; the verb returned the row that is stored."""
    row.__dict__.update(kept.__dict__)
