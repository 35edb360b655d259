"""Any day or period without an hour: the longest that one of the productions reads."""

from negotiations.rules.deadlines.dates import date_at
from negotiations.rules.deadlines.feasts import feast
from negotiations.rules.deadlines.nth_of_period import day_number, nth_weekday
from negotiations.rules.deadlines.numeric_dates import numeric_date
from negotiations.rules.deadlines.parts import (
    end_of,
    named_period,
    start_of,
    vague_part,
)
from negotiations.rules.deadlines.periods import refuse_fiscal, relative_day, yesterday
from negotiations.rules.deadlines.reading import Hit
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.weekdays import weekday

# Words that no day begins with; told at once, for prose is full of them.
_NEVER_FIRST = listed(
    "of to is are was by for from until till than and or but with before after since within during over"
)


def day(text: Text, index: int) -> Hit | None:
    """The longest day or period at index."""
    if text.word(index) in _NEVER_FIRST:
        return None
    return text.longest(
        index, date_at, numeric_date, weekday, relative_day, feast, end_of, nth_weekday, day_number, start_of,
        named_period, vague_part, yesterday, refuse_fiscal,
    )  # fmt: skip
