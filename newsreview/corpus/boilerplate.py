"""Which paragraphs are likely boilerplate: what the outlet repeats, and what stood around the article on its page."""

from newsreview.copies.telling import told
from newsreview.corpus.models import Article, RepeatedParagraph
from newsreview.offsets import Offsets, paragraphs


def repeated_paragraphs(article: Article) -> list[Offsets]:
    """What the outlet prints beneath other articles too, as far as they have been compared."""
    if article.outlet_id is None:
        return []
    places = {each.key(str(article.outlet_id)): Offsets(each.start, each.end) for each in told(article.text)}
    known = RepeatedParagraph.objects.filter(pk__in=places).values_list("pk", flat=True)
    return sorted(places[key] for key in known)


def around_the_article(article: Article) -> list[Offsets]:
    """What a library did not take for the article's own when its page came in. Metadata comes from anywhere: only what
    is a paragraph of the text counts."""
    named = article.metadata.get("boilerplate")
    if not isinstance(named, list):
        return []
    wanted = {tuple(each) for each in named if isinstance(each, list) and all(type(edge) is int for edge in each)}
    return [Offsets(start, end) for _, start, end in paragraphs(article.text) if (start, end) in wanted]
