"""The app as `make serve` runs it, and people who use it over HTTP: keep-alive, session, CSRF token."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from newsreview.accounts import signing_in
from newsreview.accounts.models import User

ROOT = Path(__file__).parents[2]
READY = "newsreview is ready: "
SECONDS_TO_STOP = 30
TOKEN = re.compile(r'name="csrf-token" content="(\w+)"')


@contextmanager
def server() -> Iterator[str]:
    """The address of a server on this database, which is gone when the block ends."""
    command = [sys.executable, "manage.py", "serve", "--port", "0", "--no-demo"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        yield address_in(process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def address_in(process: "subprocess.Popen[str]") -> str:
    said = []
    for line in process.stdout or ():
        if line.startswith(READY):
            return urlsplit(line.removeprefix(READY).strip()).netloc
        said.append(line)
    raise RuntimeError(f"The server ended before it was ready. It said: {''.join(said) or 'nothing'}")


class Answer(NamedTuple):
    headers: dict[str, str]
    body: bytes


class Browser:
    """One person at one keep-alive connection."""

    def __init__(self, address: str, person: User) -> None:
        self.person = person
        self.connection = HTTPConnection(address, timeout=60)
        self.cookies = SimpleCookie()
        self.token = ""
        path = reverse("sign-in", args=[signing_in.make_link(person)])
        self.get(path)
        self.post(path, urlencode({}), "application/x-www-form-urlencoded")
        self.get(reverse("queue"))

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        answer = self.request("GET", path, None, headers or {})
        if found := TOKEN.search(answer.body[:2000].decode(errors="replace")):
            self.token = found[1]
        return answer

    def post(self, path: str, body: str | bytes, content_type: str) -> Answer:
        return self.request("POST", path, body, {"Content-Type": content_type, "X-CSRFToken": self.token})

    def request(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
        """Raises RuntimeError unless the answer is a success or sends the browser elsewhere."""
        response = self.send(method, path, body, headers)
        read = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {read[:500].decode(errors='replace')}")
        return Answer({name.lower(): value for name, value in response.getheaders()}, read)

    def send(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> HTTPResponse:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        sent = headers | {"Cookie": cookie}
        try:
            self.connection.request(method, path, body, sent)
            return self.connection.getresponse()
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server closes what has been idle for two seconds. Operations carry their id, so again is once.
            self.connection.close()
            self.connection.request(method, path, body, sent)
            return self.connection.getresponse()
