"""PA-X agreement stages and the sub-stages of each."""

from __future__ import annotations

from negotiations.codelists.files import contents, scheme_of

STAGE_SCHEME = scheme_of("pax.toml")


def stages() -> tuple[str, ...]:
    """Every stage code."""
    return tuple(contents("pax.toml")["stages"])


def sub_stages_of(stage: str) -> tuple[str, ...]:
    """The sub-stage codes of a stage; empty where it has none. KeyError for a code that is no stage."""
    return tuple(contents("pax.toml")["stages"][stage])
