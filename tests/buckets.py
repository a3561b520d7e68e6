"""Object storage to try things on: a server on this machine that speaks S3, with empty buckets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from django.core.files.storage import Storage, storages
from moto.server import ThreadedMotoServer

from newsreview.object_storage.bucket import Bucket

KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "of no use elsewhere", "AWS_MAX_ATTEMPTS": "1"}
NAME = "desk"
PLACES = {"default": "raw", "releases": "releases"}


class ObjectStorage:
    """Answers until it is stopped; started again, it has what it had."""

    def __init__(self) -> None:
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self.start()

    def start(self) -> None:
        self._server.start()
        # The same address each time.
        host, self._server._port = self._server.get_host_and_port()
        self.url = f"http://{host}:{self._server._port}"

    def stop(self) -> None:
        self._server.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        yield
        self.start()


def use(settings: Any, server: ObjectStorage, *, name: str = NAME) -> None:
    """As if NEWSREVIEW_S3_BUCKET named this bucket, which is made."""
    settings.S3_BUCKET = name
    of_it = {"bucket_name": name, "endpoint_url": server.url}
    settings.STORAGES = settings.STORAGES | {
        alias: {"BACKEND": "newsreview.object_storage.bucket.Bucket", "OPTIONS": of_it | {"location": place}}
        for alias, place in PLACES.items()
    }
    client(storages["default"]).create_bucket(Bucket=name)


def client(storage: Storage) -> Any:
    return cast("Bucket", storage).connection.meta.client


def files_in_use() -> dict[str, bytes]:
    """Everything in the bucket, by its name there, as the server itself gives it."""
    asking, bucket = client(storages["default"]), cast("Bucket", storages["default"]).bucket_name
    names = [entry["Key"] for entry in asking.list_objects_v2(Bucket=bucket).get("Contents", ())]
    return {name: asking.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names}


@pytest.fixture(scope="module")
def s3_server() -> Iterator[ObjectStorage]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in KEYS.items():
            environment.setenv(name, value)
        server = ObjectStorage()
        yield server
        server.stop()


@pytest.fixture
def bucket(settings: Any, s3_server: ObjectStorage) -> Iterator[ObjectStorage]:
    """The files of this test are kept there, and there is nothing yet."""
    use(settings, s3_server)
    asking = client(storages["default"])
    yield s3_server
    for entry in asking.list_objects_v2(Bucket=NAME).get("Contents", ()):
        asking.delete_object(Bucket=NAME, Key=entry["Key"])
    asking.delete_bucket(Bucket=NAME)
