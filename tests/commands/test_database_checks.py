import pytest
from django.db import connection

from newsreview.commands.database_checks import (
    Powers,
    judge_role,
    judge_settings,
    read_settings,
    unapplied_migrations,
)

SAFE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "zero_damaged_pages": "off",
    "data_checksums": "on",
    "server_version_num": "180007",
}


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize("number", ["150000", "180007", "190000"])
def test_safe_settings_pass(number: str, embedded: bool) -> None:  # noqa: FBT001
    findings = judge_settings(SAFE | {"server_version_num": number}, embedded=embedded)

    assert (findings.refusals, findings.warnings) == ([], [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("zero_damaged_pages", "on"),
    ],
)
def test_unsafe_setting_is_refused_with_the_safe_value(name: str, value: str) -> None:
    findings = judge_settings(SAFE | {name: value}, embedded=False)

    assert len(findings.refusals) == 1
    assert f"{name} = {value}: work that was shown as saved could be lost" in findings.refusals[0]
    assert f"Set {name} = {SAFE[name]}" in findings.refusals[0]


@pytest.mark.parametrize("value", ["on", "remote_write", "remote_apply"])
def test_waiting_for_a_replica_too_is_safe(value: str) -> None:
    assert judge_settings(SAFE | {"synchronous_commit": value}, embedded=False).refusals == []


def test_every_unsafe_setting_is_named_at_once() -> None:
    findings = judge_settings(SAFE | {"fsync": "off", "full_page_writes": "off"}, embedded=True)

    assert [sentence.split(" = ")[0] for sentence in findings.refusals] == [
        "The database has fsync",
        "The database has full_page_writes",
    ]


def test_checksums_are_demanded_of_our_own_server_and_advised_elsewhere() -> None:
    without = SAFE | {"data_checksums": "off"}

    ours, theirs = judge_settings(without, embedded=True), judge_settings(without, embedded=False)
    assert (len(ours.refusals), len(ours.warnings)) == (1, 0)
    assert (len(theirs.refusals), len(theirs.warnings)) == (0, 1)
    assert "pg_checksums --enable" in theirs.warnings[0]


def test_postgresql_14_is_refused() -> None:
    findings = judge_settings(SAFE | {"server_version_num": "140013"}, embedded=False)

    (sentence,) = findings.refusals
    assert sentence.startswith("The database is PostgreSQL 14; newsreview needs 15 or newer. Upgrade the server")


def test_release_with_a_known_security_fault_is_named_and_not_refused() -> None:
    findings = judge_settings(SAFE | {"server_version_num": "180006"}, embedded=False)

    assert findings.refusals == []
    assert findings.warnings == ["PostgreSQL 18.6 lacks security fixes that 18.7 has. Install the newer release."]


def test_settings_of_the_server_are_read(db: None) -> None:
    assert set(read_settings(connection)) == set(SAFE)


def test_all_migrations_are_applied_here(db: None) -> None:
    assert unapplied_migrations(connection) == []


def test_role_with_too_much_power_is_named_with_the_remedy() -> None:
    superuser, owner, app = (Powers("desk", *powers) for powers in ((True, True), (False, True), (False, False)))

    assert [len(judge_role(powers)) for powers in (superuser, owner, app)] == [1, 1, 0]
    assert judge_role(superuser)[0].startswith("desk, as whom the app works, is a superuser")
    assert judge_role(owner)[0].startswith("desk, as whom the app works, owns the tables")
    assert judge_role(owner)[0].endswith("Give the app a role of its own: docs/operations.md, “Your own PostgreSQL”.")
