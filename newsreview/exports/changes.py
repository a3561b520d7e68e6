"""What a release has that the one before had not, and the other way round; by which decision, as the journal tells.

Both are read article by article in the same order, so that neither has to be held in memory.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from operator import attrgetter
from typing import Any, BinaryIO
from uuid import UUID

import msgspec

from newsreview.annotation.models import Edit
from newsreview.exports.choosing import Choices
from newsreview.exports.dividing import article_files
from newsreview.exports.models import Release
from newsreview.exports.pseudonyms import pseudonym
from newsreview.exports.records import AnnotationSet, Article, ArticleLabel, Link, Span, read_article
from newsreview.exports.shelving import open_file
from newsreview.projects.models import Project

GAINED, LOST, MOVED, RELABELLED, ANSWERED = HOW = ("gained", "lost", "moved", "relabelled", "answered")
Mark = Span | Link | ArticleLabel


class Change(msgspec.Struct, omit_defaults=True):
    """A line of changes.jsonl. An article or a set that came or went is one line with the count of its marks."""

    article: str
    task: str
    what: str
    """article, set, span, link or article_label."""
    how: list[str]
    set: str | None = None
    marks: dict[str, int] = {}
    before: Mark | None = None
    after: Mark | None = None
    by: dict[str, Any] | None = None
    """The edit that did it, without whose it was: who is a name of the export."""

    def counted(self) -> Counter[tuple[str, str]]:
        """By label and how."""
        if self.marks:
            return Counter({(label, self.how[0]): count for label, count in self.marks.items()})
        mark = self.after or self.before
        return Counter((mark.label, how) for how in self.how) if mark else Counter()


def articles_of(release: Release, files: ExitStack) -> Iterator[Article]:
    """All of a release, in the order in which they came into the project."""
    names = article_files(msgspec.convert(release.choices, Choices))
    lines = [articles_in(files.enter_context(open_file(release, name))) for name in names]
    return heapq.merge(*lines, key=attrgetter("task"))


def articles_in(lines: Iterable[bytes] | BinaryIO) -> Iterator[Article]:
    return (read_article(line) for line in lines if line.startswith(b'{"type":"article"'))


def compare(project: Project, before: Iterator[Article], after: Iterator[Article]) -> Iterator[Change]:
    for old, new in side_by_side(before, after):
        if old and new:
            yield from compare_sets(project, old, new)
        elif one := old or new:
            yield Change(one.id, one.task, "article", [LOST if old else GAINED], marks=dict(one.marks))


def side_by_side(
    before: Iterator[Article], after: Iterator[Article]
) -> Iterator[tuple[Article | None, Article | None]]:
    old, new = next(before, None), next(after, None)
    while old or new:
        if new is None or (old and old.task < new.task):
            yield old, None
            old = next(before, None)
        elif old is None or new.task < old.task:
            yield None, new
            new = next(after, None)
        else:
            yield old, new
            old, new = next(before, None), next(after, None)


def compare_sets(project: Project, old: Article, new: Article) -> Iterator[Change]:
    were, are = ({one.id: one for one in article.annotation_sets} for article in (old, new))
    for key in sorted(were.keys() | are.keys()):
        was, now = were.get(key), are.get(key)
        if was and now:
            yield from compare_marks(project, new, was, now)
        elif one := was or now:
            marks = dict(Counter(mark.label for mark in one.marks))
            yield Change(new.id, new.task, "set", [LOST if was else GAINED], set=key, marks=marks)


def compare_marks(project: Project, article: Article, was: AnnotationSet, now: AnnotationSet) -> Iterator[Change]:
    old, new = marks_by_key(was), marks_by_key(now)
    differ = {key: how for key in old.keys() | new.keys() if (how := how_changed(old.get(key), new.get(key)))}
    edits = edits_between(project, was, now) if differ else {}
    for what, key in sorted(differ):
        marks: dict[str, Any] = {"before": old.get((what, key)), "after": new.get((what, key))}
        how = differ[what, key]
        yield Change(article.id, article.task, what, how, set=now.id, by=edits.get(key), **marks)


def marks_by_key(one: AnnotationSet) -> dict[tuple[str, str], Mark]:
    """An article label has no id in an export, and stands once in a set."""
    found: dict[tuple[str, str], Mark] = {("span", span.id): span for span in one.spans}
    found |= {("link", link.id): link for link in one.links}
    return found | {("article_label", mark.label): mark for mark in one.article_labels}


def how_changed(old: Mark | None, new: Mark | None) -> list[str]:
    if old is None or new is None:
        return [GAINED if new else LOST]
    return [how for how, facts in FACTS.items() if facts(old) != facts(new)]


def place(mark: Mark) -> tuple[object, ...]:
    if isinstance(mark, Span):
        return mark.start, mark.end
    return (mark.from_span, mark.to_span) if isinstance(mark, Link) else ()


def answers(mark: Mark) -> tuple[object, ...]:
    said = (mark.note, mark.unsure) if isinstance(mark, Span) else ()
    return bytes(mark.attributes), *said


FACTS: dict[str, Callable[[Mark], object]] = {MOVED: place, RELABELLED: attrgetter("label"), ANSWERED: answers}


def edits_between(project: Project, was: AnnotationSet, now: AnnotationSet) -> dict[str, dict[str, Any]]:
    """Of each mark the last edit that touched it since, and the decision that was made with it."""
    since = Edit.objects.filter(annotation_set=UUID(now.id), number__gt=was.version, number__lte=now.version)
    decisions = {decision["id"]: decision for decision in told(now)}
    found: dict[str, dict[str, Any]] = {}
    for edit in since.order_by("number"):
        touched = [change["id"] for change in edit.changes]
        why = [why_of(decisions[key]) for key in touched if key in decisions]
        by = {"edit": edit.number, "verb": edit.verb, "who": pseudonym(project, edit.by_id), "at": edit.at.isoformat()}
        found |= dict.fromkeys(touched, by | ({"decisions": why} if why else {}))
    return found


def told(one: AnnotationSet) -> list[dict[str, Any]]:
    return [msgspec.json.decode(raw) for raw in one.decisions or ()]


def why_of(decision: Mapping[str, Any]) -> dict[str, Any]:
    return {name: decision[name] for name in ("id", "kind", "choice", "rule", "note")}
