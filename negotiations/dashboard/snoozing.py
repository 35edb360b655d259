"""Until when an alert can be put off: in an hour, tomorrow at nine, a day before its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from negotiations.rules.alert_times import local

NAMES: dict[str, Promise | str] = {
    "hour": _("in one hour"),
    "tomorrow": _("tomorrow at 09:00"),
    "day-before": _("one day before the deadline"),
}


@dataclass(frozen=True, slots=True)
class Until:
    """One choice: its key, its name, and the UTC instant it means."""

    key: str
    name: Promise | str
    at: datetime


def choices(due_at: datetime | None, zone: str, now: datetime) -> list[Until]:
    """What can be chosen at `now` by a reader in `zone`; the day before a deadline only while it is to come."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    moments = {"hour": now + timedelta(hours=1), "tomorrow": local(tomorrow, time(9), zone)}
    if due_at is not None and due_at - timedelta(days=1) > now:
        moments["day-before"] = due_at - timedelta(days=1)
    return [Until(key, NAMES[key], at) for key, at in moments.items()]
