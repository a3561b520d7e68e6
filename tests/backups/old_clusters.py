"""Clusters as an older newsreview would have left them: made by the programs of another PostgreSQL."""

import shlex
from pathlib import Path

from newsreview.embedded.account import Account, account_for
from newsreview.embedded.creating import SETUP
from newsreview.embedded.roles import OWNER


def make_cluster(folder: Path, programs: Path) -> Account:
    """One with our role and an empty database of ours in it, stopped."""
    account = account_for(folder)
    account.make_private_folder(folder)
    account.run(
        programs / "initdb",
        *("-D", folder, "-U", "postgres", "--auth-local=peer", "--auth-host=reject"),
        *("--encoding=UTF8", "--locale=C", "--data-checksums", "--no-sync"),
    )
    account.write(folder / "pg_hba.conf", f"local all {OWNER} peer map={OWNER}\nhost all all all reject\n")
    names = {account.name, "root"}
    account.write(folder / "pg_ident.conf", "".join(f'{OWNER} "{name}" {OWNER}\n' for name in sorted(names)))
    account.run(
        programs / "postgres",
        *("--single", "-D", folder, "-c", "exit_on_error=on", "postgres"),
        stdin=SETUP.replace("\n", " ").replace("; ", ";\n"),
    )
    return account


def pg_ctl(account: Account, folder: Path, programs: Path, *command: str) -> None:
    options = f"-c listen_addresses= -c unix_socket_permissions=0700 -k {shlex.quote(str(folder))}"
    start = ["-l", "start.log", "-o", options] if command[0] == "start" else []
    account.run(programs / "pg_ctl", "-w", *command, *start, folder=folder, environment={"PGDATA": str(folder)})
