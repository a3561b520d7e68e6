"""The app's own settings, on a throw-away data folder. Passwords hash fast; nothing else differs."""

import os
import tempfile
from pathlib import Path

# The workers of a parallel run share the folder of the process that started them. What the environment names before
# is somebody's real data.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["NEWSREVIEW_DATA_DIR"] = tempfile.mkdtemp(prefix="nr-test-")
    # As root, PostgreSQL runs as another account, which has to pass.
    Path(os.environ["NEWSREVIEW_DATA_DIR"]).chmod(0o711)

from newsreview.settings import *  # noqa: F403 -- the folder must be known first
from newsreview.settings import STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
