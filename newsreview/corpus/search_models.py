"""What the search of articles rests on: their words, which still wait for that, and searches that people keep."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.accounts.models import User


class Unindexed(models.Model):
    """An article whose words are not to be found yet. A trigger adds every new one, by whichever door it comes, and one
    whose title has changed. Without a foreign key: an import would wait for thousands of checks."""

    article = models.OneToOneField(
        "corpus.Article", models.CASCADE, primary_key=True, related_name="unindexed", db_constraint=False
    )

    class Meta:
        verbose_name = _("article not indexed yet")
        verbose_name_plural = _("articles not indexed yet")

    def __str__(self) -> str:
        return str(self.article)


class SearchWords(models.Model):
    """The words of an article's title and text, by which it is found (search_words.py).

    A row of its own and no column of the article, as sketches are: imports do not wait for it.
    """

    article = models.OneToOneField("corpus.Article", models.CASCADE, primary_key=True, related_name="search_words")
    words = SearchVectorField()

    class Meta:
        verbose_name = _("words of an article")
        verbose_name_plural = _("words of articles")
        indexes = [GinIndex("words", name="articles_by_word")]

    def __str__(self) -> str:
        return str(self.article)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def of(self, person: User) -> "SavedFilterQuerySet":
        """What the person has kept and not put away."""
        return self.filter(person=person.pk, put_away_at=None)


class SavedFilter(models.Model):
    """A search that a person has given a name. Like all that people make it stays; put away, it is shown no more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="saved_filters", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(_("query"), max_length=2000, help_text=_("As in the address of the page."))
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    put_away_at = models.DateTimeField(_("put away"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["SavedFilter"]] = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                "person", Lower("name"), condition=models.Q(put_away_at=None), name="a person names a filter once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="a saved filter has a name"),
        ]

    def __str__(self) -> str:
        return self.name
