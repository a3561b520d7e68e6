"""Raw files and releases in a bucket of object storage (S3), for several machines that share no folder.

Only `bucket` needs the libraries of the extra `s3`; what can go wrong is known without them.
"""

import errno


class StorageAway(OSError):
    """The bucket did not do what was asked of it: nobody answers, or the answer is no. Asked again later, it may."""

    def __init__(self, words: str) -> None:
        super().__init__(errno.EIO, words)

    def __str__(self) -> str:
        return str(self.strerror)
