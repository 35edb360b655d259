"""Where the signing key comes from in each edition."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50


def production_key(given: str) -> str:
    """Return the key from the environment; raise ImproperlyConfigured when it is missing or guessable."""
    if len(given) < SHORTEST or len(set(given)) < 5 or given.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"SECRET_KEY must be a random text of {SHORTEST} characters or more if PARLEY_ENV is production; "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
        )
    return given


def embedded_key(given: str, folder: Path) -> str:
    """Return the key from the environment, else the one in ``folder/secret_key``, made (0600) when absent."""
    if given:
        return given
    path = folder / "secret_key"
    try:
        return path.read_text().strip() or _make(path)
    except FileNotFoundError:
        return _make(path)


def _make(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(60))
    try:
        # Linking fails if another process made one first; then both use that one.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
