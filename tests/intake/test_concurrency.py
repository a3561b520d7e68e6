"""What several imports at once, and an import that is killed, leave behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from newsreview.corpus.models import Article, RawFile
from newsreview.intake.importing import Summary, import_paths
from newsreview.projects.models import Project, Task
from newsreview.projects.setting_up import create_project

pytestmark = pytest.mark.django_db(transaction=True)


def lines(number: int, length: int = 100) -> str:
    return "".join(f'{{"text": "text {i} {"x" * length}", "outlet": "Post"}}\n' for i in range(number))


def in_thread(results: list[Summary], **options: Any) -> threading.Thread:
    def run() -> None:
        try:
            results.append(import_paths(**options))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_imports_of_the_same_texts_at_once_add_each_once(folder: Path, project: Project) -> None:
    results: list[Summary] = []
    for name, text in (("a.jsonl", lines(1500)), ("b.jsonl", "".join(reversed(lines(1500).splitlines(keepends=True))))):
        (folder / name).write_text(text)
    threads = [in_thread(results, paths=[folder / name], project=project) for name in ("a.jsonl", "b.jsonl", "a.jsonl")]
    for thread in threads:
        thread.join()
    assert sum(result.imported for result in results) == 1500
    assert sum(result.present for result in results) == 3000
    assert Article.objects.count() == Task.objects.count() == 1500


def test_an_article_that_somebody_else_adds_meanwhile_is_found_there(folder: Path, project: Project) -> None:
    (folder / "a.txt").write_text("the text")
    results: list[Summary] = []
    with transaction.atomic():
        theirs = Article.objects.create(text="the text")
        thread = in_thread(results, paths=[folder], project=project)
        wait_until_blocked()
    thread.join()
    assert [(result.imported, result.present) for result in results] == [(0, 1)]
    assert Task.objects.get().article == theirs


def wait_until_blocked() -> None:
    """Until somebody waits for the end of our transaction."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(blocked)
            if cursor.fetchone() == (1,):
                return
        time.sleep(0.02)
    raise TimeoutError("nothing waits for this transaction")


RUN = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.STORAGES["default"]["OPTIONS"]["location"] = sys.argv[2]
from pathlib import Path
from newsreview.intake.importing import import_paths
from newsreview.projects.models import Project
import_paths(paths=[Path(sys.argv[3])], project=Project.objects.get(), progress=lambda _: print("on", flush=True))
"""


def test_an_import_that_is_killed_leaves_whole_articles_and_can_be_run_again(folder: Path, raw_folder: Path) -> None:
    create_project(slug="ferry")
    (folder / "a.jsonl").write_text(lines(4000, 1000))
    arguments = [sys.executable, "-c", RUN, connection.settings_dict["NAME"], str(raw_folder), str(folder)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE) as importing:
        assert importing.stdout
        for _ in range(25):  # progress is told every hundred records
            importing.stdout.readline()
        os.kill(importing.pid, signal.SIGKILL)
    stored = Article.objects.count()
    assert 0 < stored < 4000
    assert stored % 1000 == 0
    assert Task.objects.count() == stored
    assert Article.objects.filter(raw_file=RawFile.objects.get()).count() == stored
    again = import_paths(paths=[folder], project=Project.objects.get())
    assert (again.imported, again.present) == (4000 - stored, stored)
    assert Article.objects.count() == Task.objects.count() == 4000
