"""The app's own settings, on a throw-away data folder. Passwords hash fast; nothing else differs."""

import os
import tempfile

os.environ.setdefault("NEWSREVIEW_DATA_DIR", tempfile.mkdtemp(prefix="nr-test-"))

from newsreview.settings import *  # noqa: E402, F403 -- the folder must be known first
from newsreview.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
