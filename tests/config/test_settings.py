"""The settings as a whole, read by a process of their own in a given environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PARLEY_ENV": "production",
    "PARLEY_BASE_URL": "https://parley.example.org",
    "SECRET_KEY": "kW3vS1q8ZcN5tY7uB0eD2fG4hJ6lM9pRxTaVbXdCgEiHoKmQsU",
}
SHOW = "import django; django.setup(); from django.conf import settings; print(eval(__import__('sys').argv[1]))"


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return _run([str(PROJECT / "manage.py"), *arguments], variables)


def shown(expression: str, **variables: str) -> str:
    """What an expression over ``settings`` is in that environment."""
    return _run(["-c", SHOW, expression], {"DJANGO_SETTINGS_MODULE": "config.settings", **variables}).stdout.strip()


def _run(arguments: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PARLEY_VAR"}}
    return subprocess.run(
        [sys.executable, *arguments], env=kept | variables, cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_production_settings_pass_every_check_of_deployment() -> None:
    answer = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (answer.returncode, answer.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be a random text of 50 characters or more"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY must be a random text of 50 characters or more"),
        ({"DEBUG": "1"}, "DEBUG cannot be on when PARLEY_ENV is production; unset it."),
        ({"PARLEY_BASE_URL": "http://parley.example.org"}, "PARLEY_BASE_URL must start with https://"),
        ({"PARLEY_ENV": "staging"}, "PARLEY_ENV is 'staging'; set it to 'embedded' or 'production'."),
    ],
)
def test_an_unsafe_production_does_not_start(change: dict[str, str], sentence: str) -> None:
    answer = manage("check", **(PRODUCTION | change))
    assert answer.returncode == 1
    assert sentence in answer.stderr.splitlines()[-1]


def test_over_https_the_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    names = "[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE]"
    assert shown(names, **PRODUCTION) == "['__Host-session', '__Host-csrf', True]"
    assert shown(names, PARLEY_VAR=str(tmp_path)) == "['session', 'csrf', False]"


def test_hosts_and_origins_follow_from_the_one_address(tmp_path: Path) -> None:
    expression = "[settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS, settings.DEFAULT_FROM_EMAIL]"
    assert shown(expression, **PRODUCTION) == (
        "[['parley.example.org'], ['https://parley.example.org'], 'Parley <parley@parley.example.org>']"
    )
    assert shown(expression, PARLEY_BASE_URL="http://[::1]:8000", PARLEY_VAR=str(tmp_path)) == (
        "[['[::1]', 'localhost', '127.0.0.1', '[::1]'], ['http://[::1]:8000'], 'Parley <parley@localhost>']"
    )
