"""Every setting of the app, in one place. What an installation may change comes from the environment, and is checked:
docs/operations.md lists the variables; a value that makes no sense stops the start with its name.
"""

import os
import zoneinfo
from pathlib import Path
from typing import Any

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from newsreview import embedded, environment
from newsreview.environment import (
    DATA_DIR,
    USES_EMBEDDED_DATABASE,
    database,
    env,
    owner,
    secret_key,
    single_sign_on,
    storage_of,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
SECRET_KEY = secret_key()

# How people reach us -------------------------------------------------------------------------------------------------

HTTPS: bool = env.bool("NEWSREVIEW_HTTPS", default=False)
ALLOWED_HOSTS: list[str] = env.list("NEWSREVIEW_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []
# How many proxies of ours a request passes; each adds to X-Forwarded-For from where it came to it.
PROXIES: int = env.int("NEWSREVIEW_PROXIES", default=1 if HTTPS else 0, validate=environs.validate.Range(min=0, max=9))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
ROOT_URLCONF = "newsreview.urls"
WSGI_APPLICATION = "newsreview.wsgi.application"

# What the app is made of ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsreview.commands",
    "newsreview.web",
    "newsreview.api",
    "newsreview.backoffice",
    "newsreview.exports",
    "newsreview.intake",
    "newsreview.notices",
    "newsreview.suggestions",
    "newsreview.stories",
    "newsreview.review",
    "newsreview.annotation",
    "newsreview.projects",
    "newsreview.corpus",
    "newsreview.labels",
    "newsreview.accounts",
    "newsreview.backoffice.apps.BackOfficeSite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "newsreview.web.static.OurFiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "newsreview.web.following.follow",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsreview.web.middleware.response_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsreview.api.problems.everywhere",
    "newsreview.web.middleware.body_limit",
    "newsreview.web.coming_from.noted",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsreview.web.coming_from.kept_alive",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsreview.web.middleware.signed_out_in_place",
    "allauth.account.middleware.AccountMiddleware",
    "newsreview.web.second_factor.asked_of_everybody",
    "newsreview.web.middleware.SaysWhatWentWrong",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsreview.web.notices.unread_notices",
                "newsreview.web.room_left.room_left",
            ],
        },
    },
]

# The database --------------------------------------------------------------------------------------------------------

DATABASES = {"default": database()}
DATABASE_OWNER = owner()
# The app's role may do what commands/granting.py says, and the one beside it, of the same beginning, only reads: see
# docs/operations.md. A role with another name owns the database: then there is only that one.
APP_ROLE: str = DATABASES["default"]["USER"]
EXPORT_ROLE = f"{APP_ROLE.removesuffix('_app')}_export" if APP_ROLE.endswith("_app") else ""
if USES_EMBEDDED_DATABASE:  # `manage.py dbshell` finds psql beside the server that it came with
    os.environ["PATH"] = os.pathsep.join([str(embedded.programs_dir()), os.environ.get("PATH", os.defpath)])
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the e-mail address is unique whatever its case, which this check cannot see
    "security.W021",  # being in the browsers' preload lists is for the owner of a domain to decide
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work -----------------------------------------------------------------------------------------------------

