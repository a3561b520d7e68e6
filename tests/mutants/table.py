"""What is taken out, and the tests that have to notice it: where none does, a promise is kept by nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`guard` stands once in `file`; with `instead` in its place, one of `tests` (as pytest names them) fails."""

    promise: str
    what: str
    file: str
    guard: str
    instead: str
    tests: str


MUTANTS = [
    Mutant(
        "D3",
        "nobody starts a PostgreSQL again whose postmaster was killed",
        "newsreview/embedded/using.py",
        "        elif was_stopped(data_dir):\n",
        "        else:\n",
        "tests/faults/test_killing.py::test_saved_work_survives_the_death_of_whatever_dies",
    ),
    Mutant(
        "D5",
        "a connection that was killed is a fault like any other",
        "newsreview/web/errors.py",
        "    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | EmbeddedError):",
        "    if isinstance(error, EmbeddedError):",
        "tests/faults/test_lines.py::test_who_is_thrown_out_in_the_middle_of_an_edit_is_told_and_nothing_is_there",
    ),
    Mutant(
        "D6",
        "an edit is not looked for before it is made again",
        "newsreview/annotation/journal.py",
        "                    if locked.made_before:",
        "                    if False:",
        "tests/faults/test_lines.py::test_a_commit_without_an_answer_is_asked_for_again_and_done_once",
    ),
    Mutant(
        "D7",
        "whoever asks while the database is away waits for half a minute",
        "newsreview/environment.py",
        '"timeout": 4, "reconnect_timeout": 2',
        '"timeout": 30, "reconnect_timeout": 300',
        "tests/faults/test_lines.py::test_a_database_that_is_away_is_said_soon_and_found_again_at_once",
    ),
    Mutant(
        "D8",
        "a full disk is told as a database that does not answer",
        "newsreview/web/errors.py",
        "nothing_saved(request, error) if for_want_of_room(error) else unavailable(request, error)",
        "unavailable(request, error)",
        "tests/web/test_full_disk.py",
    ),
    Mutant(
        "D11",
        "a migration is not one transaction",
        "newsreview/annotation/migrations/0007_disagreements_are_decided.py",
        "class Migration(migrations.Migration):\n",
        "class Migration(migrations.Migration):\n    atomic = False\n",
        "tests/commands/test_migrating.py::test_migration_that_is_killed_leaves_all_or_nothing_and_runs_again",
    ),
    Mutant(
        "D12",
        "what a newer code marked as breaking is not read",
        "newsreview/commands/breaking.py",
        "    breaking = unknown & noted()",
        "    breaking: set[tuple[str, str]] = set()",
        "tests/commands/test_breaking.py",
    ),
    Mutant(
        "D13",
        "what was restored is not compared",
        "newsreview/backups/proving.py",
        "    if told:",
        "    if False:",
        "tests/backups/test_backup.py::test_what_is_restored_is_compared_row_by_row",
    ),
    Mutant(
        "D14",
        "an index is looked through, and not compared with its table",
        "newsreview/embedded/inspecting.py",
        "bt_index_check(%s::regclass, heapallindexed => true)",
        "bt_index_check(%s::regclass)",
        "tests/embedded/test_inspecting.py",
    ),
    Mutant(
        "C12",
        "nothing in the database keeps a person to one role in a project",
        "newsreview/projects/migrations/0001_initial.py",
        "models.UniqueConstraint(fields=('project', 'person'), name=",
        "models.CheckConstraint(condition=models.Q(pk__isnull=False), name=",
        "tests/test_meeting_writers.py",
    ),
    Mutant(
        "S5",
        "a comment is shown as HTML",
        "templates/review/_thread.html",
        "{{ comment.text|linebreaksbr }}",
        "{{ comment.text|safe|linebreaksbr }}",
        "tests/web/browser/test_stored_markup.py",
    ),
    Mutant(
        "S13",
        "staff may fill in rights and addresses of others",
        "newsreview/backoffice/people.py",
        "return shown if obj is None or signed_in(request).is_superuser else",
        "return shown if True else",
        "tests/backoffice/test_raising.py",
    ),
    Mutant(
        "S14",
        "wrong passwords make nobody wait",
        "newsreview/accounts/throttling.py",
        "    if len(ages) < FREE:",
        "    if True:",
        "tests/accounts/test_throttling.py",
    ),
    Mutant(
        "S16",
        "who is deactivated keeps their projects",
        "newsreview/access/roles.py",
        "    if not user.is_active:\n",
        "    if False:\n",
        "tests/exports/test_stopping.py tests/test_permissions.py tests/accounts/test_sessions.py",
    ),
    Mutant(
        "S16",
        "what is on its way out is not asked about",
        "newsreview/exports/stopping.py",
        "                if not still():",
        "                if False:",
        "tests/exports/test_stopping.py",
    ),
    Mutant(
        "S18",
        "the app's role may delete the journal",
        "newsreview/commands/granting.py",
        "dict.fromkeys([*STAYS.split(), *STAYS_BUT_FOR], GROW)",
        "dict.fromkeys([*STAYS.split(), *STAYS_BUT_FOR], GO)",
        "tests/commands/test_granting.py",
    ),
    Mutant(
        "S20",
        "words from outside are evaluated",
        "newsreview/strict_json.py",
        '"""\n',
        '"""\n\nimport pickle  # noqa\n\n',
        "tests/test_supply_chain.py",
    ),
    Mutant(
        "S21",
        "a PostgreSQL that lacks security fixes is not named",
        "newsreview/commands/database_checks.py",
        "minor < (fixed := SECURITY_FIXES.get(major, 0))",
        "minor < (fixed := 0)",
        "tests/commands/test_database_checks.py",
    ),
]
