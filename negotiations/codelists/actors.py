"""Kinds of actor, and the identifiers that other datasets know the common ones by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from negotiations.codelists.files import contents, scheme_of

ACTOR_SCHEME = scheme_of("actors.toml")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor's neutral English name, its kind, and its identifiers: empty or None where a scheme has none."""

    name: str
    type: str
    wikidata_id: str
    iso_alpha3: str = ""
    gleditsch_ward: int | None = None
    ucdp_id: int | None = None


def actor_types() -> tuple[str, ...]:
    """Every kind of actor."""
    return tuple(contents("actors.toml")["types"])


@cache
def known_actors() -> tuple[Actor, ...]:
    """The actors whose identifiers are listed."""
    return tuple(Actor(**entry) for entry in contents("actors.toml")["actors"])


def actor_by_iso(iso_alpha3: str) -> Actor:
    """The listed actor with this ISO 3166 alpha-3 code. KeyError where none is listed."""
    return {actor.iso_alpha3: actor for actor in known_actors() if actor.iso_alpha3}[iso_alpha3]
