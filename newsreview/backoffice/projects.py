# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet
from newsreview.backoffice import dealing, scopes
from newsreview.backoffice.counting import counted
from newsreview.backoffice.memberships import MembershipTable, keep_memberships
from newsreview.backoffice.proving import Proving
from newsreview.backoffice.reading import InScope, Reading, Writing, signed_in, take_over
from newsreview.backoffice.showing import list_link, page_link, row_link
from newsreview.projects import changing, setting_up
from newsreview.projects.models import Membership, Project, Skip, Slot, Task


@admin.register(Project)
class ProjectScreen(Proving, Writing):
    list_display = ("name", "slug", "label_set_version", "member_count", "task_count", "page", "created_at")
    list_filter = (("label_set_version__label_set", InScope),)
    search_fields = ("name", "slug")
    ordering = ("name", "id")
    fields = ("name", "slug", "label_set_version", "infer_links", "member_count", "task_count", "created_at")
    readonly_fields = ("member_count", "task_count", "created_at")
    narrowed_by = ("label_set_version",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (MembershipTable,)

    def in_scope(self, user: User) -> QuerySet[Any]:
        return scopes.projects(user).select_related("label_set_version__label_set")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        members = Membership.objects.filter(project=OuterRef("pk"))
        tasks = Task.objects.filter(project=OuterRef("pk"))
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(member_number=counted(members), task_number=counted(tasks))
        )
        return rows

    def view_on_site(self, project: Project) -> str:
        return reverse("project", args=[project.slug])

    def save_model(self, request: HttpRequest, obj: Project, form: Any, change: Any) -> None:
        given = {name: form.cleaned_data[name] for name in ("slug", "name", "label_set_version", "infer_links")}
        if change:
            changing.change_project(project=obj, **given)
        else:
            take_over(obj, setting_up.create_project(**given, by=signed_in(request)))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        keep_memberships(formset)

    @admin.display(description=_("page"))
    def page(self, project: Project) -> SafeString:
        return page_link(self.view_on_site(project), _("Open"))

    @admin.display(description=_("team"), ordering="member_number")
    def member_count(self, project: Any) -> SafeString:
        return list_link(Membership, getattr(project, "member_number", 0), project__id__exact=project.pk)

    @admin.display(description=_("tasks"), ordering="task_number")
    def task_count(self, project: Any) -> SafeString:
        return list_link(Task, getattr(project, "task_number", 0), project__id__exact=project.pk)


@admin.register(Task)
class TaskScreen(Reading):
    list_display = ("headline", "outlet", "project", "held_by", "priority", "due_on", "page", "created_at")
    list_filter = (("project", InScope), "priority", ("article__outlet", InScope), ("article__story", InScope))
    narrowed_by = ("article",)
    search_fields = ("article__title", "article__first_line")
    date_hierarchy = "created_at"
    ordering = ("-id",)
    fields = ("project", "article_page", "held_by", "priority", "due_on", "created_at")
    actions = tuple(action.action() for action in dealing.TASK_ACTIONS)

    def in_scope(self, user: User) -> QuerySet[Any]:
        held = AnnotationSet.objects.by_people().held().select_related("person").order_by("pk")
        named = scopes.tasks(user).select_related("project", "article__outlet")
        return named.defer("article__text", "article__metadata").prefetch_related(
            Prefetch("annotation_sets", held, to_attr="sets_held")
        )

    def view_on_site(self, task: Task) -> str:
        return reverse("task", args=[task.pk])

    @admin.display(description=_("article"), ordering="article__title")
    def headline(self, task: Task) -> str:
        return task.article.headline

    @admin.display(description=_("article"))
    def article_page(self, task: Task) -> SafeString:
        return row_link(task.article)

    @admin.display(description=_("outlet"), ordering="article__outlet__name")
    def outlet(self, task: Task) -> object:
        return task.article.outlet

    @admin.display(description=_("held by"))
    def held_by(self, task: Any) -> SafeString:
        return format_html_join(", ", "{}", ((page_link(set_page(held), held.person),) for held in task.sets_held))

    @admin.display(description=_("workbench"))
    def page(self, task: Task) -> SafeString:
        return page_link(self.view_on_site(task), _("Open"))


@admin.register(Slot)
class SlotScreen(Reading):
    list_display = ("task_page", "number", "person", "heard_at", "project")
    list_filter = (("project", InScope), ("person", admin.EmptyFieldListFilter))
    narrowed_by = ("task",)
    search_fields = ("person__email", "person__name", "task__article__title", "task__article__first_line")
    ordering = ("-task", "number")
    fields = ("task_page", "number", "person", "heard_at", "turn")

    def in_scope(self, user: User) -> QuerySet[Any]:
        named = scopes.slots(user).select_related("project", "person", "task__project", "task__article")
        return named.defer("task__article__text", "task__article__metadata")

    def view_on_site(self, slot: Slot) -> str:
        return reverse("task", args=[slot.task_id])

    @admin.display(description=_("task"), ordering="task")
    def task_page(self, slot: Slot) -> SafeString:
        return row_link(slot.task)


@admin.register(Skip)
class SkipScreen(Reading):
    list_display = ("at", "person", "reason", "task_page", "ended_at", "ended_by")
    list_filter = (("task__project", InScope), "reason")
    narrowed_by = ("task",)
    search_fields = ("person__email", "person__name", "note")
    ordering = ("-at", "-id")
    fields = ("task_page", "person", "reason", "note", "at", "ended_at", "ended_by")

    def in_scope(self, user: User) -> QuerySet[Any]:
        named = scopes.skips(user).select_related("person", "ended_by", "task__project", "task__article")
        return named.defer("task__article__text", "task__article__metadata")

    def view_on_site(self, skip: Skip) -> str:
        return reverse("task", args=[skip.task_id])

    @admin.display(description=_("task"), ordering="task")
    def task_page(self, skip: Skip) -> SafeString:
        return row_link(skip.task)


def set_page(annotation_set: AnnotationSet) -> str:
    return reverse("admin:annotation_annotationset_change", args=[annotation_set.pk])
