"""What the app may do with each table: a second wall behind the code, for what docs/architecture.md says of deleting.

The owner grants it after every `migrate`; a test names each table that stands in no list. The export role reads what
exports are made of, and no secret.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

READ = frozenset({"SELECT"})
GROW = READ | {"INSERT"}
CHANGE = GROW | {"UPDATE"}
GO = CHANGE | {"DELETE"}

# What was said and done stays as it was. The database's triggers say the same of most of it; the owner alone gets past.
STAYS = """
    annotation_edit annotation_modelversion annotation_prediction annotation_reopening annotation_submission
    corpus_rawfile corpus_repeatedparagraph corpus_revision
    exports_outcome exports_withdrawal
    intake_importbatch intake_importend intake_mending intake_refusedrecord
    review_acceptance review_approval review_comment review_mention review_resolution review_return review_thread
    stories_answer stories_renaming stories_storymove
    suggestions_answer
"""
# The same, but for how it ended, or a lock, for which PostgreSQL asks a right to change some column.
STAYS_BUT_FOR = {
    "accounts_securityevent": ("detail",),  # its words go with a person's name
    "annotation_takingback": ("ended_at", "ended_by_id"),
    "django_admin_log": ("object_repr",),  # what it calls somebody whose name is taken away
    "exports_release": ("id",),
    "intake_import": ("id",),
    "projects_skip": ("ended_at", "ended_by_id"),
}
# What is told anew, retired, ended or counted on, and never deleted.
CHANGES = """
    accounts_token accounts_user auth_group
    annotation_annotationset
    corpus_article corpus_outlet corpus_savedfilter corpus_searchwords corpus_story
    intake_upload intake_uploadedfile
    labels_attribute labels_label labels_labelset labels_labelsetversion labels_move
    projects_invitation projects_membership projects_project projects_task
    stories_wordcount
"""
# What may go: marks, whose history is in the journal; places nobody sits in; what is computed anew or waits for a job;
# what libraries keep for themselves.
GOES = """
    account_emailaddress account_emailconfirmation accounts_session accounts_signinlink django_session mfa_authenticator
    accounts_user_groups accounts_user_user_permissions auth_group_permissions
    annotation_articlelabel annotation_decision annotation_link annotation_span
    corpus_nearcopy corpus_sketch corpus_toldparagraphs corpus_uncompared corpus_unindexed
    notices_digest notices_notice
    procrastinate_events procrastinate_jobs procrastinate_periodic_defers procrastinate_workers
    projects_slot
    socialaccount_socialaccount socialaccount_socialtoken
    stories_eventsketch stories_proposedarticle stories_proposedstory stories_unsorted
"""
# What only migrations write; the issuer of single sign-on is named by the environment.
FIXED = "auth_permission django_content_type django_migrations newsreview_breaking_migrations socialaccount_socialapp"

APP = {
    **dict.fromkeys(GOES.split(), GO),
    **dict.fromkeys(CHANGES.split(), CHANGE),
    **dict.fromkeys([*STAYS.split(), *STAYS_BUT_FOR], GROW),
    **dict.fromkeys(FIXED.split(), READ),
}
# Nothing by which somebody signs in, and nothing of what people are told.
EXPORT = {
    table: READ
    for table in APP
    if table.startswith(("annotation_", "corpus_", "exports_", "labels_", "projects_", "review_", "stories_"))
    and table != "projects_invitation"
}
GRANTING = 0x6E72_0003

HELD = """
SELECT relname, acl.privilege_type FROM pg_class, aclexplode(relacl) acl
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p') AND acl.grantee = to_regrole(%s)
UNION ALL
SELECT relname, acl.privilege_type || ' ' || attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid,
       aclexplode(attacl) acl
 WHERE relnamespace = 'public'::regnamespace AND acl.grantee = to_regrole(%s)
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"

Rights = set[tuple[str, str]]
"""A table, and a right to it; “UPDATE name” is one to a column."""


def wanted(role: str) -> Rights:
    """Of the tables that are there: an older or newer database may have others."""
    lists = APP if role == settings.APP_ROLE else EXPORT
    rights = {(table, right) for table, allowed in lists.items() for right in allowed}
    if lists is APP:
        rights |= {(table, f"UPDATE {column}") for table, columns in STAYS_BUT_FOR.items() for column in columns}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        there = {table for [table] in cursor.fetchall()}
    return {(table, right) for table, right in rights if table in there}


def held(role: str) -> Rights:
    """To tables that this code knows: those of a newer one are not for this one to judge."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [role, role])
        return {(table, right) for table, right in cursor.fetchall() if table in APP}


def roles() -> list[str]:
    """Those beside the owner; none where it is the only one."""
    return [settings.APP_ROLE, settings.EXPORT_ROLE] if settings.EXPORT_ROLE else []


def lacking() -> list[str]:
    """What a role should be able to do and is not; a line each."""
    return [f"{right} on {table} for {role}" for role in roles() for table, right in sorted(wanted(role) - held(role))]


def needless() -> list[str]:
    """What a role can do and should not; a line each."""
    return [f"{right} on {table} for {role}" for role in roles() for table, right in sorted(held(role) - wanted(role))]


def grant() -> None:
    """Give each role what it should have, and nothing else. Only the owner can; doing it again changes nothing.

    Nobody may make objects but the owner: not in the schema, and no temporary ones either, since nothing needs any.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GRANTING])
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[sql.Composed]:
    """Computed as they are carried out: to take a right to a table takes those to its columns, too."""
    database = sql.Identifier(connection.settings_dict["NAME"])
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format()
    yield sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database)
    for name in roles():
        role = sql.Identifier(name)
        yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role)
        yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
        for table, rights in by_table(held(name) - wanted(name)):
            yield sql.SQL("REVOKE {} ON {} FROM {}").format(rights, table, role)
        for table, rights in by_table(wanted(name) - held(name)):
            yield sql.SQL("GRANT {} ON {} TO {}").format(rights, table, role)
    if roles():
        app = sql.Identifier(settings.APP_ROLE)
        yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(app)


def by_table(rights: Rights) -> Iterator[tuple[sql.Identifier, sql.Composed]]:
    for table, some in groupby(sorted(rights), key=itemgetter(0)):
        yield sql.Identifier(table), sql.SQL(", ").join(written(right) for _table, right in some)


def written(right: str) -> sql.Composed:
    kind, _, column = right.partition(" ")
    return sql.SQL(kind + (" ({})" if column else "")).format(*([sql.Identifier(column)] if column else []))
