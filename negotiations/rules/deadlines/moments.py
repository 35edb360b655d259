"""Put a day, an hour and a zone together: the rules for midnight, open halves and changes of the clocks."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from negotiations.rules.deadlines.clock import Clock
from negotiations.rules.deadlines.reading import Context, RefusedError, Sort, Span, checked, plus_days, spoken
from negotiations.rules.deadlines.result import Alternative, Precision, RefusalCode
from negotiations.rules.deadlines.zones import ZoneWords


@dataclass(frozen=True, slots=True)
class Hour:
    """The clock and zone words of one moment; bound: "by", "until" or a verb of ending governs it."""

    clock: Clock
    zone: ZoneWords | None
    bound: bool


def zone_name(info: tzinfo) -> str:
    """The IANA name of a zone, or UTC+03:00 for a plain offset."""
    if isinstance(info, ZoneInfo):
        return str(info)
    offset = info.utcoffset(None) if isinstance(info, timezone) else None
    minutes = int((offset or timedelta()).total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def zone_info(name: str) -> tzinfo:
    """The inverse of zone_name."""
    if name.startswith("UTC") and len(name) > 3:
        hours, minutes = name[4:].split(":")
        total = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-total if name[3] == "-" else total)
    return ZoneInfo(name)


def at_hour(day: Span | None, hour: Hour, context: Context) -> Span:
    """The moment at that hour of that day; without a day, the first one not before the reference."""
    if hour.clock.is_impossible:
        raise RefusedError(RefusalCode.IMPOSSIBLE, "There is no such hour of the day. Which hour is meant?")
    if day is None:
        return _next_time(hour, context)
    if day.instant is not None:
        raise RefusedError(RefusalCode.AMBIGUOUS_TIME, "Two different hours are given. Which one counts?")
    if hour.clock.named == "midnight":
        return _midnight(day, hour, context)
    return _placed(day, hour, context)


def _placed(day: Span, hour: Hour, context: Context) -> Span:
    clock = hour.clock
    if clock.half:
        _refuse_open_half(day, hour, context)
    moment = _wall_time(clock, context)
    if context.behind and any(other.day == context.today for other in day.alternatives):
        day = replace(day, first=context.today, last=context.today, sort=Sort.TODAY, alternatives=())
    instant = _instant(day.last, moment, clock, hour.zone, context)
    if day.sort is Sort.WEEKDAY and day.last == context.today and instant < context.reference:
        later = plus_days(day.last, 7)
        day = replace(day, first=later, last=later, alternatives=())
        instant = _instant(later, moment, clock, hour.zone, context)
    grain = Precision.MINUTE if moment.minute or clock.colon or moment.second else Precision.HOUR
    span = replace(day, first=day.last, instant=instant, grain=grain, hour_is_said=True)
    span = replace(span, alternatives=_others_at(day, moment, clock, hour.zone, context))
    return _warned(span, clock, hour.zone, instant, context)


def _warned(span: Span, clock: Clock, zone: ZoneWords | None, instant: datetime, context: Context) -> Span:
    if zone is not None:
        span = replace(span, zone=zone_name(instant.tzinfo or UTC))
    if clock.named == "cob":
        hour = f"{context.policy.close_of_business:%H:%M}"
        span = span.warned(f"Close of business is taken as {hour} local time.")
    if not clock.exact:
        span = span.warned("12 a.m. is read as 00:00, the start of that day.").offering(
            Alternative("the end of that day", span.last, instant + timedelta(days=1))
        )
    return span


def _wall_time(clock: Clock, context: Context) -> time:
    if clock.named == "cob":
        return context.policy.close_of_business
    return time(clock.hour, clock.minute, clock.second)


def _others_at(
    day: Span, moment: time, clock: Clock, zone: ZoneWords | None, context: Context
) -> tuple[Alternative, ...]:
    """The other readings of the day, at the same hour."""
    return tuple(
        Alternative(other.label, other.day, _instant(other.day, moment, clock, zone, context))
        for other in day.alternatives
    )


def _instant(day: date, moment: time, clock: Clock, zone: ZoneWords | None, context: Context) -> datetime:
    at_day = plus_days(day, 1) if clock.end else day
    wall = datetime.combine(at_day, moment)
    info = zone.info(context, wall) if zone else ZoneInfo(context.zone)
    return on_the_wall(wall, info)


def on_the_wall(wall: datetime, info: tzinfo) -> datetime:
    """The instant of a naive wall time. Raises RefusedError where the clocks skip it or show it twice."""
    early, late = wall.replace(tzinfo=info, fold=0), wall.replace(tzinfo=info, fold=1)
    if early.utcoffset() == late.utcoffset():
        return early
    name = zone_name(info)
    shown = f"{wall:%H:%M} on {spoken(wall.date())}"
    readings = tuple(
        Alternative(f"{moment:%H:%M} {moment:%Z}", moment.date(), moment)
        for moment in (early.astimezone(UTC).astimezone(info), late.astimezone(UTC).astimezone(info))
    )
    if early.astimezone(UTC).astimezone(info).replace(tzinfo=None) != wall:
        raise RefusedError(
            RefusalCode.DST_GAP, f"The clocks in {name} skip {shown}. Before or after the change?", readings
        )
    raise RefusedError(
        RefusalCode.DST_FOLD, f"The clocks in {name} show {shown} twice. The first or the second?", readings
    )


def _refuse_open_half(day: Span, hour: Hour, context: Context) -> None:
    readings = []
    for half, label in ((0, "a.m."), (12, "p.m.")):
        clock = replace(hour.clock, hour=hour.clock.hour % 12 + half, half=False)
        instant = _instant(day.last, time(clock.hour, clock.minute), clock, hour.zone, context)
        readings.append(Alternative(f"{hour.clock.hour}:{hour.clock.minute:02} {label}", day.last, instant))
    raise RefusedError(
        RefusalCode.AMBIGUOUS_TIME,
        f"Is {hour.clock.hour}:{hour.clock.minute:02} in the morning or in the afternoon?",
        tuple(readings),
    )


def _next_time(hour: Hour, context: Context) -> Span:
    clock = replace(hour.clock, named=None, end=True) if hour.clock.named == "midnight" else hour.clock
    hour = replace(hour, clock=clock)
    here = context.reference
    if hour.zone is not None:
        info = hour.zone.info(context, here.replace(tzinfo=None))
        here = here.astimezone(info)
    today = Span(here.date(), here.date(), sort=Sort.CLOCK, how="the next time it is that hour")
    span = _placed(today, hour, context)
    if span.instant is None or span.instant >= context.reference or clock.named == "cob":
        return span
    tomorrow = replace(today, first=plus_days(today.last, 1), last=plus_days(today.last, 1))
    later = _placed(tomorrow, hour, context)
    return later.warned("That hour had already passed on the day it was said; the next day is taken.").offering(
        Alternative("the same day", span.last, span.instant)
    )


def _midnight(day: Span, hour: Hour, context: Context) -> Span:
    """Midnight on a day is its start or its end; only some wordings say which."""
    end = replace(hour, clock=replace(hour.clock, named=None, end=True))
    if day.sort is Sort.TODAY:
        return _placed(replace(day, how="the coming midnight"), end, context)
    if day.sort is Sort.WEEKDAY and (hour.bound or context.governed):
        return _placed(day, end, context).warned("Midnight is read as the end of that day.")
    start = replace(hour, clock=replace(hour.clock, named=None))
    first, last = _placed(day, start, context), _placed(day, end, context)
    checked(last.last)
    raise RefusedError(
        RefusalCode.AMBIGUOUS_MIDNIGHT,
        f"Is midnight on {spoken(day.last)} the start or the end of that day?",
        (
            Alternative("the start of that day, 00:00", day.last, first.instant),
            Alternative("the end of that day, 24:00", day.last, last.instant),
        ),
    )
