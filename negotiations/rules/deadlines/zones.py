"""Time zones as people name them: "Kyiv time", "0400 GMT", "UTC+3", "ET", "local time in Geneva"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.places import country_of, folded, zones_by_place
from negotiations.rules.deadlines.reading import Context, RefusedError
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.words import month_at, weekday_at

# Letters that stand for a whole zone, whatever the season.
_WHOLE = {
    "utc": "UTC", "gmt": "UTC", "zulu": "UTC", "z": "UTC", "ut": "UTC", "et": "America/New_York",
    "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles", "msk": "Europe/Moscow",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore",
    "trt": "Europe/Istanbul", "pkt": "Asia/Karachi", "irst": "Asia/Tehran", "cat": "Africa/Maputo",
    "eat": "Africa/Nairobi", "wat": "Africa/Lagos", "sast": "Africa/Johannesburg", "npt": "Asia/Kathmandu",
    "ict": "Asia/Bangkok", "myt": "Asia/Kuala_Lumpur", "wib": "Asia/Jakarta", "brt": "America/Sao_Paulo",
}  # fmt: skip
# Letters of one season: the zone and its offset from UTC in minutes while they are right.
_SEASONAL = {
    "est": ("America/New_York", -300), "edt": ("America/New_York", -240), "cdt": ("America/Chicago", -300),
    "mst": ("America/Denver", -420), "mdt": ("America/Denver", -360), "pst": ("America/Los_Angeles", -480),
    "pdt": ("America/Los_Angeles", -420), "cet": ("Europe/Brussels", 60), "cest": ("Europe/Brussels", 120),
    "eet": ("Europe/Kyiv", 120), "eest": ("Europe/Kyiv", 180), "wet": ("Europe/Lisbon", 0),
    "west": ("Europe/Lisbon", 60), "aest": ("Australia/Sydney", 600), "aedt": ("Australia/Sydney", 660),
    "nzst": ("Pacific/Auckland", 720), "nzdt": ("Pacific/Auckland", 780), "idt": ("Asia/Jerusalem", 180),
}  # fmt: skip
# Letters that several places use: by the country of the source only.
_SHARED = {
    "cst": {"US": ("America/Chicago", -360), "CA": ("America/Winnipeg", -360),
    "MX": ("America/Mexico_City", -360),
            "CN": ("Asia/Shanghai", 480), "TW": ("Asia/Taipei", 480), "CU": ("America/Havana", -300)},
    "ist": {"IN": ("Asia/Kolkata", 330), "IL": ("Asia/Jerusalem", 120), "IE": ("Europe/Dublin", 60)},
    "bst": {"GB": ("Europe/London", 60), "BD": ("Asia/Dhaka", 360)},
    "ast": {"SA": ("Asia/Riyadh", 180), "IQ": ("Asia/Baghdad", 180), "CA": ("America/Halifax", -240)},
    "gst": {"AE": ("Asia/Dubai", 240), "OM": ("Asia/Muscat", 240)},
}  # fmt: skip
_NAMED = Phrases(
    {
        "greenwich mean time": "UTC", "universal time": "UTC", "coordinated universal time": "UTC",
        "eastern time": "et", "us eastern time": "et", "eastern": "et", "central time": "ct",
        "central": "ct", "mountain": "mt", "pacific": "pt",
        "mountain time": "mt", "pacific time": "pt", "eastern standard time": "est",
        "eastern daylight time": "edt", "pacific standard time": "pst", "pacific daylight time": "pdt",
        "central european time": "Europe/Brussels", "central european summer time": "cest",
        "eastern european time": "Europe/Kyiv", "eastern european summer time": "eest",
        "british summer time": "bst_gb", "india standard time": "Asia/Kolkata",
        "japan standard time": "Asia/Tokyo",
        "us time": "et?",
    }
)  # fmt: skip
_UNKNOWN_LETTERS = re.compile(r"[A-Z]{2,4}T")
_LOCAL = Phrases({"local time": None, "local": None, "local times": None})


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """A zone as named in a text: an IANA name, letters, or an offset in minutes; None is "local time"."""

    name: str | None
    offset: int | None = None

    def info(self, context: Context, wall: datetime) -> tzinfo:
        """The zone in force at that naive wall time. Doubtful letters raise RefusedError(ambiguous_tz)."""
        if self.offset is not None:
            return timezone(timedelta(minutes=self.offset))
        if self.name is None:
            return ZoneInfo(context.zone)
        if "/" in self.name or self.name == "UTC":
            return ZoneInfo(self.name)
        return _in_force(self.name, context, wall)


def zone_at(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    """The zone named at index, brackets and "in" included, and the index after it."""
    if text.word(index) in ("(", ","):
        inner = zone_at(text, index + 1)
        closed = inner is not None and (text.word(index) == "," or text.word(inner[1]) == ")")
        return (inner[0], inner[1] + (text.word(index) == "(")) if inner and closed else None
    # A name in full first: Pacific/Auckland is not the Pacific time of America.
    found = _offset(text, index) or _in_full(text, index) or _letters_at(text, index)
    if found is not None:
        return found[0], text.skip(found[1], "time")
    return _local(text, index) or _place(text, index)


def _in_force(name: str, context: Context, wall: datetime) -> tzinfo:
    """The zone of zone letters, if that is the time in force there on that date.

    In the hour that the clocks show twice the letters say which one it is.
    """
    country = context.policy.country or country_of(context.zone)
    entry = _SEASONAL.get(name) or _SHARED.get(name, {}).get(country or "")
    if name in _WHOLE:
        return ZoneInfo(_WHOLE[name])
    shown = name.upper()
    if entry is None and name not in _SHARED:
        sentence = f"The time zone {shown} is not known here. Of which city is it the time?"
        raise RefusedError(RefusalCode.AMBIGUOUS_TZ, sentence)
    if entry is None:
        raise RefusedError(
            RefusalCode.AMBIGUOUS_TZ, f"{shown} is the time of several places. Of which city is it the time?"
        )
    zone, minutes = entry
    meant = timedelta(minutes=minutes)
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    if first is not None and second is not None and first > second and meant in (first, second):
        return timezone(meant)
    if first != meant:
        raise RefusedError(
            RefusalCode.AMBIGUOUS_TZ,
            f"{shown} is not in force on {wall.day} {wall:%B %Y}. Is the time of {place_of(zone)} meant?",
        )
    return ZoneInfo(zone)


def place_of(zone: str) -> str:
    """The city of an IANA zone, for people: Kyiv, New York; UTC and offsets stay as they are."""
    return zone.rsplit("/", 1)[-1].replace("_", " ") if "/" in zone and not zone.startswith("Etc/") else zone


def _offset(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    """UTC+3, GMT+03:00, +0300 after a clock."""
    start = index + 1 if text.word(index) in ("utc", "gmt") else index
    sign = text.word(start)
    if sign not in ("+", "-") or (start == index and text[start + 1].spaced):
        return None
    token = text[start + 1]
    if token.kind is Kind.TIME:
        hours, minutes = (int(part) for part in token.text.split(":")[:2])
    elif token.kind is Kind.NUMBER and token.text.isdecimal() and len(token.text) <= 4:
        value = int(token.text)
        hours, minutes = divmod(value, 100) if len(token.text) > 2 else (value, 0)
    else:
        return None
    if start == index and token.kind is not Kind.TIME and len(token.text) != 4:
        return None
    if hours > 14 or minutes > 59:
        return None
    return ZoneWords(None, (60 * hours + minutes) * (1 if sign == "+" else -1)), start + 2


def _in_full(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    named = _iana(text, index) if text[index].kind is Kind.WORD else None
    return (ZoneWords(named[0]), named[1]) if named else None


def _letters_at(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    named = _NAMED.at(text, index)
    if named is not None and _reads_on(text, named[1]) and named[1] == index + 1:
        named = None  # 9 a.m. Eastern European leaders met
    if named is not None:
        name, after = named
        if name == "bst_gb":
            return ZoneWords("Europe/London"), after
        return (ZoneWords(name), after) if name != "et?" else None
    token = text[index]
    if token.kind is Kind.WORD and (token.text in _WHOLE or token.text in _SEASONAL or token.text in _SHARED):
        if text.running and not token.capital:
            return None
        return ZoneWords("UTC" if token.text in ("gmt", "utc") else token.text), index + 1
    is_zone = _UNKNOWN_LETTERS.fullmatch(text.source[token.start : token.end]) and not text[index - 1].capital
    return (ZoneWords(token.text), index + 1) if is_zone else None


def _reads_on(text: Text, index: int) -> bool:
    """A capital follows that is no day: the words are part of a name."""
    following = text[index]
    is_day = weekday_at(text, index) or month_at(text, index) or following.text in ("time", "on")
    return text.running and following.kind is Kind.WORD and following.capital and not is_day


def _local(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    local = _LOCAL.at(text, index)
    if local is None:
        return None
    after = local[1]
    if text.word(after) in ("in", "at"):
        place = _place_name(text, after + 1)
        if place is not None:
            return ZoneWords(place[0]), place[1]
    return ZoneWords(None), after


def _place(text: Text, index: int) -> tuple[ZoneWords, int] | None:
    """Kyiv time, Europe/Kyiv, "in Geneva", "Geneva local time"."""
    start = text.skip(index + 1, "the") if text.word(index) == "in" else index
    place = _place_name(text, start)
    if place is None:
        return None
    zone, after = place
    after_time = text.skip(text.skip(after, "local", "standard", "daylight", "summer"), "time")
    if start == index and after_time == after and "/" not in text.source[text[start].start : text[after - 1].end]:
        return None
    return ZoneWords(zone), after_time


def _place_name(text: Text, index: int) -> tuple[str, int] | None:
    if text[index].kind is not Kind.WORD:
        return None
    exact = _iana(text, index)
    if exact is not None:
        return exact
    places = zones_by_place()
    for length in (3, 2, 1):
        end = index + length
        spelled = text.source[text[index].start : text[end - 1].end] if end <= len(text) else ""
        zone = places.get(folded(spelled.replace("\u2019s", "").removesuffix("'s").replace(".", "")))
        if zone is not None:
            return zone, end
    return None


def _iana(text: Text, index: int) -> tuple[str, int] | None:
    end = index + 1
    while text.word(end) in ("/", "_", "-") and not text[end].spaced and not text[end + 1].spaced:
        end += 2
    if end == index + 1:
        return None
    name = text.source[text[index].start : text[end - 1].end]
    known = _spelled_zones().get(name.lower())
    return (known, end) if known else None


@lru_cache(maxsize=1)
def _spelled_zones() -> dict[str, str]:
    return {zone.lower(): zone for zone in available_timezones()}
