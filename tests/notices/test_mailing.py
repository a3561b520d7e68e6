"""The digest: by a job, only for who wants it, and nothing twice."""

from smtplib import SMTPRecipientsRefused

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
    mailing.send_digest(annotator.pk)

    assert mail.outbox[0].body.startswith("- Manager dealt you 7 articles of Ferry.\n")


def test_what_was_read_what_came_before_and_what_nobody_wants_is_not_mailed(annotator, manager, project):
    deal(annotator, manager, project)
    mailing.turn(annotator, on=True)
    assert mailed() == []
    deal(annotator, manager, project)
    Notice.objects.update(read_at=timezone.now())
    assert mailed() == []
    mailing.turn(annotator, on=False)
    deal(annotator, manager, project)
    assert mailed() == []
    mailing.send_digest(annotator.pk)  # asked for before it was turned off
    assert mail.outbox == []


def test_an_address_that_is_refused_keeps_nobody_else_from_their_mail(
    annotator, colleague, manager, project, monkeypatch
):
    def send(subject: str, body: str, sender: None, to: list[str]) -> None:
        if to == [annotator.email]:
            raise SMTPRecipientsRefused({})
        mail.send_mail(subject, body, sender, to)

    for person in (annotator, colleague):
        mailing.turn(person, on=True)
        deal(person, manager, project)
    monkeypatch.setattr(mailing, "send_mail", send)

    assert mailed() == ["colleague@example.org: 1 notice for you"]
    monkeypatch.undo()
    assert mailed() == ["annotator@example.org: 1 notice for you"]


def test_what_was_written_before_a_digest_and_seen_after_it_is_mailed(annotator, manager, project):
    """Its transaction was not at its end when the mail was made."""
    mailing.turn(annotator, on=True)
    deal(annotator, manager, project)
    mailed()
    before = Notice.objects.get().at
    deal(annotator, manager, project)
    Notice.objects.filter(mailed_at=None).update(at=before)

    assert mailed() == ["annotator@example.org: 1 notice for you"]
