"""The texts that an article had before, and has had since."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from newsreview.corpus.models import Article, Revision

# Of a chain of any length; an article revises one other at most.
EARLIER = """
WITH RECURSIVE earlier(id) AS (
    SELECT of_id FROM corpus_revision WHERE article_id = %s
    UNION
    SELECT revision.of_id FROM corpus_revision revision JOIN earlier ON revision.article_id = earlier.id
)
SELECT id FROM earlier
"""


def earlier_texts(article: Article) -> QuerySet[Article]:
    """Each of those that it took the place of, one after the other."""
    return Article.objects.filter(pk__in=RawSQL(EARLIER, [article.pk]))  # noqa: S611 -- the id is a parameter


def text_before(article: Article) -> Article | None:
    """The one that it took the place of."""
    revision = Revision.objects.filter(article=article).select_related("of__outlet").first()
    return revision.of if revision else None


def texts_since(article: Article) -> QuerySet[Article]:
    """Those that took its place: one, unless the outlet went back and revised it anew."""
    return Article.objects.filter(revision__of=article)
