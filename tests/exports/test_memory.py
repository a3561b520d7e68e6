import tracemalloc

from newsreview.corpus.models import Article
from newsreview.exports import exporting
from newsreview.projects import setting_up
from newsreview.projects.models import Project

CHARACTERS = 30_000


def add_articles(project: Project, *, number: int, to: int) -> None:
    texts = (f"{place} ".ljust(CHARACTERS, "\\") for place in range(number, to))
    setting_up.add_tasks(project=project, articles=Article.objects.bulk_create(Article(text=text) for text in texts))


def peak(project: Project) -> tuple[int, int]:
    """The most memory that Python held during an export, and how long the export was; both in bytes."""
    size = 0
    tracemalloc.start()
    try:
        for block in exporting.blocks_of(project):
            size += len(block)
        return tracemalloc.get_traced_memory()[1], size
    finally:
        tracemalloc.stop()


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
