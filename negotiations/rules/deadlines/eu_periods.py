"""Regulation (EEC, Euratom) No 1182/71, Art. 3: how periods in acts of the European Union end.

(1) the day of the event is not counted; (4) a last day on a holiday, Sunday or Saturday moves to the end of
the next working day, unless the period runs backwards; (5) two days or more include at least two working days.
"""

from dataclasses import replace
from datetime import date, timedelta

from negotiations.rules.deadlines.business_days import DaysOff, days_off, move_working_days, next_working_day
from negotiations.rules.deadlines.durations import Duration
from negotiations.rules.deadlines.reading import Span, spoken
from negotiations.rules.deadlines.result import Policy

EU_RULE = "EU-1182/71"


def ended(span: Span, start: Span, duration: Duration, backwards: bool, policy: Policy) -> Span:
    """The span with its last day moved as Art. 3(4) and (5) say. A period counted backwards never moves."""
    if backwards:
        return span
    off = days_off(policy)
    last = next_working_day(span.last, off)
    if _is_two_days_or_more(duration):
        while _working_days_between(start.last, last, off) < 2:
            last = move_working_days(last, 1, off)
    if policy.calendar is None and not policy.holidays:
        span = span.warned("No public holidays were given: only Saturdays and Sundays were taken as days off.")
    if last == span.last:
        return replace(span, how=f"{span.how}, under Regulation 1182/71")
    moved = f"moved from {spoken(span.last)} to a working day by Regulation 1182/71 Art. 3"
    return replace(span, first=last, last=last, how=f"{span.how}, {moved}").warned(f"The last day was {moved}.")


def _is_two_days_or_more(duration: Duration) -> bool:
    return duration.days + 30 * duration.months + duration.working_days >= 2


def _working_days_between(event_day: date, last: date, off: DaysOff) -> int:
    """Working days after the event day up to and with the last, counted no further than two."""
    count, day = 0, event_day
    while day < last and count < 2:
        day += timedelta(days=1)
        count += day not in off
    return count
