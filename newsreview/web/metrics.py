"""Figures for who watches over an installation, in the form that Prometheus reads.

What the processes of a server count is put together from files in the data folder, one a process; what can be asked of
the database and the disk is looked up when somebody reads.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

answers = Counter("newsreview_answers", "Requests answered.", ["method", "route", "status"], registry=None)
took = Histogram(
    "newsreview_request_seconds",
    "Seconds until a request was answered.",
    ["method", "route"],
    buckets=SECONDS,
    registry=None,
)

# One statement for all of it; what is counted is small, or has an index for it.
DESK = """
SELECT (SELECT count(*) FROM procrastinate_jobs
         WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now())),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
       (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'),
       (SELECT count(*) FROM corpus_uncompared),
       (SELECT count(*) FROM corpus_unindexed),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend')
"""
TOLD = (
    ("newsreview_jobs_waiting", "Jobs that could be carried out now."),
    ("newsreview_jobs_failed", "Jobs that failed and wait for an administrator."),
    ("newsreview_job_workers", "Workers heard of within half a minute."),
    ("newsreview_articles_to_compare", "Articles not yet compared with the others."),
    ("newsreview_articles_to_index", "Articles that a search does not find yet."),
    ("newsreview_database_connections", "Connections to the database, of every process."),
)


def count(method: str, route: str, status: int, seconds: float) -> None:
    answers.labels(method, route, str(status)).inc()
    took.labels(method, route).observe(seconds)


class Desk(Collector):
    """What the database and the disk say now. A database that does not answer is a figure too."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        free = shutil.disk_usage(settings.DATA_DIR)
        yield GaugeMetricFamily("newsreview_disk_free_bytes", "Free on the disk of the data folder.", free.free)
        yield GaugeMetricFamily("newsreview_disk_bytes", "Size of the disk of the data folder.", free.total)
        found = None
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(DESK)
            found = cursor.fetchone()
        yield GaugeMetricFamily("newsreview_database_up", "Whether the database answers.", int(found is not None))
        for (name, words), value in zip(TOLD, found or (), strict=False):
            yield GaugeMetricFamily(name, words, value)


def read() -> bytes:
    """All figures, as text."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    registry.register(Desk())
    return generate_latest(registry)


def prepare() -> None:
    """Before anything is counted. Of a server that is gone nobody counts on: its figures are forgotten."""
    folder = Path(settings.METRICS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        process = file.stem.rpartition("_")[2]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            file.unlink(missing_ok=True)
