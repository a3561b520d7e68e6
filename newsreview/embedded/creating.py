"""Making a cluster: whole, on disk, with its database and role in it, or not at all."""

import shutil
from pathlib import Path

from newsreview.embedded.account import Account
from newsreview.embedded.folders import CLUSTER, flush
from newsreview.embedded.roles import DATABASE, HBA, OWNER, SUPERUSER

# initdb's own choices (fsync, full_page_writes, synchronous_commit on) are written out where a promise rests on them.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%d.log",  # a file a day of the month, begun anew a month later
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}

# The owner can make databases (the tests do) and install trusted extensions in its own, and is no superuser. The other
# roles come once the server runs (roles.py), as they do in a cluster of an earlier newsreview.
SETUP = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB;
GRANT pg_monitor, pg_checkpoint TO {OWNER};
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""


def sweep_unfinished(home: Path) -> None:
    """Remove what a killed initdb left. Its processes hold the lock which the caller has now: they are gone."""
    unfinished = home / f"{CLUSTER}.init"
    if unfinished.exists():
        shutil.rmtree(unfinished)


def create_cluster(cluster: Path, account: Account, programs: Path, *, lock: int) -> None:
    """`lock`: the descriptor of the lock; children inherit it, so it stays held until they end, even without us."""
    unfinished = cluster.with_name(f"{CLUSTER}.init")
    account.make_private_folder(unfinished)
    account.run(
        programs / "initdb",
        *("-D", unfinished, "-U", SUPERUSER, "--auth-local=peer", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--data-checksums", "--no-instructions", "--no-sync"),
        *(f"--set={name}={value}" for name, value in SETTINGS.items()),
        inherit=[lock],
    )
    account.write(unfinished / "pg_hba.conf", HBA)
    account.write(unfinished / "pg_ident.conf", "")  # nobody yet
    # A stand-alone server: the database is made without anybody being able to connect meanwhile.
    account.run(
        programs / "postgres",
        *("--single", "-D", unfinished, "-c", "exit_on_error=on", "postgres"),
        stdin=SETUP.replace("\n", " ").replace("; ", ";\n"),
        inherit=[lock],
    )
    account.run(programs / "initdb", "--sync-only", "-D", unfinished, inherit=[lock])
    unfinished.rename(cluster)
    flush(cluster.parent)
