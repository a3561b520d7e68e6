"""A storage of Django's on a bucket, which fails as storages on a disk do: with an OSError.

A file is there whole or not at all, and once it is saved, every machine reads it. Each has a name that belongs to what
is in it, or to its release alone, so to save it once more puts the same in the place of the same.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3File, S3Storage

from newsreview.object_storage import StorageAway

IN_MEMORY = 1024 * 1024  # bytes of a file that is read; a longer one is fetched into a temporary file
CONNECT_SECONDS, READ_SECONDS = 5, 10  # of silence; who asks waits for three of them
AT_ONCE = 32  # requests of a process whose connections are kept

_connections: dict[tuple[str | None, str | None], Any] = {}
os.register_at_fork(after_in_child=_connections.clear)  # or both would speak on the same sockets


class Bucket(S3Storage):  # type: ignore[misc]
    """Nothing in it is public, and no browser is ever sent to it: what people may read, the app sends them."""

    def get_default_settings(self) -> dict[str, Any]:
        # Retries are botocore's own, two of them within seconds; AWS_MAX_ATTEMPTS says otherwise.
        client = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard"},
            max_pool_connections=AT_ONCE,
        )
        of_ours = {
            "client_config": client,
            "default_acl": None,
            "file_overwrite": True,
            "max_memory_size": IN_MEMORY,
            "object_parameters": {"ContentType": "application/octet-stream"},
        }
        return dict(super().get_default_settings()) | of_ours

    @property
    def connection(self) -> Any:
        """One for all threads of a process, which may share a client: it takes 18 MB."""
        where = (self.endpoint_url, self.region_name)
        return _connections.get(where) or _connections.setdefault(where, self._connect())

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    def _connect(self) -> Any:
        to = {"endpoint_url": self.endpoint_url, "region_name": self.region_name, "config": self.client_config}
        return self._create_session().resource("s3", **to)

    def ask(self) -> None:
        """Whether the bucket is there for us. Raises StorageAway."""
        with self._asked():
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

    def url(self, name: str, *_more: Any, **_options: Any) -> str:
        raise NotImplementedError(f"{name} has no address: who may read it, the app decides.")

    def exists(self, name: str) -> bool:
        with self._asked():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self._asked():
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with self._asked():
            folders, files = super().listdir(name)
            return folders, files

    def delete(self, name: str) -> None:
        with self._asked():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> S3File:
        """Fetched at once, so that nothing can go wrong while it is read."""
        with self._asked():
            file = super()._open(name, mode)
            try:
                return file.open()
            except BaseException:
                file.close()
                raise

    def _save(self, name: str, content: "File[Any]") -> str:
        with self._asked():
            return str(super()._save(name, content))

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, Boto3Error, ClientError, RetriesExceededError) as error:
            raise StorageAway(f"The bucket {self.bucket_name} did not do what was asked: {error}") from error
