"""The digest: by a job, only for who wants it, and nothing twice."""

from django.core import mail
from django.utils import timezone

from newsreview.notices import mailing
from newsreview.notices.models import Notice
from tests.working import carry_out_jobs


def deal(person, manager, project) -> None:
    Notice.objects.create(person=person, kind="dealt_out", by=manager, project=project, said={"articles": 7})


def mailed() -> list[str]:
    mailing.mail_digests.configure().defer(timestamp=0)
    carry_out_jobs()
    sent = [f"{message.to[0]}: {message.subject}" for message in mail.outbox]
    mail.outbox.clear()
    return sent


def test_what_was_not_read_is_mailed_once_to_who_wants_it(annotator, colleague, manager, project):
    mailing.turn(annotator, on=True)
    for person in (annotator, colleague):
        deal(person, manager, project)

    assert mailed() == ["annotator@example.org: 1 notice for you"]
    assert mailed() == []

    deal(annotator, manager, project)
    deal(annotator, manager, project)
    assert mailed() == ["annotator@example.org: 2 notices for you"]


def test_the_mail_says_what_happened(annotator, manager, project):
    mailing.turn(annotator, on=True)
    deal(annotator, manager, project)
    mailing.send_digests()

    assert mail.outbox[0].body.startswith("- Manager dealt you 7 articles of Ferry.\n")


def test_what_was_read_what_came_before_and_what_nobody_wants_is_not_mailed(annotator, manager, project):
    deal(annotator, manager, project)
    mailing.turn(annotator, on=True)
    mailing.send_digests()
    deal(annotator, manager, project)
    Notice.objects.update(read_at=timezone.now())
    mailing.send_digests()
    mailing.turn(annotator, on=False)
    deal(annotator, manager, project)
    mailing.send_digests()

    assert mail.outbox == []
