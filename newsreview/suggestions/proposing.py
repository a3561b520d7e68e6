"""What is suggested for an annotation set: the spans of others that stand in its text too.

Computed when somebody asks, and never stored: what is marked there counts as it is by now. A suggestion counts for
nothing until a person accepts it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db.models import Count

from newsreview.alignment.aligning import align
from newsreview.alignment.carrying import Fate, carried
from newsreview.annotation.models import AnnotationSet, Origin, Span
from newsreview.annotation.placing import overlapping
from newsreview.corpus.aligning import in_tokens
from newsreview.corpus.boilerplate import around_the_article, repeated_paragraphs
from newsreview.labels.models import Label
from newsreview.offsets import Offsets
from newsreview.suggestions.models import Answer, Way
from newsreview.suggestions.sources import Source, sources

BOILERPLATE = "boilerplate"


class Suggestion(NamedTuple):
    id: UUID
    way: Way
    label: Label
    """That it would get here."""
    place: Offsets
    """In this text."""
    quote: str
    fate: Fate = Fate.KEPT
    source: Source | None = None
    span: Span | None = None
    """As it stands there, where it is carried over."""

    @property
    def same_words(self) -> bool:
        return self.fate in {Fate.KEPT, Fate.MOVED}


class Lost(NamedTuple):
    """What has no place in this text, or more than one that it could be."""

    source: Source
    span: Span


@dataclass
class Proposed:
    """In the order of the text."""

    open: list[Suggestion] = field(default_factory=list)
    rejected: list[Suggestion] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    """Of earlier revisions."""

    @property
    def same_words(self) -> list[Suggestion]:
        return [each for each in self.open if each.same_words]

    def by_id(self) -> dict[UUID, Suggestion]:
        return {each.id: each for each in self.open}


class Marked(NamedTuple):
    """With one label."""

    places: set[Offsets]
    by_hand: Callable[[Offsets], bool]
    """Whether something that was not suggested lies there."""

    @classmethod
    def of(cls, spans: Iterable[tuple[Offsets, str]]) -> "Marked":
        spans = list(spans)
        return cls({place for place, _ in spans}, overlapping(p for p, origin in spans if origin != Origin.ACCEPTED))


@dataclass(frozen=True)
class Here:
    """What there is in the set that suggestions are made for."""

    annotation_set: AnnotationSet

    @cached_property
    def labels(self) -> dict[str, Label]:
        labels = self.annotation_set.labels.values()
        return {label.key: label for label in labels if label.kind == Label.Kind.SPAN and not label.retired}

    @cached_property
    def marked(self) -> dict[str, "Marked"]:
        """By label."""
        places: dict[str, list[tuple[Offsets, str]]] = defaultdict(list)
        for span in self.annotation_set.spans.select_related("label"):
            places[span.label.key].append((span.offsets, span.origin))
        return {label: Marked.of(spans) for label, spans in places.items()}

    @cached_property
    def answers(self) -> dict[UUID, str]:
        """The last answer to each suggestion; one whose edit was undone is none."""
        given = self.annotation_set.suggestion_answers.annotate(
            undone=Count("edit__undone_by", distinct=True) - Count("edit__redone_by", distinct=True)
        )
        return dict(given.exclude(undone__gt=0).order_by("id").values_list("suggestion", "says"))

    def has(self, label: str, place: Offsets) -> bool:
        """Whether the person has marked this, here or a little beside it."""
        marked = self.marked.get(label)
        return marked is not None and (place in marked.places or marked.by_hand(place))


class Said:
    """What was said of which words, answered or not. What comes after it from elsewhere says nothing new of them, not
    even a little beside them."""

    def __init__(self) -> None:
        self.origin: object = None
        self.here: dict[str, set[Offsets]] = defaultdict(set)
        self.elsewhere: dict[str, list[Offsets]] = defaultdict(list)
        self.lies_beside: dict[str, Callable[[Offsets], bool]] = {}

    def anew(self, each: Suggestion) -> bool:
        """Suggestions from one place come one after the other."""
        origin = each.source.annotation_set.pk if each.source else each.way
        if origin != self.origin:
            self.turn_to(origin)
        key, place = each.label.key, each.place
        if place in self.here[key] or (key in self.lies_beside and self.lies_beside[key](place)):
            return False
        self.here[key].add(place)
        return True

    def turn_to(self, origin: object) -> None:
        for label, places in self.here.items():
            self.elsewhere[label] += places
        self.lies_beside = {label: overlapping(places) for label, places in self.elsewhere.items()}
        self.origin, self.here = origin, defaultdict(set)


def proposed(annotation_set: AnnotationSet) -> Proposed:
    here, found, said = Here(annotation_set), Proposed(), Said()
    for each in (*carried_over(here), *likely_boilerplate(here)):
        if isinstance(each, Lost):
            found.lost += [each] if each.source.way == Way.REVISION else []
        elif said.anew(each) and not here.has(each.label.key, each.place):
            answer = here.answers.get(each.id)
            if answer == Answer.Says.REJECTED:
                found.rejected.append(each)
            elif answer != Answer.Says.ACCEPTED:
                found.open.append(each)
    for listed in (found.open, found.rejected):
        listed.sort(key=lambda each: (each.place, each.label.key))
    return found


def carried_over(here: Here) -> Iterator[Suggestion | Lost]:
    found, new = sources(here.annotation_set), here.annotation_set.task.article
    if not found:
        return
    later = in_tokens(new)
    for source in found:
        alignment = align(in_tokens(source.article), later)
        for span in spans_in(source.annotation_set):
            if label := here.labels.get(span.label.key):
                fate, place = carried(span.offsets, alignment)
                if place is None:
                    yield Lost(source, span)
                else:
                    name = uuid5(here.annotation_set.pk, f"{source.annotation_set.pk} {span.pk}")
                    yield Suggestion(name, source.way, label, place, place.quote(new.text), fate, source, span)


def likely_boilerplate(here: Here) -> Iterator[Suggestion]:
    """Whole paragraphs, where the project has the default scheme's label for them."""
    label, article = here.labels.get(BOILERPLATE), here.annotation_set.task.article
    if label is None:
        return
    for way, places in ((Way.REPEATED, repeated_paragraphs(article)), (Way.PAGE, around_the_article(article))):
        for place in places:
            name = uuid5(here.annotation_set.pk, f"{BOILERPLATE} {place.start} {place.end}")
            yield Suggestion(name, way, label, place, place.quote(article.text))


def spans_in(annotation_set: AnnotationSet) -> Iterable[Span]:
    return annotation_set.spans.select_related("label").order_by("start", "end", "pk")


def are_there_any(annotation_set: AnnotationSet) -> bool:
    """Whether there is anything to come from, answered or not. It is asked with every page of marks, and aligns no
    texts."""
    article = annotation_set.task.article
    return bool(sources(annotation_set) or around_the_article(article) or repeated_paragraphs(article))
