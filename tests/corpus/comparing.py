"""Articles as they come in, and which of them are found to be near-copies."""

from collections.abc import Iterable, Sequence

from newsreview.corpus.finding_copies import compare_all
from newsreview.corpus.models import Article, NearCopy, Outlet

BATCH = 500


def find_pairs(printed: Iterable[tuple[str | None, str]]) -> dict[tuple[int, int], float]:
    """Numbers of articles, of which each comes with its outlet, and the containment found; many come in at a time."""
    return pairs_of(bring_in(printed))


def bring_in(printed: Iterable[tuple[str | None, str]]) -> list[Article]:
    rows = list(printed)
    names = sorted({name for name, _text in rows if name})
    outlets = {name: Outlet.objects.get_or_create(name=name)[0] for name in names}
    articles: list[Article] = []
    for start in range(0, len(rows), BATCH):
        coming = [Article(outlet=outlets.get(name or ""), text=text) for name, text in rows[start : start + BATCH]]
        articles += Article.objects.bulk_create(coming)
        compare_all()
    return articles


def pairs_of(articles: Sequence[Article]) -> dict[tuple[int, int], float]:
    numbers = {article.pk: number for number, article in enumerate(articles)}
    return {
        (numbers[pair.one_id], numbers[pair.other_id]): pair.shared / min(pair.of_one, pair.of_other)
        for pair in NearCopy.objects.all()
    }
