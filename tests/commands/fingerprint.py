"""What an upgrade must leave as it was: each row of people's work, of its history, and of what it was made of."""

import re
import subprocess
from pathlib import Path

import psycopg

from newsreview import embedded

KEPT = (
    *("annotation_edit", "annotation_submission", "annotation_reopening", "annotation_annotationset"),
    *("annotation_span", "annotation_link", "annotation_articlelabel"),
    *("corpus_article", "corpus_outlet", "corpus_story", "corpus_rawfile"),
    *("labels_label", "labels_attribute", "labels_labelsetversion"),
    *("projects_project", "projects_task", "projects_slot", "projects_membership", "accounts_user"),
    *("intake_importbatch", "intake_importend"),
)
OF = "SELECT count(*), coalesce(md5(string_agg(row::text, chr(10) ORDER BY row::text COLLATE \"C\")), '') FROM {} row"

Fingerprint = dict[str, tuple[int, str]]


def fingerprint(cursor: psycopg.Cursor) -> Fingerprint:
    """Of each table: its rows, and a digest over them in an order that does not depend on where they lie."""
    found = {}
    for table in KEPT:
        row = cursor.execute(OF.format(table)).fetchone()
        assert row is not None
        found[table] = (row[0], row[1])
    return found


def schema_of(data_dir: Path) -> str:
    """Everything that migrations have made, in words."""
    dsn = embedded.start(data_dir).dsn()
    dump = [
        str(embedded.programs_dir() / "pg_dump"),
        "--schema-only",
        "-h",
        dsn["host"],
        "-U",
        dsn["user"],
        dsn["dbname"],
    ]
    said = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    return re.sub(r"^\\(un)?restrict .*$", "", said, flags=re.MULTILINE)  # a word that is another each time
