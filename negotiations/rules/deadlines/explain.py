"""Turn a span of the grammar into a Resolution: its moment for sorting, its words, its doubts."""

from datetime import UTC, datetime, timedelta

from negotiations.rules.deadlines.moments import zone_info, zone_name
from negotiations.rules.deadlines.reading import Context, RefusedError, Sort, Span, checked, spoken
from negotiations.rules.deadlines.result import Alternative, Precision, Refusal, Resolution
from negotiations.rules.deadlines.words import WEEKDAY_NAMES
from negotiations.rules.deadlines.zones import place_of

PASSED = "That day lies before the day it was said."


def resolution(expression: str, span: Span, context: Context) -> Resolution:
    """The resolution of a span. A whole day ends at its 24:00 in its zone."""
    day = checked(span.last)
    zone = span.zone or (zone_name(span.instant.tzinfo or UTC) if span.instant else context.zone)
    span = span if day >= context.today else span.warned(PASSED)
    end = span.instant if span.instant is not None else _end_of_day(span, zone)
    return Resolution(
        expression=expression,
        day=day,
        instant=span.instant,
        precision=span.grain if span.instant or span.sort is Sort.PERIOD else Precision.DAY,
        zone=zone,
        utc=end.astimezone(UTC),
        rule=_rule(span, zone),
        restated=restated(span, zone),
        warnings=span.warnings,
        alternatives=_distinct(span),
        anchor=span.anchor,
    )


def refusal(expression: str, error: RefusedError) -> Refusal:
    return Refusal(expression, error.code, str(error), error.readings, error.anchor_noun)


def restated(span: Span, zone: str) -> str:
    """Plain words that read back to the same day and instant, whatever the reference."""
    if span.instant is None:
        return f"{spoken(span.last)}, {zone} time" if span.zone else spoken(span.last)
    clock = f"{span.instant:%H:%M:%S}" if span.instant.second else f"{span.instant:%H:%M}"
    day = span.last
    if span.instant.date() != day:
        clock = "24:00"
    return f"{clock} {_zone_words(span.instant, zone)} on {spoken(day)}"


def words_of(other: Alternative) -> str:
    """Plain words that read back to another reading, whatever the reference."""
    zone = zone_name(other.instant.tzinfo or UTC) if other.instant else ""
    return restated(Span(other.day, other.day, instant=other.instant), zone)


def _zone_words(instant: datetime, zone: str) -> str:
    """The zone's name, or its offset when the clocks show that hour twice or not at all."""
    info = zone_info(zone)
    if (
        instant.replace(fold=0).utcoffset()
        == instant.replace(fold=1).utcoffset()
        == instant.astimezone(info).utcoffset()
    ):
        return zone
    offset = instant.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _end_of_day(span: Span, zone: str) -> datetime:
    following = datetime(span.last.year, span.last.month, span.last.day) + timedelta(days=1)  # noqa: DTZ001
    return following.replace(tzinfo=zone_info(zone))


def _rule(span: Span, zone: str) -> str:
    """How it was counted: the day with its weekday and where it ends."""
    place = place_of(zone)
    weekday = WEEKDAY_NAMES[span.last.weekday()]
    how = span.how or span.name or "as written"
    if span.instant is None:
        return f"{how}: {weekday} {spoken(span.last)}, until 24:00 in {place}"
    clock = f"{span.instant:%H:%M}" if span.instant.date() == span.last else "24:00"
    return f"{how}: {weekday} {spoken(span.last)} at {clock} in {place}"


def _distinct(span: Span) -> tuple[Alternative, ...]:
    """Other readings that really differ from the one taken, each once."""
    seen: dict[object, Alternative] = {}
    for other in span.alternatives:
        key = other.instant or other.day
        if key != (span.instant if other.instant else span.last):
            seen.setdefault(key, other)
    return tuple(seen.values())
