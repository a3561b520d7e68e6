from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.db.models.functions import Collate, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.corpus.search_models import (  # noqa: F401 -- Django looks for models here
    SavedFilter,
    SearchWords,
    Unindexed,
)


class Outlet(models.Model):
    """Who published it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = [Collate("name", "C")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one outlet per name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="an outlet has a name"),
        ]

    def __str__(self) -> str:
        return self.name


class Story(models.Model):
    """The articles of several outlets about one event."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = [Collate("name", "C")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one story per name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a story has a name"),
        ]

    def __str__(self) -> str:
        return self.name


class RawFile(models.Model):
    """An uploaded file, byte for byte as it came; kept once, under its digest, in the data folder."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=255, help_text=_("What the file was called where it came from."))
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("raw file")
        verbose_name_plural = _("raw files")

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def told_in(self, story: Story) -> "ArticleQuerySet":
        return self.filter(story=story)

    def without_text(self) -> "ArticleQuerySet":
        """Lists never need the text; it is by far the widest column."""
        return self.defer("text", "metadata")


class Article(models.Model):
    """One text as published. The text never changes once stored; a trigger refuses it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("outlet")
    )
    story = models.ForeignKey(
        Story, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("story")
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    first_line = models.CharField(
        _("first line"), max_length=200, blank=True, help_text=_("Shown as the title until one is known.")
    )
    url = models.URLField(_("URL"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("A BCP 47 tag, such as en or pt-BR.")
    )
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    text = models.TextField(_("text"))
    # Computed by the database from the stored text, so that no door can store another digest.
    sha256 = models.GeneratedField(
        expression=models.Func("text", function="corpus_sha256", output_field=models.CharField(max_length=64)),
        output_field=models.CharField("SHA-256", max_length=64),
        db_persist=True,
    )
    astral = models.BooleanField(_("has characters beyond the BMP"), default=False)
    raw_file = models.ForeignKey(
        RawFile, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("raw file")
    )
    byte_start = models.PositiveBigIntegerField(null=True, blank=True)
    byte_end = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Article"]] = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "sha256"], nulls_distinct=False, name="one article per outlet and text"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="an article has a text"),
        ]
        indexes = [
            models.Index("sha256", name="article_by_digest"),
            # An address may be longer than a B-tree takes.
            HashIndex("url", name="article_by_address", condition=~models.Q(url="")),
            models.Index(
                Collate(Lower("language"), "C"), name="articles_by_language", condition=~models.Q(language="")
            ),
            models.Index("published_at", name="articles_by_date"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        return self.title or self.first_line


class Revision(models.Model):
    """A text that an outlet put in another's place, at the same address."""

    article = models.OneToOneField(
        Article, models.PROTECT, primary_key=True, related_name="revision", verbose_name=_("article")
    )
    of = models.ForeignKey(
        Article, models.PROTECT, related_name="revisions", verbose_name=_("revises"), help_text=_("The one before it.")
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.CheckConstraint(condition=~models.Q(article=models.F("of")), name="no text revises itself")
        ]

    def __str__(self) -> str:
        return f"{self.article} ← {self.of}"


class Uncompared(models.Model):
    """An article that is still to be compared with the others. A trigger adds every new one, by whichever door it
    comes, and one whose outlet has changed. Without a foreign key: an import would wait for thousands of checks."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="uncompared", db_constraint=False
    )

    class Meta:
        verbose_name = _("uncompared article")
        verbose_name_plural = _("uncompared articles")

    def __str__(self) -> str:
        return str(self.article)


class ToldParagraphs(models.Model):
    """By which an outlet's repeated paragraphs are found (copies/telling.py); none that is known to be repeated."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="told_paragraphs")
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("told paragraphs")
        verbose_name_plural = _("told paragraphs")
        # Without fastupdate: what has just come in is looked for at once, and a list of it would be read each time.
        indexes = [GinIndex("keys", name="told_paragraphs_by_key", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.article)


class RepeatedParagraph(models.Model):
    """A paragraph that an outlet prints beneath articles which otherwise differ, as it stands in one of them."""

    key = models.BigIntegerField(primary_key=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="repeated_paragraphs")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("repeated paragraph")
        verbose_name_plural = _("repeated paragraphs")

    def __str__(self) -> str:
        return self.article.text[self.start : self.end]


class Sketch(models.Model):
    """By which articles that share much are found (copies/sketching.py).

    A row of its own and no column of the article: it is made later, and every change of an article writes all of the
    article's indexes anew.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="sketch")
    runs = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = _("sketch")
        verbose_name_plural = _("sketches")
        indexes = [GinIndex("runs", name="sketch_by_run", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.article)


class NearCopy(models.Model):
    """Two articles that share much of what the shorter one tells; `one` is the one that came in first.

    Counts are of runs of five words (copies/comparing.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Article, models.CASCADE, related_name="later_copies", db_index=False)  # “once” has one
    other = models.ForeignKey(Article, models.CASCADE, related_name="earlier_copies")
    shared = models.PositiveIntegerField()
    of_one = models.PositiveIntegerField()
    of_other = models.PositiveIntegerField()
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("near-copy")
        verbose_name_plural = _("near-copies")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two articles are near-copies once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="of two near-copies the one comes before the other"
            ),
            models.CheckConstraint(
                condition=models.Q(shared__gt=0, shared__lte=models.F("of_one"))
                & models.Q(shared__lte=models.F("of_other")),
                name="near-copies share no more than each has",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} · {self.other}"
