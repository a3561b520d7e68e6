"""What people have not read, by mail once a day: for those who have turned it on."""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate import RetryStrategy
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
    """A job for each person: an address that the mail server refuses keeps nobody else's from them."""
    for person in await sync_to_async(who_wants_it)():
        await mail_digest.defer_async(person=str(person))


def who_wants_it() -> list[UUID]:
    wanted = Digest.objects.filter(wanted_since__isnull=False, person__is_active=True)
    return list(wanted.values_list("person", flat=True))


@app.task(name="mail_digest", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
async def mail_digest(person: str) -> None:
    await sync_to_async(send_digest)(UUID(person))


@transaction.atomic
def send_digest(person: UUID) -> None:
    """What came since they wanted it and was neither read in the app nor mailed. What could not be sent was not."""
    digest = Digest.objects.select_for_update(of=("self",)).select_related("person").get(person=person)
    if digest.wanted_since is None:
        return
    unread = Notice.objects.of(digest.person).unread().filter(at__gt=digest.wanted_since, mailed_at=None)
    news = list(unread.with_names().order_by("-id"))
    if not news:
        return
    Notice.objects.filter(pk__in=[notice.pk for notice in news]).update(mailed_at=timezone.now())
    subject = ngettext("%(n)d notice for you", "%(n)d notices for you", len(news)) % {"n": len(news)}
    lines = [f"- {sentence(notice)}" for notice in news[:AT_MOST]]
    ending = _("You find them all under “Notices”, where you can also turn this mail off.")
    send_mail(subject, "\n".join([*lines, "", ending]), None, [digest.person.email])
