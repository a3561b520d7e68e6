"""What restoring has put aside: the databases that were there before."""

from newsreview.backups import databases
from newsreview.backups.errors import BackupError
from newsreview.backups.owner import the_server


def kept_before() -> list[str]:
    """Their names, oldest first."""
    server = the_server()
    with server.connect(databases.ELSEWHERE) as elsewhere:
        return databases.kept_before(elsewhere, server.database)


def drop_old(name: str) -> None:
    """For good. Raises BackupError for a database that no restore has put aside."""
    server = the_server()
    with databases.alone(server) as elsewhere:
        if name not in (there := databases.kept_before(elsewhere, server.database)):
            known = ", ".join(there) or "none"
            raise BackupError(f"No restore has put a database {name} aside. There are: {known}.")
        databases.drop(elsewhere, name)
