"""Feasts and public holidays by their English names.

Easter and the days that hang on it are refused when the Western and the Orthodox date differ and nothing says
which is meant. Names that several countries use go by the country of the source.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from negotiations.rules.deadlines.dates import YearWords, year_at
from negotiations.rules.deadlines.feast_names import (
    BY_COUNTRY,
    CHRISTMAS,
    EASTER_DAYS,
    FIXED,
    JULIAN_CHRISTMAS,
    LUNAR,
    NTH_WEEKDAY,
    ORTHODOX_DAYS,
    RITES,
    WESTERN_DAYS,
)
from negotiations.rules.deadlines.places import country_code, country_of
from negotiations.rules.deadlines.reading import (
    Context,
    Hit,
    Meaning,
    RefusedError,
    Sort,
    Span,
    make_date,
    refused,
)
from negotiations.rules.deadlines.result import Alternative, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.weekdays import coming

DayInYear = Callable[[int], date]

_EASTER = Phrases(EASTER_DAYS)
_WESTERN = Phrases(WESTERN_DAYS)
_ORTHODOX = Phrases(ORTHODOX_DAYS)
_RITES = Phrases(RITES)
_CHRISTMAS = Phrases(CHRISTMAS)
_FIXED = Phrases(FIXED)
_NTH = Phrases(NTH_WEEKDAY)
_BY_COUNTRY = Phrases(BY_COUNTRY)
_LUNAR = Phrases(dict.fromkeys(LUNAR, True))
_ELSEWHERE = {"*": "most other countries"}
_LEADS = frozenset({"the", "this", "next", "coming", "upcoming"})
_NOT_THE_FEAST = listed("agreement agreements accord accords island islands carol tree shopping truce ceasefire")


def easter_day(year: int, rite: str) -> date:
    """Easter Sunday of the "western" or the "orthodox" rite, as a day of the Gregorian calendar."""
    return easter(year, EASTER_ORTHODOX if rite == "orthodox" else EASTER_WESTERN)


def feast(text: Text, index: int) -> Hit | None:
    """A feast or public holiday at index, with its year if one is given."""
    if text.word(index) in ("last", "past") and (_easter(text, index + 1) or _christmas(text, index + 1)):
        gone = _easter(text, index + 1) or _christmas(text, index + 1)
        return (refused(RefusalCode.PAST, "That feast is over. Which coming day is meant?"), gone[1]) if gone else None
    start = index
    while text.word(start) in _LEADS and start < index + 2:
        start += 1
    found = _easter(text, start) or _christmas(text, start) or _holiday(text, start)
    if found is None or text.word(found[1]) in _NOT_THE_FEAST:
        return None
    if text.word(found[1]) in ("weekend", "week", "holiday", "holidays", "season", "break", "period"):
        return refused(RefusalCode.VAGUE, "On which of those days does it end?"), found[1] + 1
    return found


def _easter(text: Text, index: int) -> Hit | None:
    rite = _RITES.at(text, index)
    start = text.skip(rite[1], "the") if rite else index
    for table, wanted in ((_ORTHODOX, "orthodox"), (_WESTERN, "western"), (_EASTER, None)):
        named = table.at(text, start)
        if named is None:
            continue
        offset, after = named
        chosen = rite[0] if rite else wanted
        trailing = _trailing_rite(text, after) if chosen is None else None
        if trailing is not None:
            chosen, after = trailing
        year = year_at(text, after)
        trailing = _trailing_rite(text, year[1]) if year and chosen is None else None
        if year is not None and trailing is not None:
            chosen, year = trailing[0], (year[0], trailing[1])
        return _easter_meaning(offset, chosen, year[0] if year else None), year[1] if year else after
    return None


def _trailing_rite(text: Text, index: int) -> tuple[str, int] | None:
    """Easter (Orthodox); Easter in the Julian calendar."""
    start = text.skip(index, "(", "in", "by", "of", "according", "to", "under", "the", ",")
    rite = _RITES.at(text, start)
    if rite is None or start == index:
        return None
    return rite[0], text.skip(rite[1], "rite", "calendar", "church", "churches", ")")


def _easter_meaning(offset: int, rite: str | None, year: YearWords | None) -> Meaning:
    def on(which: str) -> DayInYear:
        return lambda value: easter_day(value, which) + timedelta(days=offset)

    def meaning(context: Context) -> Span:
        chosen = rite or context.policy.feasts
        if chosen is not None:
            return _chosen(on(chosen), year, context, f"{chosen.capitalize()} Easter")
        western = _chosen(on("western"), year, context, "Easter, on which both rites agree that year")
        orthodox = _chosen(on("orthodox"), year, context, "")
        if western.last == orthodox.last:
            return western
        raise RefusedError(
            RefusalCode.AMBIGUOUS_CALENDAR,
            "The Western and the Orthodox Easter differ that year. Which one is meant?",
            (Alternative("Western", western.last), Alternative("Orthodox", orthodox.last)),
        )

    return meaning


def _chosen(day_in: DayInYear, year: YearWords | None, context: Context, how: str) -> Span:
    """The feast in the given year, or the next one on or after the reference."""
    if year is not None:
        value = year.value(context)
        make_date(value, 1, 1)
        day = day_in(value)
    else:
        value = context.today.year
        day = day_in(value)
        if context.behind and day > context.today:
            day = day_in(make_date(value - 1, 1, 1).year)
        elif not context.behind and day < context.today:
            day = day_in(make_date(value + 1, 1, 1).year)
    return Span(day, day, how=how, sort=Sort.DATE)


def _christmas(text: Text, index: int) -> Hit | None:
    rite = _RITES.at(text, index)
    named = _CHRISTMAS.at(text, rite[1] if rite else index)
    if named is None:
        return None
    offset, after = named
    trailing = _trailing_rite(text, after) if rite is None else None
    chosen = rite[0] if rite else trailing[0] if trailing else None
    after = trailing[1] if trailing else after
    year = year_at(text, after)

    def meaning(context: Context) -> Span:
        country = context.policy.country or country_of(context.zone)
        asked = chosen or context.policy.feasts
        western = _chosen(
            lambda value: date(value, 12, 25) + timedelta(offset),
            year and year[0],
            context,
            "Christmas, 25 December",
        )
        orthodox = _chosen(
            lambda value: date(value, 1, 7) + timedelta(offset),
            year and year[0],
            context,
            "Christmas of the Julian calendar, 7 January",
        )
        if asked is None and country in JULIAN_CHRISTMAS:
            raise RefusedError(
                RefusalCode.AMBIGUOUS_CALENDAR,
                "Is Christmas on 25 December or on 7 January meant?",
                (Alternative("25 December", western.last), Alternative("7 January", orthodox.last)),
            )
        return orthodox if asked == "orthodox" else western

    return meaning, year[1] if year else after


def _holiday(text: Text, index: int) -> Hit | None:
    lunar = _LUNAR.at(text, index)
    if lunar is not None:
        sentence = "That feast follows the moon and is known only nearly. Which day is meant?"
        year = year_at(text, lunar[1])
        return refused(RefusalCode.VAGUE, sentence), year[1] if year else lunar[1]
    hits = [hit for hit in (_fixed(text, index), _nth(text, index), _shared(text, index)) if hit]
    return max(hits, key=lambda hit: hit[1]) if hits else None


def _fixed(text: Text, index: int) -> Hit | None:
    named = _FIXED.at(text, index)
    if named is None:
        return None
    said = _country_after(text, named[1])
    return _yearly(text, said[1] if said else named[1], lambda year: date(year, *named[0]), "a fixed day")


def _nth(text: Text, index: int) -> Hit | None:
    """A day of the United States; of another country's day of that name nothing is known."""
    named = _NTH.at(text, index)
    said = _country_after(text, named[1]) if named else None
    if named is None or (said and said[0] != "US"):
        return None
    return _yearly(text, said[1] if said else named[1], _rule(named[0]), "by its rule")


