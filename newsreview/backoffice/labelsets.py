# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, JSONField, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.backoffice import publishing, scopes
from newsreview.backoffice.counting import counted
from newsreview.backoffice.json_field import StrictJSON
from newsreview.backoffice.label_forms import CopiedLabelForm, NewLabelSetForm, VersionForm
from newsreview.backoffice.reading import InScope, Reading, Table, Writing, signed_in, take_over
from newsreview.backoffice.showing import data, list_link
from newsreview.labels import drafting
from newsreview.labels.entering import AttributeForm
from newsreview.labels.models import Attribute, Label, LabelSet, LabelSetVersion, Move
from newsreview.labels.publishing import BadScheme, default_scheme, make_label_set, refuse_contradictions
from newsreview.projects.models import Project

STRICT_JSON: Any = {JSONField: {"form_class": StrictJSON}}


def may_change(request: HttpRequest, label_set: LabelSet | None) -> bool:
    return label_set is None or scopes.may_change_label_set(signed_in(request), label_set)


@admin.register(LabelSet)
class LabelSetScreen(Writing):
    list_display = ("name", "version_count", "created_at")
    search_fields = ("name",)
    ordering = ("name", "id")

    def in_scope(self, user: User) -> QuerySet[Any]:
        versions = LabelSetVersion.objects.filter(label_set=OuterRef("pk"))
        return scopes.label_sets(user).annotate(version_number=counted(versions))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        return super().get_form(request, obj, change, **({} if change else {"form": NewLabelSetForm}) | kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("name", "version_count", "created_at") if obj else ("name", "start")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("version_count", "created_at") if obj else ()

    def save_model(self, request: HttpRequest, obj: LabelSet, form: Any, change: Any) -> None:
        if change:
            drafting.rename_label_set(label_set=obj, name=obj.name)
            return
        empty: dict[str, Any] = {"labels": []}
        scheme = default_scheme() if form.cleaned_data["start"] == "default" else empty
        take_over(obj, make_label_set(scheme=scheme | {"name": obj.name}).label_set)

    def get_urls(self) -> list[URLPattern]:
        next_version = publishing.page(self, publishing.next_version)
        return [path("<uuid:pk>/versions/", next_version, name="labels_labelset_versions"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_change(request, obj)

    def tools(self, request: HttpRequest, obj: Any) -> list[tuple[str, object]]:
        if not may_change(request, obj):
            return []
        return [(reverse("admin:labels_labelset_versions", args=[obj.pk]), _("Next version"))]

    @admin.display(description=_("versions"))
    def version_count(self, label_set: Any) -> SafeString:
        return list_link(LabelSetVersion, getattr(label_set, "version_number", 0), label_set__id__exact=label_set.pk)


class LabelTable(Table):
    model = Label
    form = CopiedLabelForm
    fields = ("key", "kind", "name", "shortcut", "unit", "channel", "hue", "line", "position", "retired")


class Drafts(Writing):
    """What may be changed until its version is published."""

    formfield_overrides = STRICT_JSON

    def version_of(self, obj: Any) -> LabelSetVersion:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_view_permission(request)
        version = self.version_of(obj)
        return (
            self.has_view_permission(request, obj)
            and not version.is_published
            and may_change(request, version.label_set)
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        try:
            refuse_contradictions(self.version_of(form.instance))
        except BadScheme as wrong:
            told = _("Saved. Before it can be published: %(wrong)s")
            self.message_user(request, told % {"wrong": wrong}, messages.WARNING)


@admin.register(LabelSetVersion)
class VersionScreen(Drafts):
    form = VersionForm
    list_display = ("label_set", "number", "state", "published_at", "published_by", "label_count", "project_count")
    list_display_links = ("label_set", "number")
    list_filter = (("label_set", InScope), ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("label_set", "published_by")
    search_fields = ("label_set__name",)
    ordering = ("label_set__name", "-number")
    fields = ("label_set", "number", "state", "published_at", "published_by", "project_count", "set_count", "guideline")
    readonly_fields = fields[:-1]
    inlines = (LabelTable,)

    def in_scope(self, user: User) -> QuerySet[Any]:
        version = {"label_set_version": OuterRef("pk")}
        return (
            scopes.label_set_versions(user)
            .select_related("label_set")
            .annotate(
                label_number=counted(Label.objects.filter(version=OuterRef("pk"))),
                project_number=counted(scopes.projects(user).filter(**version)),
                set_number=counted(scopes.annotation_sets(user).filter(**version)),
            )
        )

    def version_of(self, obj: LabelSetVersion) -> LabelSetVersion:
        return obj

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "told_guideline") if obj and obj.is_published else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "told_guideline") if obj and obj.is_published else self.fields

    def save_model(self, request: HttpRequest, obj: LabelSetVersion, form: Any, change: Any) -> None:
        if "guideline" in form.changed_data:
            drafting.write_guideline(version=obj, guideline=form.cleaned_data["guideline"])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        for label in formset.save(commit=False):
            drafting.put_label(label=label)

    def get_urls(self) -> list[URLPattern]:
        publication = publishing.page(self, publishing.publication)
        return [
            path("<uuid:pk>/publication/", publication, name="labels_labelsetversion_publication"),
            *super().get_urls(),
        ]

    def tools(self, request: HttpRequest, obj: Any) -> list[tuple[str, object]]:
        if not may_change(request, obj.label_set):
            return []
        if obj.is_published:
            return [(reverse("admin:labels_labelset_versions", args=[obj.label_set_id]), _("Next version"))]
        return [(reverse("admin:labels_labelsetversion_publication", args=[obj.pk]), _("Publish…"))]

    @admin.display(description=_("state"))
    def state(self, version: LabelSetVersion) -> object:
        return _("published") if version.is_published else _("draft")

    @admin.display(description=_("guideline"))
    def told_guideline(self, version: LabelSetVersion) -> SafeString:
        return data(version.guideline)

    @admin.display(description=_("labels"))
    def label_count(self, version: Any) -> SafeString:
        return list_link(Label, version.label_number, version__id__exact=version.pk)

    @admin.display(description=_("projects"))
    def project_count(self, version: Any) -> SafeString:
        return list_link(Project, version.project_number, label_set_version__id__exact=version.pk)

    @admin.display(description=_("annotation sets"))
    def set_count(self, version: Any) -> SafeString:
        return list_link(AnnotationSet, version.set_number, label_set_version__id__exact=version.pk)


class AttributeTable(Table):
    model = Attribute
    form = AttributeForm
    formfield_overrides = STRICT_JSON
    fields = ("key", "name", "kind", "values", "default", "required", "enabled", "position")
    show_change_link = False


@admin.register(Label)
class LabelScreen(Drafts):
    form = CopiedLabelForm
    list_display = ("name", "key", "kind", "version", "shortcut", "unit", "channel", "hue", "line", "retired")
    list_filter = (("version", InScope), "kind", "retired")
    list_select_related = ("version__label_set",)
    search_fields = ("key", "name", "summary")
    ordering = ("version", "position", "key")
    inlines = (AttributeTable,)
    readonly_fields = ("version",)
    fieldsets = (
        (None, {"fields": ("version", "key", "name", "kind", "position", "retired")}),
        (_("On screen"), {"fields": ("shortcut", "unit", "channel", "hue", "line", "summary", "rule")}),
        (_("Beside others"), {"fields": ("excludes", "from_labels", "to_labels", "at_most_one")}),
    )

    def in_scope(self, user: User) -> QuerySet[Any]:
        older = {
            "version__label_set": OuterRef("version__label_set"),
            "version__number__lt": OuterRef("version__number"),
        }
        copied = Exists(Label.objects.filter(key=OuterRef("key"), **older))
        return scopes.labels(user).select_related("version__label_set").annotate(copied=copied)

    def version_of(self, obj: Label) -> LabelSetVersion:
        return obj.version

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Label, form: Any, change: Any) -> None:
        drafting.put_label(label=obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        for attribute in formset.save(commit=False):
            drafting.put_attribute(attribute=attribute)


@admin.register(Attribute)
class AttributeScreen(Reading):
    """To find one; it is changed on its label's page."""

    list_display = ("name", "key", "label", "version", "kind", "required", "enabled")
    list_filter = ("kind", "required", "enabled")
    list_select_related = ("label__version__label_set",)
    search_fields = ("key", "name", "label__key")
    ordering = ("label__version", "label__position", "position")
    fields = ("label", "key", "name", "kind", "values", "default", "required", "enabled", "position")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.attributes(user).select_related("label__version__label_set")

    @admin.display(description=_("version"))
    def version(self, attribute: Attribute) -> object:
        return attribute.label.version


@admin.register(Move)
class MoveScreen(Reading):
    list_display = ("version", "by", "began_at", "drafts", "ended_at")
    list_filter = (("version", InScope),)
    ordering = ("-began_at",)
    fields = ("version", "by", "began_at", "ended_at", "drafts", "stay", "becomes", "kept")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.moves(user).select_related("version__label_set", "by")
