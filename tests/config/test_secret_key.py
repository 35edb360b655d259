from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import embedded_key, production_key

RANDOM = "kW3vS1q8ZcN5tY7uB0eD2fG4hJ6lM9pRxTaVbXdCgEiHoKmQsU"


def test_production_takes_a_long_random_key() -> None:
    assert production_key(RANDOM) == RANDOM


@pytest.mark.parametrize("key", ["", "changeme", "a" * 60, "django-insecure-" + RANDOM])
def test_production_refuses_a_missing_or_guessable_key(key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be a random text"):
        production_key(key)


def test_the_embedded_edition_makes_its_key_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = embedded_key("", tmp_path / "var")
    kept = tmp_path / "var" / "secret_key"
    assert [embedded_key("", tmp_path / "var"), kept.read_text()] == [first, first]
    assert len(first) == 80
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_a_given_key_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert embedded_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []
