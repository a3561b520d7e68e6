"""Writing down what happens with people's accounts: who, what, from where, by the database's clock.

A door says once who asks and from where (`asked_from`); verbs only say what happened.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

from newsreview.accounts.models import User
from newsreview.accounts.security_models import SecurityEvent

What = SecurityEvent.What


@dataclass(frozen=True)
class Asking:
    """Where a request came from, and who sent it once somebody needs to know: asking costs a query."""

    address: str | None = None
    device: str = ""
    who: Callable[[], User | None] = lambda: None


# Commands and jobs are asked by nobody.
_asking: ContextVar[Asking] = ContextVar("asking", default=Asking())  # noqa: B039 -- it is frozen


@contextmanager
def asked_from(address: str | None, who: Callable[[], User | None], device: str = "") -> Iterator[None]:
    token = _asking.set(Asking(address, device, who))
    try:
        yield
    finally:
        _asking.reset(token)


def address() -> str | None:
    """From where the request under way came."""
    return _asking.get().address


def device() -> str:
    """What the browser or program of that request says it is."""
    return _asking.get().device


def note(what: What, person: User | None = None, *, account: str = "", **detail: str | list[str]) -> SecurityEvent:
    """Write it down, in the transaction of whoever says it. `account` is what was typed to sign in; no secret belongs
    in the detail."""
    asking = _asking.get()
    return SecurityEvent.objects.create(
        what=what,
        person=person,
        by=asking.who(),
        address=asking.address,
        detail=detail,
        account=digest_of(account) if account else "",
        network=network_of(asking.address),
    )


def digest_of(account: str) -> str:
    """What was typed as an e-mail address, so that nobody reads it again: it may have been the password."""
    return salted_hmac("newsreview.accounts.auditing", account.strip().casefold(), algorithm="sha256").hexdigest()


def network_of(address: str | None) -> str:
    """An IPv6 address and all its neighbours, which are one subscriber's; an IPv4 address as it stands."""
    if not address:
        return ""
    known = ip_address(address)
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else str(known)
