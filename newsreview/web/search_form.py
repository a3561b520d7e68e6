"""What somebody looks for among the articles that they see, as plain parameters of an address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsreview import access
from newsreview.accounts.models import User
from newsreview.annotation.models import AnnotationSet, AnnotationSetQuerySet, ArticleLabel, Link, Span
from newsreview.corpus import searching
from newsreview.corpus.models import Article, ArticleQuerySet, Outlet, Story
from newsreview.corpus.searching import few
from newsreview.labels.models import Attribute, Label
from newsreview.projects.models import Project, Task
from newsreview.review.places import STATES, in_state
from newsreview.search_words import MOST_ASKED, SHORTEST_BEGINNING, Query, Unclear, read

STATE_NAMES = {
    "open": gettext_lazy("open"),
    "in_hand": gettext_lazy("in hand"),
    "waiting": gettext_lazy("waiting for review"),
    "accepted": gettext_lazy("accepted"),
}
LATEST, OFFERED = 300, 50
MARKS: dict[str, Any] = {"span": Span, "link": Link, "article": ArticleLabel}


class Line(forms.CharField):
    """White space around it is a slip."""

    def __init__(self, label: Any, longest: int, **shown: Any) -> None:
        shown = {"type": "search", "dir": "auto", "autocomplete": "off", **shown}
        super().__init__(label=label, max_length=longest, required=False, widget=forms.TextInput(shown))


class Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"])


class SearchForm(forms.Form):
    """Names are looked for among what the person sees, so that none tells of anything else."""

    words = Line(gettext_lazy("Words"), 400, **{"data-key": "/"})
    project = forms.ChoiceField(required=False, label=gettext_lazy("Project"))
    state = forms.ChoiceField(
        choices=[("", gettext_lazy("any state")), *((state, STATE_NAMES[state]) for state in STATES)],
        required=False,
        label=gettext_lazy("State"),
    )
    outlet = Line(gettext_lazy("Outlet"), 200, list="search-outlets")
    story = Line(gettext_lazy("Story"), 300, list="search-stories")
    language = Line(gettext_lazy("Language"), 35, list="search-languages")
    since = Day(gettext_lazy("Published from"))
    until = Day(gettext_lazy("to"))
    label = forms.ChoiceField(required=False, label=gettext_lazy("Label"))
    who = Line(gettext_lazy("Who"), 300)

    def __init__(self, person: User, given: QueryDict) -> None:
        super().__init__(given, auto_id="search-%s")
        self.person = person
        self.searched = access.Searched(person)
        self.tasks = self.searched.tasks()
        self.seen = Article.objects.filter(Exists(self.tasks.filter(article=OuterRef("pk"))))
        self.versions = access.visible_label_sets(person)
        self.projects = {each.slug: each for each in access.visible_projects(person).order_by("name", "pk")}
        projects: Any = self.fields["project"]
        projects.choices = [("", _("all projects")), *((slug, each.name) for slug, each in self.projects.items())]
        labels: Any = self.fields["label"]
        labels.choices = [("", _("any label")), *self.labels()]

    def labels(self) -> Iterator[tuple[str, str]]:
        """Of all their projects; the same key in several versions and label sets is one choice."""
        found = Label.objects.filter(version__in=self.versions).order_by("-kind", "position", "key", "-version")
        known: dict[str, str] = {}
        for kind, key, name in found.values_list("kind", "key", "name"):
            known.setdefault(f"{kind}.{key}", name)
        yield from known.items()

    # What is wrong is said beside its field ---------------------------------------------------------------------------

    def clean_words(self) -> Query | None:
        typed = self.cleaned_data["words"]
        try:
            return read(typed) if typed else None
        except Unclear as unclear:
            raise forms.ValidationError(
                {
                    "no word": _("There is no word in this. Write one to look for."),
                    "too many words": _("These are too many words: %(most)d are looked for at once."),
                    "too short a beginning": _("Write at least %(least)d letters before the *."),
                }[unclear.why]
                % {"most": MOST_ASKED, "least": SHORTEST_BEGINNING}
            ) from unclear

    def clean_project(self) -> Project | None:
        return self.projects.get(self.cleaned_data["project"])

    def clean_outlet(self) -> Outlet | None:
        if not (name := self.cleaned_data["outlet"]):
            return None
        seen = self.seen.filter(outlet=OuterRef("pk"))
        if found := searching.called(Outlet.objects.all(), name).filter(Exists(seen)).first():
            return found
        raise forms.ValidationError(_("None of the articles that you see is of an outlet with this name."))

    def clean_story(self) -> Story | None:
        if not (name := self.cleaned_data["story"]):
            return None
        seen = self.seen.filter(story=OuterRef("pk"))
        if found := searching.called(Story.objects.all(), name).filter(Exists(seen)).first():
            return found
        raise forms.ValidationError(_("None of the articles that you see is of a story with this name."))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return given

    # What it chooses --------------------------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """The same search as an address writes it: what is not asked for is not in it."""
        typed = ((name, self.data.get(name, "").strip()) for name in self.fields)
        return urlencode([(name, value) for name, value in typed if value])

    @property
    def has_conditions(self) -> bool:
        """Beside words."""
        return any(self.data.get(name, "").strip() for name in self.fields if name != "words")

    def offered(self) -> dict[str, list[str]]:
        """Outlets, stories and languages of what came in of late, as far as the person sees it; any may be typed."""
        latest = self.seen.order_by("-pk").values_list("outlet__name", "story__name", "language")[:LATEST]
        names = [list(dict.fromkeys(name for name in column if name))[:OFFERED] for column in zip(*latest, strict=True)]
        return dict(zip(("outlets", "stories", "languages"), names, strict=bool(names)))

    def found(self) -> QuerySet[Article]:
        """Without their texts; the last that came in first. The form is valid."""
        given = self.cleaned_data
        articles: QuerySet[Article] = ArticleQuerySet(Article).without_text().select_related("outlet", "story")
        articles = articles.filter(Exists(self.chosen_tasks().filter(article=OuterRef("pk"))))
        if given["words"]:
            articles = searching.with_words(articles, given["words"])
        for name in ("outlet", "story"):
            if given[name]:
                articles = articles.filter(**{name: given[name]})
        if given["language"]:
            articles = searching.in_language(articles, given["language"])
        if given["label"] or given["who"]:
            articles = articles.filter(pk__in=few(self.marked_sets().values_list("task__article", flat=True)))
        return searching.published_between(articles, given["since"], given["until"]).order_by("-pk")

    def chosen_tasks(self) -> QuerySet[Task]:
        given, tasks = self.cleaned_data, self.tasks
        if given["project"]:
            tasks = tasks.filter(project=given["project"])
        if given["state"]:
            places = in_state(self.searched.slots(), given["state"])
            tasks = tasks.filter(pk__in=few(places.values_list("task", flat=True)))
        return tasks

    def marked_sets(self) -> AnnotationSetQuerySet:
        """Those with such a mark that the person sees; where who is asked for too, of the same span. What a model
        marked counts for nobody."""
        given = self.cleaned_data
        sets = self.searched.sets().exclude(kind=AnnotationSet.Kind.MODEL)
        if given["project"]:
            sets = sets.filter(task__project=given["project"])
        kind, _dot, key = (given["label"] or "span.").partition(".")
        marks = MARKS[kind].objects.filter(annotation_set=OuterRef("pk"))
        if key:
            labels = Label.objects.filter(version__in=self.versions, kind=kind, key=key)
            marks = marks.filter(label__in=list(labels.values_list("pk", flat=True)))
        if given["who"] and kind == "span":
            marks = marks.filter(self.said_to_be(given["who"]))
        elif given["who"]:
            sets = sets.filter(
                Exists(Span.objects.filter(self.said_to_be(given["who"]), annotation_set=OuterRef("pk")))
            )
        return sets.filter(Exists(marks))

    def said_to_be(self, who: str) -> Q:
        """Of a span, whose source is this person, body or medium; in large or small letters."""
        asking = Attribute.objects.filter(kind=Attribute.Kind.SUGGESTION, label__version__in=self.versions)
        either = Q(pk__in=[])
        for key in asking.order_by("key").values_list("key", flat=True).distinct():
            said = Q(Exact(Lower(KeyTextTransform(key, "attributes")), Lower(Value(who))))
            either |= Q(attributes__has_key=key) & said  # both, as the index of spans has them
        return either
