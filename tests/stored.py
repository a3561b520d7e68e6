"""What the database holds, row by row."""

from typing import Any

from django.db import connection


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row's place and the transaction that wrote it."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT ctid, xmin::text FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchall()
    return found
