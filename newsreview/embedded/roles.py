"""As whom one connects: three roles, and a superuser who is let in only while something is set up or checked.

One account of the system may be any of the three: here they catch mistakes of the app. They are a wall on a server
whose passwords differ (docs/operations.md).
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from newsreview.embedded.account import Account, account_for
from newsreview.embedded.errors import RolesUnsettledError
from newsreview.embedded.folders import PORT
from newsreview.embedded.postmaster import Postmaster, find_postmaster

OWNER = DATABASE = "newsreview"
APP, EXPORT = f"{OWNER}_app", f"{OWNER}_export"
SUPERUSER = "postgres"
SECONDS_TO_BE_LET_IN = 10

# Who comes through the socket is who pg_ident.conf says. The superuser stands in it only for as long as it is needed.
HBA = f"local all {OWNER},{APP},{EXPORT},{SUPERUSER} peer map={OWNER}\nhost all all all reject\n"

# May run again. The owner may act as the others, to try what they may; the app as the one that reads exports.
ROLES = f"""
DO $$
DECLARE
    missing text;
BEGIN
    FOREACH missing IN ARRAY ARRAY['{APP}', '{EXPORT}'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = missing) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', missing);
        END IF;
    END LOOP;
END $$;
GRANT {APP}, {EXPORT} TO {OWNER};
GRANT {EXPORT} TO {APP};
"""


def who_may_sign_in(account: Account, *roles: str) -> str:
    """The account that runs PostgreSQL, which is the app's for an ordinary user, and root, who can be anyone anyway."""
    names = dict.fromkeys((account.name, "root"))
    return "".join(f'{OWNER} "{name}" {role}\n' for name in names for role in (OWNER, APP, EXPORT, *roles))


def roles_stand(cluster: Path) -> bool:
    """Whether this cluster has its roles, and keeps the superuser out. One made by an earlier newsreview has not."""
    try:
        return (cluster / "pg_ident.conf").read_text() == who_may_sign_in(account_for(cluster))
    except (OSError, UnicodeDecodeError):
        return False


def set_up_roles(cluster: Path) -> None:
    """On a running server, whoever uses it. Whoever is killed here is followed by one who does it again."""
    account = account_for(cluster)
    replace(account, cluster / "pg_hba.conf", HBA)
    with superuser(cluster) as connection:
        connection.execute(ROLES)


@contextmanager
def superuser(cluster: Path, dbname: str = "postgres") -> Iterator[psycopg.Connection]:
    """A connection in autocommit. Behind it the door is shut. Who calls it holds the cluster's lock meanwhile."""
    account, postmaster = account_for(cluster), find_postmaster(cluster)
    if postmaster is None:
        raise RolesUnsettledError(folder=cluster, reason="it does not run")
    try:
        replace(account, cluster / "pg_ident.conf", who_may_sign_in(account, SUPERUSER))
        connection = let_in(cluster, postmaster, dbname)
    finally:
        replace(account, cluster / "pg_ident.conf", who_may_sign_in(account))
        read_again(postmaster)
    with connection:
        yield connection


def let_in(cluster: Path, postmaster: Postmaster, dbname: str) -> psycopg.Connection:
    """The server reads its files again in its own time."""
    asked_until = time.monotonic() + SECONDS_TO_BE_LET_IN
    read_again(postmaster)
    while True:
        try:
            return psycopg.connect(
                host=str(postmaster.socket_dir), port=PORT, user=SUPERUSER, dbname=dbname, autocommit=True
            )
        except psycopg.OperationalError as error:
            if time.monotonic() > asked_until:
                raise RolesUnsettledError(folder=cluster, reason=error) from error
            time.sleep(0.02)


def read_again(postmaster: Postmaster) -> None:
    os.kill(postmaster.pid, signal.SIGHUP)


def replace(account: Account, path: Path, text: str) -> None:
    """Whole or not at all: a server that starts with half of it would let nobody in."""
    unfinished = path.with_name(f"{path.name}.new")
    account.write(unfinished, text)
    account.run("mv", "-f", unfinished, path)
