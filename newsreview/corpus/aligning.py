"""Articles, as what is aligned."""

from newsreview.alignment.aligning import Tokenised, tokenised
from newsreview.corpus.models import Article
from newsreview.sentences import sentences


def in_tokens(article: Article) -> Tokenised:
    return tokenised(article.text, sentences(article.text, 0, len(article.text), article.language))
