"""Rows that a test has committed, swept away: a fiftieth of what TRUNCATE takes, which makes every table anew.

Only the owner may.
"""

from django.db import connection

from tests.owner import as_owner

SWEEP = """
DO $$
DECLARE
    swept regclass;
BEGIN
    SET LOCAL newsreview.dropping_demo = 'yes';
    FOR swept IN
        SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
           AND relname NOT IN ('auth_permission', 'django_content_type', 'django_migrations',
                              'newsreview_breaking_migrations')  -- migrations wrote these
    LOOP
        EXECUTE format('DELETE FROM %s', swept);
    END LOOP;
END $$
"""


def sweep() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(SWEEP)
