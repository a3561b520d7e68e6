from typing import ClassVar

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models.functions import Collate, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


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
