"""Load ahead what a first reading would otherwise wait for: place names and the holiday calendars."""

from negotiations.rules.deadlines.business_days import days_off
from negotiations.rules.deadlines.places import country_of, zones_by_place
from negotiations.rules.deadlines.result import Policy


def load_tables() -> None:
    """Load them. Takes about a second: for a process that serves, or reads many deadlines."""
    zones_by_place()
    country_of("UTC")
    days_off(Policy(calendar="DE"))
