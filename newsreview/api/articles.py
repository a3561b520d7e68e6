from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from newsreview import access
from newsreview.api.asking import DAY, Filter, Kind, words
from newsreview.api.frame import Many, One
from newsreview.corpus import searching
from newsreview.corpus.models import Article, ArticleQuerySet
from newsreview.corpus.searching import published_between as published
from newsreview.search_words import read

LONGEST = words(400)
HOW = "all of them; “words in a row” in straight quotes; -without; this or that; beginn*"
WORDS = Kind(LONGEST.schema, lambda given: read(LONGEST.read(given)))


class ArticleSerializer(serializers.ModelSerializer[Article]):
    """An article without its text."""

    title = serializers.CharField(source="headline", read_only=True)
    outlet = serializers.CharField(source="outlet.name", default=None, allow_null=True, read_only=True)
    story = serializers.CharField(source="story.name", default=None, allow_null=True, read_only=True)

    url = serializers.CharField(read_only=True, help_text="Empty where none is known.")

    class Meta:
        model = Article
        fields = read_only_fields = (
            "id",
            "title",
            "outlet",
            "story",
            "url",
            "published_at",
            "language",
            "sha256",
            "created_at",
        )


class WholeArticleSerializer(ArticleSerializer):
    """An article. Offsets count the code points of its text."""

    class Meta(ArticleSerializer.Meta):
        fields = read_only_fields = (*ArticleSerializer.Meta.fields, "metadata", "text")  # type: ignore[assignment]


class Articles(Many):
    """The articles of a project that you see, without their texts."""

    serializer_class = ArticleSerializer
    refuses = (404,)
    filters = (
        Filter("outlet", words(200), "Name of the outlet.", lambda rows, name: rows.filter(outlet__name=name)),
        Filter("story", words(300), "Name of the story.", lambda rows, name: rows.filter(story__name=name)),
        Filter("words", WORDS, f"Words of title or text: {HOW}.", searching.with_words),
        Filter("language", words(35), "Language tag; en is also en-GB.", searching.in_language),
        Filter("since", DAY, "Published on this day or later.", lambda rows, day: published(rows, day, None)),
        Filter("until", DAY, "Published on this day or before.", lambda rows, day: published(rows, None, day)),
        Filter("sha256", words(64), "Digest of the text.", lambda rows, digest: rows.filter(sha256=digest)),
    )

    def rows(self) -> QuerySet[Article]:
        project = get_object_or_404(access.visible_projects(self.person), slug=self.kwargs["slug"])
        seen = access.visible_tasks(self.person).filter(project=project, article=OuterRef("pk"))
        articles = ArticleQuerySet(Article).without_text().filter(Exists(seen))
        return articles.select_related("outlet", "story")


class ArticleById(One):
    """One article, with its text as it was stored."""

    serializer_class = WholeArticleSerializer

    def rows(self) -> QuerySet[Article]:
        return access.visible_articles(self.person).select_related("outlet", "story")
