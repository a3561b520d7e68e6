# ruff: noqa: ARG002 -- the admin calls its hooks with more than each of them needs
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.db.models import OuterRef, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsreview.accounts.models import User
from newsreview.backoffice import describing, scopes
from newsreview.backoffice.counting import counted
from newsreview.backoffice.reading import InScope, Reading, Writing, signed_in, take_over
from newsreview.backoffice.showing import data, list_link, page_link, row_link
from newsreview.corpus import naming
from newsreview.corpus.describing import SameText, describe_one, refuse_twin
from newsreview.corpus.models import Article, Outlet, RawFile, Story
from newsreview.corpus.search_models import SavedFilter
from newsreview.intake import keeping
from newsreview.stories import moving

KNOWN_TITLE = ("title", admin.EmptyFieldListFilter)
SHOWN_CHARACTERS = 20_000
DESCRIBED = ("outlet", "story", "title", "url", "published_at", "language")


class Names(Writing):
    """Outlets and stories: a name, and the articles under it."""

    list_display = ("name", "article_count")
    search_fields = ("name",)
    ordering = ("name",)
    readonly_fields = ("article_count",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mine = scopes.articles(signed_in(request)).filter(**{str(self.opts.model_name): OuterRef("pk")})
        rows: QuerySet[Any] = super().get_queryset(request).annotate(article_number=counted(mine))
        return rows

    @admin.display(description=_("articles"), ordering="article_number")
    def article_count(self, row: Any) -> SafeString:
        narrowed = {f"{self.opts.model_name}__id__exact": row.pk}
        return list_link(Article, getattr(row, "article_number", 0), **narrowed)


@admin.register(Outlet)
class OutletScreen(Names):
    fields = ("name", "article_count")

    def in_scope(self, user: User) -> QuerySet[Outlet]:
        return scopes.outlets(user)

    def save_model(self, request: HttpRequest, obj: Outlet, form: Any, change: Any) -> None:
        if change:
            naming.rename_outlet(outlet=obj, name=obj.name)
        else:
            take_over(obj, naming.add_outlet(name=obj.name))


@admin.register(Story)
class StoryScreen(Names):
    fields = ("name", "article_count")

    def in_scope(self, user: User) -> QuerySet[Story]:
        return scopes.stories(user)

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: Any) -> None:
        if change:
            moving.give_name(story=obj, name=obj.name, by=signed_in(request))
        else:
            take_over(obj, naming.open_story(name=obj.name))


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg] # it takes no parameter at run time
    title = forms.CharField(
        max_length=500, required=False, strip=False, label=_("Title"), widget=AdminTextInputWidget({"size": 80})
    )
    url = forms.URLField(
        max_length=2000, required=False, label=_("URL"), assume_scheme="https", widget=AdminURLFieldWidget
    )
    published_at = forms.DateTimeField(required=False, label=_("Published"), widget=describing.Moment)

    def clean_outlet(self) -> Outlet | None:
        outlet: Outlet | None = self.cleaned_data["outlet"]
        try:
            refuse_twin(article=self.instance, outlet=outlet)
        except SameText as error:
            raise forms.ValidationError(str(error)) from error
        return outlet


@admin.register(Article)
class ArticleScreen(Writing):
    form = ArticleForm
    list_display = ("headline", "outlet", "story", "published_at", "on_tasks", "created_at")
    list_filter = (("outlet", InScope), ("story", InScope), KNOWN_TITLE, ("tasks__project", InScope))
    narrowed_by = ("raw_file",)
    search_fields = ("title", "first_line", "url", "sha256")
    date_hierarchy = "published_at"
    ordering = ("-id",)
    list_select_related = ("outlet", "story")
    autocomplete_fields = ("outlet", "story")
    fields = (
        *DESCRIBED,
        "on_tasks",
        "whole_text",
        "digest",
        "first_line",
        "astral",
        "origin",
        "pretty_metadata",
        "created_at",
    )
    readonly_fields = fields[len(DESCRIBED) :]
    actions = tuple(action.action() for action in describing.ACTIONS)

    def in_scope(self, user: User) -> QuerySet[Article]:
        in_sight = Prefetch("tasks", scopes.tasks(user).select_related("project"), to_attr="seen_tasks")
        return scopes.articles(user).defer("text", "metadata").prefetch_related(in_sight)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name in DESCRIBED}
        if "story" in changed:
            articles = Article.objects.filter(pk=obj.pk)
            moving.tell(articles=articles, story=changed.pop("story"), by=signed_in(request))
        if changed:
            describe_one(article=obj, **changed)

    @admin.display(description=_("article"), ordering="title")
    def headline(self, article: Article) -> str:
        return article.headline

    @admin.display(description=_("in projects"))
    def on_tasks(self, article: Any) -> SafeString:
        """Into the workbench, for each project of theirs that has the article."""
        pages = ((page_link(reverse("task", args=[task.pk]), task.project),) for task in article.seen_tasks)
        return format_html_join(" · ", "{}", pages)

    @admin.display(description=_("text"))
    def whole_text(self, article: Article) -> SafeString:
        shown, rest = article.text[:SHOWN_CHARACTERS], len(article.text) - SHOWN_CHARACTERS
        more = _("… and %(count)d characters more; the workbench shows all.") % {"count": rest} if rest > 0 else ""
        return format_html('<pre class="data text" dir="auto" tabindex="0">{}</pre>{}', shown, more)

    @admin.display(description="SHA-256")
    def digest(self, article: Article) -> object:
        return article.sha256

    @admin.display(description=_("metadata"))
    def pretty_metadata(self, article: Article) -> SafeString:
        return data(article.metadata)

    @admin.display(description=_("raw file"))
    def origin(self, article: Article) -> SafeString | str:
        if article.raw_file is None:
            return ""
        span = f"[{article.byte_start}, {article.byte_end})" if article.byte_end is not None else ""
        gone = "" if keeping.is_there(article.raw_file.sha256) else _("not kept any more")
        return format_html("{} {} {}", row_link(article.raw_file), span, gone)


@admin.register(RawFile)
class RawFileScreen(Reading):
    list_display = ("name", "size", "article_count", "sha256", "created_at")
    search_fields = ("name", "sha256")
    date_hierarchy = "created_at"
    ordering = ("-id",)
    fields = ("name", "size", "sha256", "created_at", "article_count")

    def in_scope(self, user: User) -> QuerySet[Any]:
        mine = scopes.articles(user).filter(raw_file=OuterRef("pk"))
        return scopes.raw_files(user).annotate(article_number=counted(mine))

    @admin.display(description=_("articles"), ordering="article_number")
    def article_count(self, file: Any) -> SafeString:
        return list_link(Article, file.article_number, raw_file__id__exact=file.pk)


@admin.register(SavedFilter)
class SavedFilterScreen(Reading):
    """People save and put away their own, at the app's own page. A filter may name what others do not see."""

    administrators_only = True
    list_display = ("name", "person", "created_at", "put_away_at")
    list_filter = (("put_away_at", admin.EmptyFieldListFilter),)
    list_select_related = ("person",)
    search_fields = ("name", "person__email", "person__name")
    ordering = ("-id",)
    fields = ("name", "person", "query", "created_at", "put_away_at")

    def in_scope(self, user: User) -> QuerySet[Any]:
        return SavedFilter.objects.all()
