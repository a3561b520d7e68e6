"""What people have not read, by mail once a day: for those who have turned it on."""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from newsreview.accounts.models import User
from newsreview.notices.models import Digest, Notice
from newsreview.notices.wording import sentence

AT_MOST = 50  # lines of a mail


def turn(person: User, *, on: bool) -> None:
    since = timezone.now() if on else None
    Digest.objects.update_or_create(person=person, defaults={"wanted_since": since})


@app.periodic(cron="0 6 * * *")  # UTC
@app.task(name="mail_digests", queueing_lock="mail_digests")
async def mail_digests(timestamp: int) -> None:  # noqa: ARG001 -- the moment it belongs to, which periodic jobs are told
    await sync_to_async(send_digests)()


def send_digests() -> None:
    wanted = Digest.objects.filter(wanted_since__isnull=False, person__is_active=True)
    for person in list(wanted.values_list("person", flat=True)):
        send_digest(person)


@transaction.atomic
def send_digest(person: UUID) -> None:
    """What came since the last one and was not read in the app. What could not be sent was not sent."""
    digest = Digest.objects.select_for_update(of=("self",)).select_related("person").get(person=person)
    since = max(moment for moment in (digest.wanted_since, digest.sent_at) if moment)
    news = Notice.objects.of(digest.person).unread().filter(at__gt=since).with_names().order_by("-id")
    count = news.count()
    if not count:
        return
    digest.sent_at = timezone.now()
    digest.save(update_fields=["sent_at"])
    subject = ngettext("%(n)d notice for you", "%(n)d notices for you", count) % {"n": count}
    lines = [f"- {sentence(notice)}" for notice in news[:AT_MOST]]
    ending = _("You find them all under “Notices”, where you can also turn this mail off.")
    send_mail(subject, "\n".join([*lines, "", ending]), None, [digest.person.email])
