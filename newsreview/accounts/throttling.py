"""Making those wait who guess passwords, and nobody else.

What is counted are the wrong passwords that are written down (`auditing`), so that all processes and machines count
the same. Three bounds: of an account from one network each further wrong password doubles the wait; of a network, and
of an account from all networks, so many in a while. The last two never hold up a person from where they have signed in
lately: otherwise whoever wants to could lock out a desk, or an editor. Accounts that do not exist are treated alike.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func, QuerySet
from psycopg.errors import LockNotAvailable

from newsreview.accounts import auditing
from newsreview.accounts.auditing import What
from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent, SecurityEventQuerySet

FREE = 5  # wrong passwords before the first wait
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)
# Wrong passwords of so many accounts from one network, and for one account from all networks.
OF_A_NETWORK = (50, timedelta(minutes=10))
OF_AN_ACCOUNT = (20, timedelta(hours=1))
LATELY = timedelta(days=30)
COUNTED = FREE + 12  # by then the wait has long been the longest

NONE = timedelta(0)


class Now(Func):
    """By the clock of the database, which all machines share; unlike now(), it goes on within a transaction."""

    function = "statement_timestamp"
    output_field = DateTimeField()


LOCKS = 0x6E73  # the first half of the locks that stand for an account and a network


class HeldUp(Exception):
    """Nothing was tried: whoever asks has to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@contextmanager
def attempt(account: str) -> Iterator[None]:
    """Around the trying of a password, one at a time for an account and a network: many at once are counted as many.

    Raises HeldUp before anything is tried. Whoever finds the password wrong calls `failed`.
    """
    held_up = None
    with transaction.atomic():
        take_turn(auditing.digest_of(account) + auditing.network_of(auditing.address()))
        wait = wait_for(account)
        if wait > NONE:
            held_up = HeldUp(wait)
            note_once(account)
        else:
            yield
    if held_up:  # what was noted is kept
        raise held_up


@contextmanager
def attempt_of_factor(person: User) -> Iterator[None]:
    """The same around a code of a second factor. Only who knows the password comes so far: nobody else is held up."""
    with transaction.atomic():
        take_turn(str(person.pk))
        codes = SecurityEvent.objects.about(person)
        if (wait := doubled(codes, What.FACTOR_FAILED, What.FACTOR_USED)) > NONE:
            raise HeldUp(wait)
        yield


def failed(account: str) -> None:
    auditing.note(What.SIGN_IN_FAILED, person_of(account), account=account)


def wait_for(account: str) -> timedelta:
    """How long from now until a password of this account may be tried from where the request under way comes."""
    digest, network = auditing.digest_of(account), auditing.network_of(auditing.address())
    of_account = SecurityEvent.objects.filter(account=digest)
    pair = of_account.filter(network=network)
    wait = doubled(pair, What.SIGN_IN_FAILED, What.SIGNED_IN)
    if not network or within(pair.filter(what=What.SIGNED_IN), LATELY).exists():
        return wait
    of_network = SecurityEvent.objects.filter(network=network).exclude(account="")
    return max(wait, bounded(of_account, *OF_AN_ACCOUNT), bounded(of_network, *OF_A_NETWORK))


def doubled(events: SecurityEventQuerySet, failure: What, success: What) -> timedelta:
    latest = within(events, REMEMBERED).filter(what__in=(failure, success)).order_by("-at")
    ages: list[timedelta] = []
    for what, age in latest.values_list("what", "age")[:COUNTED]:
        if what == success:
            break
        ages.append(age)
    if len(ages) < FREE:
        return NONE
    wait = min(FIRST_WAIT * int(2 ** (len(ages) - FREE)), LONGEST_WAIT)
    return max(wait - ages[0], NONE)


def bounded(events: SecurityEventQuerySet, most: int, span: timedelta) -> timedelta:
    """Until fewer than `most` of them lie within the time span."""
    failures = within(events, span).filter(what=What.SIGN_IN_FAILED).order_by("-at")
    age: timedelta | None = failures.values_list("age", flat=True)[most - 1 : most].first()
    return NONE if age is None else max(span - age, NONE)


def within(events: SecurityEventQuerySet, span: timedelta) -> QuerySet[Any]:
    age = Now() - F("at")
    return events.annotate(age=ExpressionWrapper(age, DurationField())).filter(at__gt=Now() - span)


def note_once(account: str) -> None:
    """However often it is tried while one wait lasts."""
    digest, network = auditing.digest_of(account), auditing.network_of(auditing.address())
    latest = SecurityEvent.objects.filter(account=digest, network=network).order_by("-at").first()
    if latest is None or latest.what != What.SIGN_IN_HELD_UP:
        auditing.note(What.SIGN_IN_HELD_UP, person_of(account), account=account)


def person_of(account: str) -> User | None:
    return User.objects.filter(email__iexact=account.strip()).first()


def take_turn(whose: str) -> None:
    key = zlib.crc32(whose.encode())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, key - 2**31])
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise HeldUp(FIRST_WAIT) from error  # a crowd tries this account from here: nobody waits for all of it
