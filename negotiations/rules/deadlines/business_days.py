"""Working days: which days are off in a named calendar, and how to step over them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from negotiations.rules.deadlines.reading import FIRST_YEAR, LAST_YEAR, RefusedError
from negotiations.rules.deadlines.result import Policy, RefusalCode

_COUNTRIES = {"EU": "ECB", "TARGET": "ECB", "TARGET2": "ECB", "UK": "GB", "USA": "US", "UN": "UNSG"}


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Weekly days off, further single days, and the holidays of a named calendar."""

    weekend: frozenset[int]
    extra: frozenset[date]
    holiday: Callable[[date], bool]

    def weekly(self, day: date) -> bool:
        return day.weekday() in self.weekend

    def __contains__(self, day: date) -> bool:
        return self.weekly(day) or day in self.extra or self.holiday(day)


def days_off(policy: Policy) -> DaysOff:
    """The days off of the policy's calendar and holidays. Without any: RefusedError(missing_calendar)."""
    if policy.calendar is not None:
        weekend, holiday = _calendar(policy.calendar)
        return DaysOff(weekend, policy.holidays, holiday)
    if policy.holidays or policy.rule is not None:
        return DaysOff(frozenset({5, 6}), policy.holidays, lambda _: False)
    raise RefusedError(
        RefusalCode.MISSING_CALENDAR,
        "Working days need a calendar. In which country or office are they counted?",
    )


def move_working_days(day: date, count: int, off: DaysOff) -> date:
    """The working day that lies count working days after (or before) day, day itself not counted."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day = _stepped(day, step)
        if day not in off:
            left -= 1
    return day


def next_working_day(day: date, off: DaysOff) -> date:
    """The day itself if it is a working day, otherwise the first one after it."""
    while day in off:
        day = _stepped(day, timedelta(days=1))
    return day


def _stepped(day: date, step: timedelta) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RefusedError(RefusalCode.IMPOSSIBLE, "The working days lead outside the years that can be meant.")
    return day + step


def has_calendar(name: str) -> bool:
    """Whether working days can be counted by a calendar of this name ("DE", "US-CA", "NYSE", "EU")."""
    try:
        _calendar(name)
    except RefusedError:
        return False
    return True


@lru_cache(maxsize=32)
def _calendar(name: str) -> tuple[frozenset[int], Callable[[date], bool]]:
    """Weekend and holiday test of a calendar of the holidays package, loaded only when one is named."""
    import holidays  # noqa: PLC0415  (a quarter of a second that most readings never need)

    wanted = _COUNTRIES.get(name.strip().upper(), name.strip())
    code, _, part = wanted.partition("-")
    country = _country_code(code)
    try:
        if code.upper() in holidays.list_supported_financial():
            found = holidays.financial_holidays(code.upper())
        elif country in holidays.list_supported_countries():  # else it may be a weekday or a module of the package
            found = holidays.country_holidays(country, subdiv=part.upper() or None)
        else:
            raise NotImplementedError
    except NotImplementedError:
        raise RefusedError(
            RefusalCode.MISSING_CALENDAR,
            f"There is no calendar called “{name[:40]}”. Name one by its country, such as DE, US-CA or UA.",
        ) from None
    return frozenset(found.weekend), lambda day: day in found


def _country_code(name: str) -> str:
    from negotiations.rules.deadlines.places import country_code  # noqa: PLC0415

    return name.upper() if len(name) <= 3 else country_code(name) or name
