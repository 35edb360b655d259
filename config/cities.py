"""The city after which a time zone is named, in the language of the page: as CLDR has it, which Babel carries."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_language, gettext, gettext_noop, to_locale

# Of zones that are called by another city; a capital that is none of these is shown as it was written.
CAPITALS = frozenset(
    {
        gettext_noop("Abu Dhabi"),
        gettext_noop("Ankara"),
        gettext_noop("Beijing"),
        gettext_noop("Bern"),
        gettext_noop("Brasília"),
        gettext_noop("Canberra"),
        gettext_noop("Geneva"),
        gettext_noop("Hanoi"),
        gettext_noop("Islamabad"),
        gettext_noop("New Delhi"),
        gettext_noop("Ottawa"),
        gettext_noop("Pretoria"),
        gettext_noop("Washington"),
    }
)


def capital_city(name: str) -> str:
    """A capital by its English name, in the language of the page as far as that is known."""
    return gettext(name) if name in CAPITALS else name


def city(zone: str) -> str:
    """Kyiv, Київ or كييف for Europe/Kyiv; a zone without a city, such as UTC, is called what it is."""
    return _city(zone, get_language() or "en")


@lru_cache(maxsize=4096)
def _city(zone: str, language: str) -> str:
    area, _slash, last = zone.rpartition("/")
    if area and area != "Etc":
        known = _locale(language).time_zones
        for name in (zone, *_former(zone)):
            if found := known.get(name, {}).get("city"):
                return str(found)
    return last.replace("_", " ")


def _former(zone: str) -> list[str]:
    """The names that a zone had before, under which CLDR goes on listing it: Europe/Kiev."""
    return [old for old, new in get_global("zone_aliases").items() if new == zone]


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
