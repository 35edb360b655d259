"""What a condition is about: the twelve PA-X groups, and Parley's marked extension."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from negotiations.codelists.files import contents, scheme_of


@dataclass(frozen=True, slots=True)
class Issue:
    """`scheme` says whose code it is, with its version, as it is stored beside the code ("PA-X 8").

    `extension` is true for the issues that are Parley's own.
    """

    code: str
    label: str
    scheme: str
    version: str
    extension: bool


@cache
def issues() -> tuple[Issue, ...]:
    """Every issue: the groups of PA-X in its order, then the extension."""
    return (*_of("pax.toml", extension=False), *_of("extension.toml", extension=True))


def issue(code: str) -> Issue:
    """The issue of a code. KeyError for a code that is on neither list."""
    return _by_code()[code]


@cache
def _by_code() -> dict[str, Issue]:
    return {entry.code: entry for entry in issues()}


def _of(name: str, *, extension: bool) -> tuple[Issue, ...]:
    parsed = contents(name)
    return tuple(
        Issue(code, label, scheme_of(name), parsed["version"], extension) for code, label in parsed["issues"].items()
    )
