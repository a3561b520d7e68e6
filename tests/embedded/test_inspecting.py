"""D14: an index that no longer says what its table holds is found and named, with what to do."""

from pathlib import Path

import psycopg
import pytest

from newsreview import embedded
from newsreview.embedded import roles

TABLE = """
CREATE TABLE told (n integer PRIMARY KEY, words text[]);
INSERT INTO told SELECT n, ARRAY['word' || n] FROM generate_series(1, 2000) n;
CREATE INDEX told_by_word ON told USING gin (words);
CHECKPOINT;
"""
PAGE = 8192


@pytest.fixture
def told(copied: Path) -> Path:
    with psycopg.connect(**embedded.start(copied, keep=True).dsn(), autocommit=True) as owner:
        for statement in TABLE.strip().split("\n"):
            owner.execute(statement)
    return copied


def flip_a_byte(data_dir: Path, relation: str) -> None:
    """In its second page, as a disk does it."""
    with psycopg.connect(**embedded.start(data_dir).dsn()) as owner:
        [path] = owner.execute("SELECT pg_relation_filepath(%s)", [relation]).fetchone()  # type: ignore[misc]  # it is there
    embedded.stop(data_dir)
    with (data_dir / "pg18" / path).open("r+b") as file:
        file.seek(PAGE + PAGE // 2)
        [byte] = file.read(1)
        file.seek(PAGE + PAGE // 2)
        file.write(bytes([byte ^ 0xFF]))


def test_sound_database_is_found_sound(told: Path) -> None:
    assert list(embedded.damage_in(told)) == []


@pytest.mark.parametrize(
    ("relation", "what", "advice"),
    [
        ("told_pkey", "The index told_pkey of told is damaged", "REINDEX INDEX CONCURRENTLY told_pkey"),
        ("told", "The table told is damaged", "restore the last good backup"),
    ],
)
def test_byte_that_a_disk_has_changed_is_found(told: Path, relation: str, what: str, advice: str) -> None:
    flip_a_byte(told, relation)

    found = list(embedded.damage_in(told))

    assert any(sentence.startswith(what) and advice in sentence for sentence in found), found


def test_row_that_an_index_does_not_know_is_found_and_mended(told: Path) -> None:
    """As a fault of PostgreSQL or of the system's collations leaves it: every page by itself is in order."""
    ready = "UPDATE pg_index SET indisready = {} WHERE indexrelid = 'told_pkey'::regclass"
    with roles.superuser(told / "pg18", "newsreview") as superuser:
        superuser.execute(ready.format("false"))
        superuser.execute("INSERT INTO told VALUES (2001, ARRAY['late'])")
        superuser.execute(ready.format("true"))

    [sentence] = embedded.damage_in(told)
    assert sentence.startswith("The index told_pkey of told is damaged: heap tuple")

    with psycopg.connect(**embedded.start(told).dsn(), autocommit=True) as owner:
        owner.execute("REINDEX INDEX CONCURRENTLY told_pkey")
    assert list(embedded.damage_in(told)) == []


def test_checking_leaves_nothing_behind(told: Path) -> None:
    list(embedded.damage_in(told))

    with psycopg.connect(**embedded.start(told).dsn()) as owner:
        assert owner.execute("SELECT extname FROM pg_extension WHERE extname = 'amcheck'").fetchall() == []
    assert roles.SUPERUSER not in (told / "pg18" / "pg_ident.conf").read_text()
