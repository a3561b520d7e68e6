"""Who is told what."""

from uuid_utils.compat import uuid7

from newsreview.accounts.models import User
from newsreview.agreement.disagreeing import Kind
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.labels.comparing import wordings
from newsreview.notices import telling
from newsreview.notices.models import Notice
from newsreview.review import commenting
from newsreview.review.models import Comment
from tests.review.adjudicator import Adjudicator
from tests.review.seeded import seed

SHORT, OLD, NEW = (
    {"number": number, "text": text} for number, text in (("3.1", "Short."), ("3.2", "Old."), ("3.3", "New."))
)
BEFORE = {"sections": [{"number": "3", "rules": [SHORT, OLD]}]}
AFTER = {"sections": [{"number": "3", "rules": [SHORT, NEW]}]}


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("person__name").values_list("person__name", "kind"))


def comment_on(annotation_set: AnnotationSet, by, text: str) -> Comment:
    thread = commenting.begin(
        annotation_set=annotation_set, by=by, thread=uuid7(), text=text, readers=User.objects.all()
    )
    return thread.comments.get()


def test_whoever_is_mentioned_and_sees_the_set_is_told_once(draft, annotator, reviewer, colleague, manager):
    comment = comment_on(draft, reviewer, "@Annotator @Colleague @Manager @Reviewer @Stranger: shorter?")
    for _ in range(2):
        telling.mentioned(comment)

    assert told() == [("Annotator", "mentioned"), ("Manager", "mentioned")]
    assert set(Notice.objects.values_list("said__words", flat=True)) == {comment.text}


def test_several_articles_are_told_at_once(make_task, project, annotator, colleague, manager):
    people = [annotator, annotator, colleague, manager]
    sets = [taking.take(task=make_task(f"Article {n}."), person=each) for n, each in enumerate(people)]
    telling.dealt_out(sets, project=project, by=manager)

    rows = Notice.objects.order_by("person__name").values_list("person__name", "annotation_set", "said")
    assert list(rows) == [
        ("Annotator", None, {"articles": 2}),
        ("Colleague", sets[2].pk, {"articles": 1}),
    ]


def test_both_sides_are_told_why_it_was_settled_so(make_task, annotator, colleague, reviewer):
    desk = Adjudicator(seed(make_task, annotator, colleague), reviewer)
    desk.accept_agreed()
    desk.decide(*desk.questions(Kind.MISSING), side=annotator, rule="4.2")
    desk.decide(*desk.questions(Kind.BOUNDARY), side=colleague, note="Keep the <comparison>.")
    desk.decide(*desk.case.open, side=annotator)
    desk.finish()
    telling.settled(desk.annotation_set.edits.latest("number"))

    version = desk.annotation_set.label_set_version
    reasons = [
        {"rule": "4.2", "words": wordings(version.guideline)["4.2"], "note": "", "times": 5},
        {"rule": "", "words": "", "note": "Keep the <comparison>.", "times": 1},
    ]
    assert told() == [("Annotator", "settled"), ("Colleague", "settled")]
    assert [notice.said for notice in Notice.objects.all()] == [{"reasons": reasons}] * 2


def test_everybody_at_work_reads_a_rule_as_it_was_and_as_it_is(
    project, annotator, reviewer, manager, ml_client, person
):
    project.label_set_version.guideline = AFTER
    telling.rules_changed(version=project.label_set_version, before=BEFORE, by=manager)

    assert told() == [("Annotator", "rules_changed"), ("Reviewer", "rules_changed")]
    assert Notice.objects.filter(person=annotator).get().said["rules"] == [
        {"number": "3.3", "before": "", "after": "New."},
        {"number": "3.2", "before": "Old.", "after": ""},
    ]


def test_rules_of_a_draft_and_rules_that_stand_are_no_news(project, annotator, manager):
    version = project.label_set_version
    version.guideline = AFTER
    telling.rules_changed(version=version, before=AFTER, by=manager)
    version.published_at = None
    telling.rules_changed(version=version, before=BEFORE, by=manager)

    assert told() == []
