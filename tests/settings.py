"""The app's own settings, on a throw-away data folder. Passwords hash fast; nothing else differs.

Tests work as the app's role, so that a right that it lacks shows; the session is the owner's (tests/owner.py).
"""

import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# The workers of a parallel run share the folder of the process that started them. What the environment names before
# is somebody's real data.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["NEWSREVIEW_DATA_DIR"] = tempfile.mkdtemp(prefix="nr-test-")
    # As root, PostgreSQL runs as another account, which has to pass.
    Path(os.environ["NEWSREVIEW_DATA_DIR"]).chmod(0o711)

os.environ.pop("NEWSREVIEW_S3_BUCKET", None)  # somebody's real data, too

from newsreview.settings import *  # noqa: F403 -- the folder must be known first
from newsreview.settings import APP_ROLE, DATABASE_OWNER, DATABASES, EXPORT_ROLE, STATIC_ROOT, STORAGES

if not (EXPORT_ROLE and DATABASE_OWNER):
    raise ImproperlyConfigured("Tests need DATABASE_URL and DATABASE_OWNER_URL, or neither: docs/operations.md")
APP_LOGIN = {
    key: DATABASES["default"].get(key) for key in DATABASE_OWNER
}  # for what is tried without the owner beneath
plain = DATABASES["default"]["OPTIONS"]
plain["pool"] = plain["pool"] | {"timeout": 30}  # sixteen threads of a test wait for twelve connections
as_app = plain | {"options": f"{plain['options']} -c role={APP_ROLE}"}
DATABASES["default"] |= DATABASE_OWNER | {"OPTIONS": as_app}
DATABASE_OWNER |= {"OPTIONS": plain}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
