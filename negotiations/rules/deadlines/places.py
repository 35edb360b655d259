"""Places and their time zones, from the tables that come with the time zone data itself."""

import unicodedata
from functools import lru_cache
from importlib import resources
from zoneinfo import available_timezones

from negotiations.rules.deadlines.tables import listed

# Cities where things are negotiated that the time zone tables do not list, with the zone of their place.
_CITIES = {
    "geneva": "Europe/Zurich", "bern": "Europe/Zurich", "lausanne": "Europe/Zurich",
    "montreux": "Europe/Zurich",
    "davos": "Europe/Zurich", "basel": "Europe/Zurich", "lugano": "Europe/Zurich",
    "burgenstock": "Europe/Zurich",
    "the hague": "Europe/Amsterdam", "hague": "Europe/Amsterdam", "strasbourg": "Europe/Paris",
    "evian": "Europe/Paris", "bonn": "Europe/Berlin", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin",
    "frankfurt": "Europe/Berlin", "milan": "Europe/Rome", "edinburgh": "Europe/London",
    "belfast": "Europe/London", "barcelona": "Europe/Madrid", "kiev": "Europe/Kyiv", "kharkiv": "Europe/Kyiv",
    "odesa": "Europe/Kyiv", "odessa": "Europe/Kyiv", "lviv": "Europe/Kyiv", "st petersburg": "Europe/Moscow",
    "ankara": "Europe/Istanbul", "antalya": "Europe/Istanbul", "transnistria": "Europe/Chisinau",
    "washington": "America/New_York", "washington dc": "America/New_York", "boston": "America/New_York",
    "dayton": "America/New_York", "camp david": "America/New_York", "annapolis": "America/New_York",
    "atlanta": "America/New_York", "philadelphia": "America/New_York", "miami": "America/New_York",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "houston": "America/Chicago",
    "dallas": "America/Chicago", "ottawa": "America/Toronto", "montreal": "America/Toronto",
    "brasilia": "America/Sao_Paulo", "rio de janeiro": "America/Sao_Paulo", "quito": "America/Guayaquil",
    "beijing": "Asia/Shanghai", "new delhi": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "islamabad": "Asia/Karachi", "lahore": "Asia/Karachi", "tel aviv": "Asia/Jerusalem",
    "haifa": "Asia/Jerusalem",
    "gaza city": "Asia/Gaza", "rafah": "Asia/Gaza", "ramallah": "Asia/Hebron", "abu dhabi": "Asia/Dubai",
    "doha": "Asia/Qatar", "jeddah": "Asia/Riyadh", "mecca": "Asia/Riyadh", "manama": "Asia/Bahrain",
    "muscat": "Asia/Muscat", "sanaa": "Asia/Aden", "hodeidah": "Asia/Aden", "aleppo": "Asia/Damascus",
    "idlib": "Asia/Damascus", "erbil": "Asia/Baghdad", "basra": "Asia/Baghdad", "mosul": "Asia/Baghdad",
    "astana": "Asia/Almaty", "hanoi": "Asia/Ho_Chi_Minh", "naypyidaw": "Asia/Yangon",
    "stepanakert": "Asia/Baku",
    "sharm el-sheikh": "Africa/Cairo", "sharm el sheikh": "Africa/Cairo", "alexandria": "Africa/Cairo",
    "rabat": "Africa/Casablanca", "abuja": "Africa/Lagos", "pretoria": "Africa/Johannesburg",
    "cape town": "Africa/Johannesburg", "benghazi": "Africa/Tripoli", "goma": "Africa/Lubumbashi",
    "mekele": "Africa/Addis_Ababa", "canberra": "Australia/Sydney", "wellington": "Pacific/Auckland",
}  # fmt: skip
_COUNTRY_NAMES = {
    "britain": "GB", "uk": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "türkiye": "TR", "turkiye": "TR", "south korea": "KR", "north korea": "KP",
    "korea": "KR", "czechia": "CZ", "bosnia": "BA", "bosnia and herzegovina": "BA", "gaza": "PS",
    "emirates": "AE", "uae": "AE", "usa": "US", "us": "US", "united states": "US", "america": "US",
    "burma": "MM", "holland": "NL", "congo": "CD", "drc": "CD", "swiss": "CH", "israeli": "IL",
}  # fmt: skip


