"""Practising: a short invented article of the installation's own, on which everybody has a set for trying the keys."""

from django.conf import settings
from django.db import transaction

from newsreview.accounts.models import User
from newsreview.annotation import editing, labelling, submitting, taking
from newsreview.annotation.models import AnnotationSet
from newsreview.corpus.models import Article
from newsreview.offsets import has_astral
from newsreview.projects import setting_up
from newsreview.projects.models import Task

ARTICLE = settings.BASE_DIR / "fixtures" / "practice" / "article.txt"


def practise(*, person: User) -> AnnotationSet:
    """The person's set of the practice article, as they left it. Nobody waits for another: each has their own."""
    return taking.deal_out(task=practice_task(), person=person, by=person)


def practice_task() -> Task:
    """Made when somebody first practises."""
    project, text = setting_up.practice_project(), ARTICLE.read_text(encoding="utf-8")
    fields = {"language": "en", "first_line": text.splitlines()[0], "astral": has_astral(text)}
    article, _ = Article.objects.get_or_create(outlet=None, text=text, defaults=fields)
    setting_up.add_tasks(project=project, articles=[article])
    return Task.objects.get(project=project, article=article)


@transaction.atomic
def start_again(*, annotation_set: AnnotationSet, by: User) -> None:
    """Take away what was marked, one edit after the other: the journal keeps all of it."""
    AnnotationSet.objects.select_for_update().only("pk").get(pk=annotation_set.pk)
    if AnnotationSet.objects.with_submitted().get(pk=annotation_set.pk).submitted:
        submitting.reopen(annotation_set=annotation_set, by=by)
    while span := annotation_set.spans.first():
        editing.remove_span(annotation_set=annotation_set, by=by, span=span.pk, seen=span.last_edit_id)
    for said in annotation_set.article_labels.select_related("label"):
        labelling.set_article_label(annotation_set=annotation_set, by=by, label=said.label.key, value=None)
