"""Sessions in a table of ours that says whose they are, so that they can be shown and ended one by one.

A session ends eight hours after its last request, and twelve hours after it began: the row says so, whatever a cookie
claims.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone

from newsreview.accounts import auditing
from newsreview.accounts.auditing import What, note
from newsreview.accounts.models import User
from newsreview.accounts.security_models import Session, SessionQuerySet

IDLE = timedelta(hours=8)
AT_MOST = timedelta(hours=12)
# How much later it must be for the last use to be written down again.
NOTED_EVERY = timedelta(minutes=5)
# What a session holds of itself: an id that may be shown, unlike its key; seconds since 1970.
NAMED, BEGAN, SEEN = "named", "began", "seen"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now().timestamp()
        data[SEEN] = now
        data.setdefault(NAMED, str(uuid4()))
        if SESSION_KEY in data:
            data.setdefault(BEGAN, now)
        row: Any = super().create_model_instance(data)
        row.named, row.person_id = data[NAMED], data.get(SESSION_KEY)
        row.began_at, row.seen_at = moment(data.get(BEGAN, now)), moment(now)
        row.address, row.device = auditing.address(), auditing.device()[:300]
        row.expire_date = min(row.seen_at + IDLE, row.began_at + AT_MOST)
        return row  # type: ignore[no-any-return]

    def is_due(self) -> bool:
        """Whether it is somebody's, and its last use is to be written down again."""
        return SESSION_KEY in self and timezone.now() - moment(self.get(SEEN, 0)) >= NOTED_EVERY


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def standing(person: User) -> SessionQuerySet:
    """Where the person is signed in; the latest use first."""
    return SessionQuerySet(Session).filter(person=person.pk, expire_date__gt=timezone.now()).order_by("-seen_at")


@transaction.atomic
def end(*, person: User, named: UUID) -> bool:
    """Whether there was such a session: at its next request nobody is signed in there."""
    ended = standing(person).filter(named=named).delete()[0] > 0
    if ended:
        note(What.SESSION_ENDED, person)
    return ended


@transaction.atomic
def end_others(*, person: User, but: str | None = None) -> int:
    """How many were ended: all of a person's but the one with this key."""
    ended = standing(person).exclude(session_key=but or "").delete()[0]
    if ended:
        note(What.SESSION_ENDED, person, sessions=str(ended))
    return ended


def sweep() -> None:
    """What has ended by itself is not kept."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
