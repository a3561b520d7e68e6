"""What Python tells of itself while tests run: where it connects to, and what it opens. (S10, S19)

The hook stands in every process of a run. The database is reached by a library of its own, which tells nothing here.
"""

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

NETWORK = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
"""Events, and which of their arguments says where to."""
FILES = {"open", "os.listdir", "os.mkdir", "os.rename", "os.symlink", "os.link", "os.remove", "os.scandir"}

_abroad: list[str] = []
_opened: list[list[str]] = []  # of everybody who listens


class Abroad(OSError):
    """A test, or what it tests, tried to reach another machine."""


def watch() -> None:
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event in NETWORK and not is_here(address := arguments[NETWORK[event]]):
        _abroad.append(f"{event} {address!r}")
        raise Abroad(f"{event} {address!r}")
    if _opened and event in FILES:
        paths = [str(argument) for argument in arguments if isinstance(argument, str | bytes | os.PathLike)]
        for listening in _opened:
            listening.extend(paths)


def is_here(address: object) -> bool:
    """A socket in the file system, or this machine by one of its own names."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if host is None or host in {"", "localhost"} or (isinstance(host, str) and host.startswith(("/", "\0"))):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def tried_to_go_abroad() -> list[str]:
    """Since it was last asked."""
    tried = _abroad.copy()
    _abroad.clear()
    return tried


@contextmanager
def what_is_opened() -> Iterator[list[str]]:
    opened: list[str] = []
    _opened.append(opened)
    try:
        yield opened
    finally:
        _opened.remove(opened)
