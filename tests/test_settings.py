"""What the environment may say, and what stops the start."""

from pathlib import Path

import pytest

from tests.commands.serving import manage, run

STRONG = "tU4_kettles-of-northern-fish-are-no-secret-0123456789-abcdefghij"


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "x" * 64,
        "django-insecure-" + STRONG,
    ],
)
def test_known_or_weak_secret_stops_the_start(tmp_path: Path, secret: str) -> None:
    start = manage(tmp_path / "data", "check", NEWSREVIEW_SECRET_KEY=secret)

    assert start.returncode == 1
    assert start.stderr.startswith("newsreview cannot start: The secret key is known or too weak.")


def test_strong_secret_of_the_environment_is_used_and_not_written_down(tmp_path: Path) -> None:
    start = manage(tmp_path / "data", "check", NEWSREVIEW_SECRET_KEY=STRONG)

    assert start.returncode == 0
    assert list(tmp_path.rglob("secret_key")) == []


def test_first_start_makes_a_secret_for_us_alone(tmp_path: Path) -> None:
    starts = [manage(tmp_path / name, "check") for name in ("one", "two", "one")]
    secrets = [(tmp_path / name / "secret_key").read_text() for name in ("one", "two")]

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert (tmp_path / "one" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert len(secrets[0]) >= 64
    assert secrets[0] != secrets[1]


def test_empty_secret_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").touch()

    start = manage(tmp_path / "data", "check")

    assert start.returncode == 1
    assert "delete an empty secret_key in the data folder" in start.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEWSREVIEW_HTTPS", "perhaps", "NEWSREVIEW_HTTPS"),
        ("NEWSREVIEW_MAX_ARTICLE_CHARACTERS", "many", "NEWSREVIEW_MAX_ARTICLE_CHARACTERS"),
        ("NEWSREVIEW_TIME_ZONE", "Mars/Olympus", "Mars/Olympus"),
        ("NEWSREVIEW_OIDC_ISSUER", "https://id.example.org", "set NEWSREVIEW_OIDC_CLIENT"),
        ("NEWSREVIEW_OIDC_ALSO", "https://id.example.org", "set NEWSREVIEW_OIDC_ISSUER"),
        ("DATABASE_URL", "sqlite:///desk.sqlite3", "DATABASE_URL must name a PostgreSQL"),
        ("NEWSREVIEW_S3_ENDPOINT", "files.example.org", "NEWSREVIEW_S3_ENDPOINT begins with https://"),
    ],
)
def test_nonsense_stops_the_start_with_the_name_of_the_variable(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    start = manage(tmp_path / "data", "check", **{name: value})

    assert start.returncode == 1
    assert words in start.stderr
    assert "Traceback" not in start.stderr


def test_a_bucket_without_the_library_stops_the_start_and_says_how_to_install_it(tmp_path: Path) -> None:
    lines = "import sys; sys.modules['storages'] = None; from newsreview.commands import console; "
    start = run(tmp_path / "data", "-c", f"{lines}console.manage(['manage.py', 'check'])", NEWSREVIEW_S3_BUCKET="desk")

    assert start.returncode == 1
    assert start.stderr == (
        "newsreview cannot start: NEWSREVIEW_S3_BUCKET is set, and the library for object storage is missing. "
        "Install it: .ci/install requirements-s3.lock\n"
    )


def test_safe_settings_pass_djangos_own_check(tmp_path: Path) -> None:
    start = manage(tmp_path / "data", "check", "--deploy", "--fail-level", "WARNING", NEWSREVIEW_HTTPS="true")

    assert start.returncode == 0, start.stderr


def test_models_and_migrations_agree(tmp_path: Path, db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


SIGN_ON = {
    "NEWSREVIEW_OIDC_ISSUER": "https://id.example.org/realms/desk",
    "NEWSREVIEW_OIDC_CLIENT": "newsreview",
    "NEWSREVIEW_OIDC_SECRET": "s3cret",
    "NEWSREVIEW_OIDC_NAME": "Sign in with Example Times",
}


def test_a_name_that_no_button_holds_stops_the_start(tmp_path: Path) -> None:
    start = manage(tmp_path / "data", "check", **SIGN_ON | {"NEWSREVIEW_OIDC_NAME": "x" * 41})

    assert start.returncode == 1
    assert "NEWSREVIEW_OIDC_NAME is longer than 40 characters." in start.stderr


def test_single_sign_on_leads_forms_to_its_hosts_and_nowhere_else(tmp_path: Path) -> None:
    also = {"NEWSREVIEW_OIDC_ALSO": "https://keys.example.org:8443/x"}
    start = manage(tmp_path / "data", "diffsettings", **SIGN_ON, **also)
    found = dict(line.split(" = ", 1) for line in start.stdout.splitlines() if " = " in line)

    origins = "['https://id.example.org', 'https://keys.example.org:8443']"
    assert f"'origins': {origins}" in found["SINGLE_SIGN_ON"]
    assert f"'form-action': [\"'self'\", {origins[1:]}" in found["CONTENT_SECURITY_POLICY"]


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example.org",
        "id.example.org",
        "https://id.example.org@elsewhere.example.org",
        "https://id.example.org/?x=1",
        "https://id.example.org; script-src *",
    ],
)
def test_an_address_that_is_no_safe_issuer_stops_the_start(tmp_path: Path, address: str) -> None:
    start = manage(tmp_path / "data", "check", **SIGN_ON | {"NEWSREVIEW_OIDC_ISSUER": address})

    assert start.returncode == 1
    assert "NEWSREVIEW_OIDC_ISSUER has to be an address such as" in start.stderr