def folded(name: str) -> str:
    """A name in lower case without accents, the form in which places are compared."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    """Country code -> its zones, in the order of zone.tab (the most populous first)."""
    zones: dict[str, list[str]] = {}
    for line in _lines("zone.tab"):
        code, _, zone = line.split("\t")[:3]
        zones.setdefault(code, []).append(zone)
    return zones


@lru_cache(maxsize=1)
def _names_of_countries() -> dict[str, str]:
    named = {folded(name): code for code, name in (line.split("\t") for line in _lines("iso3166.tab"))}
    return named | {folded(name): code for name, code in _COUNTRY_NAMES.items()}


def _lines(table: str) -> list[str]:
    content = (resources.files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
    return [line for line in content.splitlines() if line and not line.startswith("#")]


def country_code(name: str) -> str | None:
    """ISO 3166 alpha-2 code of an English country name, or None."""
    return _names_of_countries().get(folded(name))


@lru_cache(maxsize=1)
def _zone_countries() -> dict[str, str]:
    return {zone: code for code, zones in _table().items() for zone in zones}


def country_of(zone: str) -> str | None:
    """The country in which an IANA zone lies, or None for UTC and the like."""
    aliases = {"Europe/Kiev": "UA", "Asia/Calcutta": "IN", "US/Eastern": "US", "US/Central": "US",
               "US/Pacific": "US", "US/Mountain": "US", "Asia/Katmandu": "NP"}  # fmt: skip
    return _zone_countries().get(zone) or aliases.get(zone)


@lru_cache(maxsize=1)
def zones_by_place() -> dict[str, str]:
    """Folded names of cities, and of countries that keep one time, with their IANA zones."""
    places = {}
    for code, zones in _table().items():
        if len(zones) == 1:
            places.update({name: zones[0] for name, c in _names_of_countries().items() if c == code})
    places.update(_SINGLE_TIME)
    for zone in sorted(available_timezones()):
        area, _, city = zone.rpartition("/")
        if area.split("/")[0] in _AREAS and city.lower() not in _NOT_CITIES:
            places[folded(city.replace("_", " "))] = zone
    return places | _CITIES


_AREAS = listed("Africa America Asia Atlantic Australia Europe Indian Pacific")
_NOT_CITIES = listed("north south west east act nsw lhi easter center")


# Countries with several entries in the tables whose news speaks of one time.
_SINGLE_TIME = {
    "ukraine": "Europe/Kyiv", "ukrainian": "Europe/Kyiv", "germany": "Europe/Berlin",
    "cyprus": "Asia/Nicosia",
    "china": "Asia/Shanghai", "gaza": "Asia/Gaza", "palestine": "Asia/Gaza", "vietnam": "Asia/Ho_Chi_Minh",
    "israeli": "Asia/Jerusalem", "turkish": "Europe/Istanbul", "iranian": "Asia/Tehran",
    "lebanese": "Asia/Beirut", "swiss": "Europe/Zurich", "thai": "Asia/Bangkok",
    "argentina": "America/Argentina/Buenos_Aires",
    "new zealand": "Pacific/Auckland", "indian": "Asia/Kolkata", "chinese": "Asia/Shanghai",
    "japanese": "Asia/Tokyo", "korean": "Asia/Seoul", "colombian": "America/Bogota",
    "libyan": "Africa/Tripoli",
    "sudanese": "Africa/Khartoum", "egyptian": "Africa/Cairo", "iraqi": "Asia/Baghdad",
    "syrian": "Asia/Damascus",
    "qatari": "Asia/Qatar", "saudi": "Asia/Riyadh", "pakistani": "Asia/Karachi", "greek": "Europe/Athens",
    "french": "Europe/Paris", "german": "Europe/Berlin", "irish": "Europe/Dublin", "british": "Europe/London",
    "polish": "Europe/Warsaw", "cypriot": "Asia/Nicosia", "serbian": "Europe/Belgrade",
    "bosnian": "Europe/Sarajevo",
    "armenian": "Asia/Yerevan", "georgian": "Asia/Tbilisi", "cambodian": "Asia/Phnom_Penh",
}  # fmt: skip
