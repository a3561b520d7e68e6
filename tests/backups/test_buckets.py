"""A desk whose files are in a bucket is backed up with them, and restored with them into another."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from newsreview.backups.errors import BackupError
from newsreview.backups.making import make_backup
from newsreview.backups.restoring import restore
from tests.backups.desks import PLACES, files_in
from tests.backups.test_backup import RELEASE
from tests.buckets import NAME, bucket, files_in_use, s3_server, use  # noqa: F401 -- fixtures
from tests.commands.serving import run

pytestmark = pytest.mark.xdist_group("serve")  # it begins with a copy of the same first start


def test_files_go_from_a_bucket_into_the_backup_and_back_into_a_bucket(own_desk, bucket, target, settings):  # noqa: F811
    """The release is built by a process that knows the bucket from its environment."""
    for name, content in files_in(own_desk).items():
        place, _, within = name.partition("/")
        storages["default" if place == PLACES["default"] else place].save(within, ContentFile(content))
        (own_desk / name).unlink()
    named = {"NEWSREVIEW_S3_BUCKET": NAME, "NEWSREVIEW_S3_ENDPOINT": bucket.url}
    done = run(own_desk, "-c", RELEASE, DJANGO_SETTINGS_MODULE="newsreview.settings", **named)
    assert done.returncode == 0, done.stderr
    files = files_in_use()

    with bucket.away(), pytest.raises(BackupError, match="The backup was not made: The bucket desk did not do"):
        make_backup(target, proved=False)
    assert list(target.parent.iterdir()) == []
    made = make_backup(target, proved=False).manifest
    use(settings, bucket, name="another")
    restored = restore(target, replace=True)

    assert (made.missing, made.files["raw"].number, made.files["releases"].number) == ([], 6, len(files) - 6)
    assert sorted(name.rpartition("/")[2] for name in files if name.startswith("releases/")) == [
        "README.md", "SHA256SUMS", "articles.jsonl", "manifest.json",
    ]  # fmt: skip
    assert (files_in_use(), restored.files) == (files, len(files))
    assert files_in(own_desk) == {}
