"""Reading a code list's data file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def contents(name: str) -> dict[str, Any]:
    """The parsed data file `name` of this package."""
    text = resources.files("negotiations.codelists").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def scheme_of(name: str) -> str:
    """The scheme of a data file with its version, as it is stored beside a code: "PA-X 8"."""
    parsed = contents(name)
    return f"{parsed['name']} {parsed['version']}"
