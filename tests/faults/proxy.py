"""A line between the app and PostgreSQL that can be slow, silent, or cut: at any moment, or in the middle of a COMMIT.

It listens on a unix socket in a folder of its own, where PostgreSQL's clients look for one, and passes on what they
say to the socket of a server. Of the protocol it understands as much as it needs to see a COMMIT go by: messages have
a letter and a length, the first ones a length only.
"""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from newsreview.embedded.folders import PORT

SOCKET = f".s.PGSQL.{PORT}"
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
ASKS_FOR_ENCRYPTION = 8  # bytes of such a request, which comes before the start-up message
CHUNK = 65_536


class Cut(Exception):
    """The line was cut here on purpose."""


class Line:
    """One client's connection."""

    def __init__(self, proxy: "Proxy", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.proxy, self.reader, self.writer = proxy, reader, writer
        self.speaks_of_it = False
        """Whether what the next COMMIT is to be cut of was said here, since the last COMMIT."""

    async def carry(self) -> None:
        await self.proxy.flows.wait()
        try:
            from_server, self.to_server = await asyncio.open_unix_connection(str(self.proxy.server / SOCKET))
        except OSError:  # nobody is there
            self.cut()
            return
        both = [asyncio.create_task(self.forth()), asyncio.create_task(self.back(from_server))]
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        self.cut()

    async def forth(self) -> None:
        """What the client says, message by message."""
        while True:
            length = await self.reader.readexactly(4)
            rest = await self.reader.readexactly(int.from_bytes(length) - 4)
            await self.pass_on(self.to_server, length + rest)
            if len(length + rest) != ASKS_FOR_ENCRYPTION:
                break
        while True:
            head = await self.reader.readexactly(5)
            message = head + await self.reader.readexactly(int.from_bytes(head[1:]) - 4)
            self.speaks_of_it |= self.proxy.cuts_of in message
            if message == COMMIT:
                await self.commit(message)
                self.speaks_of_it = False
            else:
                await self.pass_on(self.to_server, message)

    async def back(self, from_server: asyncio.StreamReader) -> None:
        while answer := await from_server.read(CHUNK):
            if self.proxy.swallows == self:
                self.proxy.swallows = None
                raise Cut  # the server has committed and said so: to nobody
            await self.pass_on(self.writer, answer)

    async def commit(self, message: bytes) -> None:
        self.proxy.commits += 1
        if self.speaks_of_it and self.proxy.cuts_before:
            self.proxy.cuts_before -= 1
            raise Cut
        if self.speaks_of_it and self.proxy.cuts_after:
            self.proxy.cuts_after -= 1
            self.proxy.swallows = self
        await self.pass_on(self.to_server, message)

    async def pass_on(self, writer: asyncio.StreamWriter, said: bytes) -> None:
        await self.proxy.flows.wait()
        await asyncio.sleep(self.proxy.delay)
        writer.write(said)
        await writer.drain()

    def cut(self) -> None:
        for writer in (self.writer, getattr(self, "to_server", None)):
            if writer:
                writer.transport.abort()


class Proxy:
    """Runs in a thread of its own; every method may be called from any other."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder, self.server = folder, server
        self.delay = 0.0
        """Seconds that each message takes, either way."""
        self.commits = self.cuts_before = self.cuts_after = 0
        self.cuts_of = b""
        self.swallows: Line | None = None
        self.lines: set[Line] = set()
        self.loop = asyncio.new_event_loop()
        self.flows = asyncio.Event()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """What DATABASE_URL is to be, so that the app goes this way."""
        return f"postgresql://newsreview@/newsreview?host={quote(str(self.folder), safe='')}&port={PORT}"

    def cut(self) -> None:
        """Every connection that there is. New ones are taken."""
        self._do(self._cut())

    def cut_at_commit(self, times: int = 1, *, arrives: bool, of: bytes = b"") -> None:
        """The next connections that say COMMIT, in a transaction that speaks `of` something. Whether it still arrives,
        their client cannot tell."""

        def prepare() -> None:
            self.cuts_of = of
            if arrives:
                self.cuts_after += times
            else:
                self.cuts_before += times

        self._call(prepare)

    @contextmanager
    def black_hole(self) -> Iterator[None]:
        """Nothing comes through, either way, and nothing is closed; new connections are taken, and hear nothing."""
        self._call(self.flows.clear)
        try:
            yield
        finally:
            self._call(self.flows.set)

    async def _cut(self) -> None:
        for line in list(self.lines):
            line.cut()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(self, reader, writer)
        self.lines.add(line)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await line.carry()
        finally:
            self.lines.discard(line)

    async def _listen(self) -> None:
        self.flows.set()
        self.listener = await asyncio.start_unix_server(self._take, str(self.folder / SOCKET))

    async def _end(self) -> None:
        self.listener.close()
        await self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _call(self, act: Callable[[], object]) -> None:
        async def do() -> None:
            act()

        self._do(do())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def __enter__(self) -> Self:
        self.thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@contextmanager
def proxy_to(server: Path) -> Iterator[Proxy]:
    """To the server whose socket is in this folder. Another account may pass to the proxy's, as to a data folder."""
    folder = Path(tempfile.mkdtemp(prefix="nr-line-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        with Proxy(folder, server) as proxy:
            yield proxy
    finally:
        shutil.rmtree(folder)