def _rule(rule: tuple[int, int, int, int]) -> DayInYear:
    """(month, weekday, which, days more): the which-th weekday of the month, or the last for -1."""
    month, number, which, more = rule

    def day_in(year: int) -> date:
        if which > 0:
            day = coming(date(year, month, 1) - timedelta(days=1), number) + timedelta(days=7 * (which - 1))
        else:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            day = coming(last - timedelta(days=7), number)
        return day + timedelta(days=more)

    return day_in


def _yearly(text: Text, after: int, day_in: DayInYear, how: str) -> Hit:
    year = year_at(text, after)

    def meaning(context: Context) -> Span:
        return _chosen(day_in, year[0] if year else None, context, how)

    return meaning, year[1] if year else after


def _country_after(text: Text, index: int) -> tuple[str, int] | None:
    """The country in "Thanksgiving in Canada", "Independence Day of Poland", "Labour Day (US)"."""
    in_brackets = text.word(index) == "("
    first = text.skip(index, "in", "of", "(")
    first = text.skip(first, "the") if first > index else first
    for length in (4, 3, 2, 1) if first > index else ():
        last = first + length
        if last > len(text) or (in_brackets and text.word(last) != ")"):
            continue
        code = country_code(text.source[text[first].start : text[last - 1].end])
        if code is not None:
            return code, last + in_brackets
    return None


def _shared(text: Text, index: int) -> Hit | None:
    """A name that several countries use: by the policy's country, or that of the source's zone."""
    named = _BY_COUNTRY.at(text, index)
    if named is None:
        return None
    table, after = named
    said = _country_after(text, after)
    after = said[1] if said else after
    year = year_at(text, after)

    def meaning(context: Context) -> Span:
        country = said[0] if said else context.policy.country or country_of(context.zone)
        days = {
            code: _chosen(_day_of(rule), year[0] if year else None, context, f"as in {code}")
            for code, rule in table.items()
        }
        if country in days:
            return days[country]
        if "*" in days and said is None:
            others = tuple(Alternative(code, span.last) for code, span in days.items() if code != "*")
            return replace(days["*"], how="as most countries keep it").offering(*others[:3])
        readings = tuple(Alternative(_ELSEWHERE.get(code, code), span.last) for code, span in days.items())
        raise RefusedError(
            RefusalCode.AMBIGUOUS_CALENDAR,
            "Several countries keep a day of that name. Whose is meant?",
            readings,
        )

    return meaning, year[1] if year else after


def _day_of(rule: tuple[int, ...]) -> DayInYear:
    """A fixed (month, day), a rule of the nth weekday, or the days from the Western Easter."""
    if len(rule) == 1:
        return lambda year: easter_day(year, "western") + timedelta(days=rule[0])
    if len(rule) == 2:
        return lambda year: date(year, rule[0], rule[1])
    month, number, which, more = rule
    return _rule((month, number, which, more))
