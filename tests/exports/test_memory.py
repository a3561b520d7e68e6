import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import submitting, taking
from newsreview.corpus.models import Article
from newsreview.exports import article_lines, exporting
from newsreview.exports.models import Release
from newsreview.projects import setting_up
from newsreview.projects.models import Project, Task

CHARACTERS = 30_000


def add_articles(project: Project, *, number: int, to: int) -> None:
    texts = (f"{place} ".ljust(CHARACTERS, "\\") for place in range(number, to))
    setting_up.add_tasks(project=project, articles=Article.objects.bulk_create(Article(text=text) for text in texts))


@contextmanager
def measured() -> Iterator[list[int]]:
    """The most memory that Python held, in bytes, once the block is over."""
    most: list[int] = []
    tracemalloc.start()
    try:
        yield most
        most.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def peak(project: Project) -> tuple[int, int]:
    """Of an export, and how long it was; both in bytes."""
    with measured() as most:
        size = sum(len(block) for block in exporting.blocks_of(project))
    return most[0], size


def test_memory_does_not_grow_with_the_number_of_articles(project: Project) -> None:
    add_articles(project, number=0, to=5)
    peak(project)  # what is made once, is made here
    add_articles(project, number=5, to=20)
    some, length = peak(project)
    add_articles(project, number=20, to=80)
    many, four_times = peak(project)

    assert four_times > 3.9 * length
    assert many < 1.2 * some
    assert many < four_times / 5


def test_memory_of_a_release_does_not_grow_with_its_texts(
    project: Project,
    manager: User,
    annotator: User,
    releases: Callable[..., Release],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Splits, certificate and what changed among the rest. What is read ahead has its bound: a small one here, of an
    article at a time."""
    monkeypatch.setattr(article_lines, "WAITING", 1)
    monkeypatch.setattr(article_lines, "BLOCK", 1)

    def peak_with(articles: int) -> int:
        add_articles(project, number=Task.objects.count(), to=articles)
        for task in Task.objects.filter(annotation_sets=None):
            mine = taking.deal_out(task=task, person=annotator, by=manager)
            submitting.submit(annotation_set=mine, by=annotator, base=0)
        with measured() as most:
            releases(sets="submitted", votes="all", shares={"train": 50, "test": 50})
        return most[0]

    peak_with(5)  # what is made once, is made here
    some, many = peak_with(20), peak_with(140)

    assert many < some + 120 * CHARACTERS / 4
