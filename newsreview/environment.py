"""What an installation says of itself in variables of the environment, where it is more than a word or a number.

docs/operations.md lists the variables; a value that makes no sense stops the start with its name.
"""

import contextlib
import importlib.util
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any

import environs
from django.core.exceptions import ImproperlyConfigured

from newsreview import embedded
from newsreview.listening import Line

env = environs.Env()

DATA_DIR = embedded.default_data_dir()  # NEWSREVIEW_DATA_DIR


def make_secret(path: Path) -> None:
    """Write a random key for us alone. Whole or not at all, and the first of several starters wins."""
    embedded.make_data_dir(path.parent)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)


def secret_key() -> str:
    """What signs sessions and links: from the environment, else made on the first start, readable by us only."""
    key: str = env.str("NEWSREVIEW_SECRET_KEY", default="")
    if not key:
        path = DATA_DIR / "secret_key"
        if not path.exists():
            make_secret(path)
        try:
            key = path.read_text().strip()
        except PermissionError as error:
            raise ImproperlyConfigured(
                f"{path} may not be read by the account as which this runs: give it to that account (chown)."
            ) from error
    if len(key) < 50 or len(set(key)) < 16 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "The secret key is known or too weak. Give NEWSREVIEW_SECRET_KEY at least 50 random characters, "
            "or unset it and delete an empty secret_key in the data folder: a new one is made."
        )
    return key


USES_EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
# A verb takes milliseconds: what waits longer than this is stuck, and says so instead of holding a thread.
# Compiling (jit) takes a second where a query over 20,000 tasks takes 20 milliseconds.
DATABASE_LIMITS = (
    "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c jit=off"
)
# A host that is gone without a word is noticed within some ten seconds, by the pool of the jobs too: the kernel asks.
# What swallows words and keeps the line is found by Line.
DATABASE_LINE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
# Whoever asks while the database is away is told so within five seconds. Left to itself, the pool would try again ever
# later: as long after its return as it was away.
DATABASE_POOL = {"min_size": 1, "max_size": 12, "timeout": 4, "reconnect_timeout": 2, "connection_class": Line}


def named_by(variable: str) -> dict[str, Any]:
    config: dict[str, Any] = env.dj_db_url(variable)
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{variable} must name a PostgreSQL: postgresql://user:password@host/name")
    return config


def database() -> dict[str, Any]:
    if USES_EMBEDDED_DATABASE:
        config: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"} | embedded.django_settings(DATA_DIR)
    else:
        config = named_by("DATABASE_URL")
    options = DATABASE_LINE | {"connect_timeout": 5, "options": DATABASE_LIMITS, "pool": DATABASE_POOL}
    return config | {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": config.get("OPTIONS", {}) | options,
    }


def owner() -> dict[str, Any]:
    """What differs where the database's owner connects; nothing where none is known."""
    if USES_EMBEDDED_DATABASE:
        return {"USER": embedded.OWNER}
    if not env.str("DATABASE_OWNER_URL", default=""):
        return {}
    named = named_by("DATABASE_OWNER_URL")
    return {key: named[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}


# In the clear to this machine only.
ADDRESS = re.compile(
    r"(https://[a-z0-9.-]+|http://(?:localhost|127\.0\.0\.1|\[::1\]))(:\d+)?(?:/[\w./~%-]*)?", re.ASCII
)


def origin(variable: str, address: str) -> str:
    """Scheme, host and port of an address that browsers and this server are sent to."""
    if not (parts := ADDRESS.fullmatch(address)):
        raise ImproperlyConfigured(f"{variable} has to be an address such as https://id.example.org: {address}")
    return parts[1] + (parts[2] or "")


def single_sign_on() -> dict[str, Any]:
    """The issuer (OpenID Connect) that people may sign in at, and which origins it works with; empty: nothing of it."""
    variables = {
        "issuer": "NEWSREVIEW_OIDC_ISSUER",
        "client": "NEWSREVIEW_OIDC_CLIENT",
        "secret": "NEWSREVIEW_OIDC_SECRET",
        "name": "NEWSREVIEW_OIDC_NAME",
    }
    told: dict[str, Any] = {key: env.str(variable, default="").strip() for key, variable in variables.items()}
    also: list[str] = env.list("NEWSREVIEW_OIDC_ALSO", default=[])
    if not any(told.values()) and not also:
        return {}
    if missing := [variables[key] for key, value in told.items() if not value]:
        raise ImproperlyConfigured(f"Single sign-on needs all of {', '.join(variables.values())}: set {missing[0]}.")
    for key, most in (("issuer", 200), ("name", 40)):
        if len(told[key]) > most:
            raise ImproperlyConfigured(f"{variables[key]} is longer than {most} characters.")
    origins = [origin(variables["issuer"], told["issuer"])]
    return told | {"origins": origins + [origin("NEWSREVIEW_OIDC_ALSO", address.strip()) for address in also]}


S3_BUCKET: str = env.str("NEWSREVIEW_S3_BUCKET", default="")
S3_ENDPOINT: str = env.str("NEWSREVIEW_S3_ENDPOINT", default="")  # "": Amazon's own
S3_REGION: str = env.str("NEWSREVIEW_S3_REGION", default="")
if S3_ENDPOINT and not S3_ENDPOINT.startswith(("https://", "http://")):
    raise ImproperlyConfigured(f"NEWSREVIEW_S3_ENDPOINT begins with https:// or http://, unlike {S3_ENDPOINT}.")
if S3_BUCKET and not importlib.util.find_spec("storages"):
    raise ImproperlyConfigured(
        "NEWSREVIEW_S3_BUCKET is set, and the library for object storage is missing. Install it: "
        ".ci/install requirements-s3.lock"
    )


def storage_of(files: str) -> dict[str, Any]:
    """In a folder of this name in the data folder; or in the bucket, where names begin with it."""
    if not S3_BUCKET:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / files}}
    where = {"bucket_name": S3_BUCKET, "endpoint_url": S3_ENDPOINT or None, "region_name": S3_REGION or None}
    return {"BACKEND": "newsreview.object_storage.bucket.Bucket", "OPTIONS": where | {"location": files}}
