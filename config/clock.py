"""The one place that reads the time. Edges (tasks, api, dashboard, commands) read it and pass it down."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def now() -> datetime:
    """Return this moment as an aware UTC datetime.

    It moves at normal speed. In the demonstration it is shifted by ``settings.CLOCK_SHIFT``;
    a test may override that setting.
    """
    shift: timedelta = settings.CLOCK_SHIFT
    return datetime.now(UTC) + shift


def shift_from(clock: str, set_at: str) -> timedelta:
    """Return how far a clock that stood at ``clock`` at the real moment ``set_at`` is from the real time.

    Both are ISO 8601 instants with an offset (``2025-04-15T08:59:00+03:00``); both empty means no shift.
    Raises ImproperlyConfigured naming the variable when one is missing, unreadable or has no offset.
    """
    if not clock and not set_at:
        return timedelta(0)
    return _instant("PARLEY_CLOCK", clock) - _instant("PARLEY_CLOCK_SET_AT", set_at)


def _instant(name: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ImproperlyConfigured(
            f"{name} is {text!r}; give an instant with its offset, such as 2025-04-15T08:59:00+03:00."
        )
    return moment