# Where jobs are written down; each is deferred in the transaction of what asks for it.
PROCRASTINATE_IMPORT_PATHS = [
    "newsreview.annotation.moving_on",
    "newsreview.notices.mailing",
    "newsreview.exports.releasing",
    "newsreview.intake.discarding",
    "newsreview.intake.taking_in",
    "newsreview.commands.recovering",
    "newsreview.commands.telling_of_room",
    "newsreview.backups.daily",
    "newsreview.commands.verifying",
    "newsreview.corpus.finding_copies",
    "newsreview.corpus.indexing",
    "newsreview.stories.finding",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
# What failed stays, for an administrator to read. Whoever stops a worker waits this long for the job in hand.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "shutdown_graceful_timeout": 10}

# People --------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "newsreview.accounts.passwords.Rules"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "queue"
ACCOUNT_ADAPTER = "newsreview.web.accounts.InvitationOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The library counts in each process apart, and would hold up a whole desk for one of it: accounts/throttling.py counts.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
# Without a mail server, mail is printed on the terminal, and links to send are shown instead.
MAILS = bool(env.str("NEWSREVIEW_MAIL_URL", default=""))
_mail: dict[str, Any] = env.dj_email_url("NEWSREVIEW_MAIL_URL", default="console:") if MAILS else {}
EMAIL_BACKEND: str = _mail.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST: str = _mail.get("EMAIL_HOST", "localhost")
EMAIL_PORT: int = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("NEWSREVIEW_MAIL_FROM", default="newsreview@localhost")


SINGLE_SIGN_ON = single_sign_on()
SOCIALACCOUNT_ADAPTER = "newsreview.accounts.issuer.Adapter"

# Who cannot go on without a second factor; the back office asks all its people.
SECOND_FACTOR: str = env.str(
    "NEWSREVIEW_SECOND_FACTOR", default="staff", validate=environs.validate.OneOf(["staff", "everybody"])
)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds, as accounts/factors.py has it
MFA_ADAPTER = "newsreview.accounts.factors.Keeper"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "newsreview"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here who could keep the address's owner out
MFA_RATE_LIMITS = {"webauthn_login": None}  # there is nothing to guess, but a desk to lock out
MFA_FORMS = {
    "authenticate": "newsreview.web.factor_forms.Code",
    "reauthenticate": "newsreview.web.factor_forms.CodeAgain",
    "activate_totp": "newsreview.web.factor_forms.NewApp",
    "add_webauthn": "newsreview.web.factor_forms.NewKey",
    "authenticate_webauthn": "newsreview.web.factor_forms.Key",
    "login_webauthn": "newsreview.web.factor_forms.KeyAlone",
    "reauthenticate_webauthn": "newsreview.web.factor_forms.KeyAgain",
}

ACCOUNT_SESSION_REMEMBER = False
SESSION_ENGINE = "newsreview.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "newsreview.web.errors.csrf_failure"

# What programs are told ----------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["newsreview.api.authenticating.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["newsreview.api.authenticating.InScope"],
    "DEFAULT_THROTTLE_CLASSES": ["newsreview.api.authenticating.PerToken"],
    "DEFAULT_PARSER_CLASSES": ["newsreview.api.bodies.StrictJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "newsreview.api.describing.Description",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "newsreview.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "newsreview",
    "DESCRIPTION": "Projects, articles, marks and their journal, for programs. docs/api.md shows how to begin.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "LabelKind": "newsreview.labels.models.Label.Kind",
        "QuestionKind": "newsreview.labels.models.Attribute.Kind",
        "SetKind": "newsreview.annotation.models.AnnotationSet.Kind",
        "SetState": "newsreview.api.sets.State.__args__",
        "ImportState": "newsreview.intake.models.State.__args__",
        "ReleaseState": "newsreview.exports.models.State.__args__",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "newsreview.api.describing.add_bodies",
    ],
}

# What browsers are told ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # Browsers hold the policy of a form against where its answer leads, too.
        "form-action": [SELF, *SINGLE_SIGN_ON.get("origins", [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # whoever watches asks this process, not the proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS

# Files and limits ----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
S3_BUCKET = environment.S3_BUCKET
STORAGES = {
    "default": storage_of("raw"),
    "releases": storage_of("releases"),
    "staticfiles": {"BACKEND": "newsreview.web.static.HashedModules"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What takes long to count and follows from the database: shared by the workers, lost without harm.
    "counts": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "counts"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_ARTICLE_CHARACTERS: int = env.int("NEWSREVIEW_MAX_ARTICLE_CHARACTERS", default=1_000_000)
# For how long the files are kept that articles came from; None: for ever.
KEEP_RAW_DAYS: int | None = env.int("NEWSREVIEW_KEEP_RAW_DAYS", default=None)
if KEEP_RAW_DAYS is not None and KEEP_RAW_DAYS < 1:
    raise ImproperlyConfigured("NEWSREVIEW_KEEP_RAW_DAYS is a number of days, from 1; unset, files are kept.")
MAX_UPLOAD_BYTES: int = env.int("NEWSREVIEW_MAX_UPLOAD_BYTES", default=200 * 1024 * 1024)

BACKUP_DIR = Path(env.str("NEWSREVIEW_BACKUP_DIR", default=str(DATA_DIR / "backups"))).expanduser().absolute()
BACKUPS_DAILY: int = env.int("NEWSREVIEW_BACKUPS_DAILY", default=7)
BACKUPS_WEEKLY: int = env.int("NEWSREVIEW_BACKUPS_WEEKLY", default=4)

# Words and times -----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "newsreview" / "locale"]
TIME_ZONE: str = env.str("NEWSREVIEW_TIME_ZONE", default="UTC")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"NEWSREVIEW_TIME_ZONE names no time zone: {TIME_ZONE}. An example: Europe/Zurich")
USE_TZ = True

# What is told to whoever runs it -------------------------------------------------------------------------------------

LOG_FORMATS = environs.validate.OneOf(["line", "json"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without texts": {"()": "newsreview.logs.WithoutTexts"}},
    "formatters": {"line": {"()": "newsreview.logs.Lines"}, "json": {"()": "newsreview.logs.Json"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without texts"],
            "formatter": env.str("NEWSREVIEW_LOG_FORMAT", default="line", validate=LOG_FORMATS),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("NEWSREVIEW_LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # What each process that loads the app has for tasks is no news.
        "procrastinate.blueprints": {"level": "WARNING"},
        "procrastinate.periodic": {"level": "WARNING"},
    },
}
SLOW_STATEMENT_MILLISECONDS: int = env.int("NEWSREVIEW_SLOW_STATEMENT_MS", default=500)
METRICS_TOKEN: str = env.str("NEWSREVIEW_METRICS_TOKEN", default="")
METRICS_DIR = DATA_DIR / "metrics"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # read as the library is imported
env.seal()
