"""Which articles may tell one story, and what people say of it.

What the app finds is a proposal, and can be found anew at any time. What a person says of one is an `Answer`, and every
change of an article's story a `StoryMove`: rows here are added and never changed.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from newsreview.corpus.models import Article, Story

NOW = models.Func(function="clock_timestamp")


class Unsorted(models.Model):
    """An article for which no story has been looked for yet. A trigger adds every new one, by whichever door it comes,
    and one whose title, date or outlet has changed. Without a foreign key: an import would wait for thousands of
    checks."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="unsorted", db_constraint=False
    )

    class Meta:
        verbose_name = _("unsorted article")
        verbose_name_plural = _("unsorted articles")

    def __str__(self) -> str:
        return str(self.article)


class WordCount(models.Model):
    """In how many articles a word is (events/telling.py), as far as they have been read for it."""

    word = models.IntegerField(primary_key=True)
    articles = models.IntegerField()

    class Meta:
        verbose_name = _("word count")
        verbose_name_plural = _("word counts")

    def __str__(self) -> str:
        return f"{self.word}: {self.articles}"


class EventSketch(models.Model):
    """By which words an article's event is known (events/telling.py), and keys by which it is found among others
    (events/looking_up.py)."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="event_sketch")
    words = ArrayField(models.IntegerField())
    names = ArrayField(models.IntegerField())
    headline = ArrayField(models.IntegerField())
    day = models.IntegerField(null=True, help_text=_("Of its publication, counted from the year 1."))
    keys = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = _("event sketch")
        verbose_name_plural = _("event sketches")
        # Without fastupdate: what has just come in is looked for at once, and a list of it would be read each time.
        indexes = [GinIndex("keys", name="event_sketch_by_key", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.article)


class ProposedStory(models.Model):
    """Articles that seem to tell one story: a known one, or one that nobody has named yet."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, null=True, related_name="proposals")

    class Meta:
        verbose_name = _("proposed story")
        verbose_name_plural = _("proposed stories")

    def __str__(self) -> str:
        return str(self.story or self.pk)


class ProposedArticle(models.Model):
    """An article as long as somebody is to say whether it tells the story."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="proposed")
    proposal = models.ForeignKey(ProposedStory, models.CASCADE, related_name="articles")

    class Meta:
        verbose_name = _("proposed article")
        verbose_name_plural = _("proposed articles")

    def __str__(self) -> str:
        return str(self.article)


class Answer(models.Model):
    """What somebody said of an article in a proposal. What was rejected is not proposed again with the same articles,
    nor for the same story."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    proposal = models.ForeignKey(ProposedStory, models.PROTECT, related_name="answers")
    article = models.ForeignKey(Article, models.PROTECT, related_name="story_answers")
    accepted = models.BooleanField(_("accepted"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=NOW, editable=False)

    class Meta:
        verbose_name = _("answer to a proposed story")
        verbose_name_plural = _("answers to proposed stories")

    def __str__(self) -> str:
        return str(self.article)


class StoryMove(models.Model):
    """Somebody moved an article from one story into another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="story_moves", verbose_name=_("article"))
    # “from” is a word of Python's.
    left = models.ForeignKey(Story, models.PROTECT, null=True, related_name="moves_out", verbose_name=_("from"))
    joined = models.ForeignKey(Story, models.PROTECT, null=True, related_name="moves_in", verbose_name=_("to"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=NOW, editable=False)

    class Meta:
        verbose_name = _("change of an article's story")
        verbose_name_plural = _("changes of articles' stories")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(left=F("joined")) & ~Q(left=None, joined=None),
                name="an article moves from one story into another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.left or '–'} → {self.joined or '–'}"


class Renaming(models.Model):
    """Somebody gave a story another name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    story = models.ForeignKey(Story, models.PROTECT, related_name="renamings", verbose_name=_("story"))
    was = models.CharField(_("was"), max_length=300)
    became = models.CharField(_("became"), max_length=300)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), db_default=NOW, editable=False)

    class Meta:
        verbose_name = _("renaming of a story")
        verbose_name_plural = _("renamings of stories")

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
