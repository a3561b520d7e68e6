"""PostgreSQL's own programs for a dump and its way back, streamed: a block at a time, never a whole dump in memory."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from newsreview import embedded
from newsreview.backups.contents import LEFT_OUT
from newsreview.backups.errors import NoRoom, ProgramFailed, ProgramsMissing
from newsreview.backups.owner import Server
from newsreview.embedded.programs import major_of

BLOCK = 1024 * 1024
# Whoever restores it owns it, and grants what this newsreview grants.
NOBODYS = ("--no-owner", "--no-privileges")
# A dump by newer programs sets what older servers have not heard of, and do not need.
UNKNOWN_TO_OLDER = re.compile(r'unrecognized configuration parameter "transaction_timeout"')


def program(name: str, *, major: int) -> Path:
    """pg_dump or pg_restore of at least this major. Raises ProgramsMissing.

    Those that come with the app are taken first, since a dump can only be read by programs as new as its writer's.
    """
    candidates = []
    with suppress(embedded.EmbeddedError):  # a platform without them can use what is installed
        candidates.append(embedded.programs_dir() / name)
    if found := shutil.which(name):
        candidates.append(Path(found))
    for candidate in candidates:
        if major_of(candidate) >= major:
            return candidate
    raise ProgramsMissing(
        f"The server is PostgreSQL {major}: that needs {name} {major} or newer, and there is none. "
        f"Install PostgreSQL {major}'s client programs and put their folder into PATH."
    )


def dump(server: Server, *, snapshot: str, major: int) -> Iterator[bytes]:
    """A dump in PostgreSQL's own compressed format, of the moment that was exported as `snapshot`."""
    arguments = ["--format=custom", *NOBODYS, f"--snapshot={snapshot}", "--lock-wait-timeout=60s"]
    arguments += [f"--exclude-table-data={name}" for name in LEFT_OUT]
    command = [str(program("pg_dump", major=major)), *arguments, f"--dbname={server.conninfo()}"]
    with tempfile.TemporaryFile() as said, _running(command, server, stdout=subprocess.PIPE, said=said) as running:
        while block := running.stdout.read(BLOCK):
            yield block
        _refuse_failure(running.wait(), command, said)


def load(server: Server, database: str, blocks: Iterable[bytes], *, major: int) -> None:
    """Into a new database, which belongs to whoever signs in."""
    arguments = [*NOBODYS, f"--dbname={server.conninfo(database)}"]
    arguments += ["--exit-on-error"] if major >= 17 else []
    command = [str(program("pg_restore", major=major)), *arguments]
    with tempfile.TemporaryFile() as said, _running(command, server, stdin=subprocess.PIPE, said=said) as running:
        with suppress(BrokenPipeError):  # it ended before it had read all, and has said why
            for block in blocks:
                running.stdin.write(block)
            running.stdin.close()
        _refuse_failure(running.wait(), command, said)


@contextmanager
def _running(command: Sequence[str], server: Server, *, said: IO[bytes], **pipes: int) -> Iterator[Any]:
    """Killed when the block ends badly; a program whose reader or writer was killed ends by itself."""
    environment = {**server.environment(), "LC_ALL": "C"}
    process = subprocess.Popen(command, stderr=said, env=environment, start_new_session=True, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


def _refuse_failure(code: int, command: Sequence[str], said: IO[bytes]) -> None:
    said.seek(0)
    words = said.read(BLOCK).decode(errors="replace").strip()
    if "No space left on device" in words:
        raise NoRoom(f"The disk of the database is full. Make room, and try again.\n{words}")
    if code and not _is_only_what_older_servers_lack(words):
        raise ProgramFailed(f"{Path(command[0]).name} failed (exit code {code}).\n{words}")


def _is_only_what_older_servers_lack(words: str) -> bool:
    errors = [line for line in words.splitlines() if "error:" in line]
    return bool(errors) and all(UNKNOWN_TO_OLDER.search(line) for line in errors)
