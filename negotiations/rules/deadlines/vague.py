"""Words of time that name no day (soon, in due course) and words that name many (every Friday, weekly)."""

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.durations import duration_at
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.moment_grammar import moment
from negotiations.rules.deadlines.numbers import ordinal
from negotiations.rules.deadlines.reading import Hit, refused
from negotiations.rules.deadlines.result import RefusalCode
from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases, Text
from negotiations.rules.deadlines.words import UNITS, WEEKDAYS, month_at, weekday_at

_VAGUE = Phrases(
    phrases(
        "soon|very soon|midweek|mid-week|in midweek|in the new year|early in the new year|early new year|"
        "into the new year|"
        "sooner rather than later|as soon as possible|as soon as practicable|asap|shortly|"
        "soon after|not long after|in due course|"
        "in due time|immediately|at once|right away|straight away|forthwith|promptly|without delay|"
        "without undue delay|eventually|someday|some day|one day|sometime|some time|sooner or later|"
        "in the near future|in the foreseeable future|for the foreseeable future|in the future|"
        "in the not too distant future|in the long run|in the short term|in the medium term|"
        "in the long term|before long|at a later date|at an early date|at an appropriate time|in time|"
        "when appropriate|as quickly as possible|presently|until further notice|for now|"
        "for the time being|in good time|any day now|at some point|momentarily|"
        "at the earliest opportunity|at the earliest possible date|any time soon|anytime soon|"
        "within reach|imminently|at your earliest convenience|as early as possible|later on|indefinitely|"
        "one of these days|in a while|in a little while|in a bit|in a moment|in no time|at a later stage|"
        "at a later time|within a reasonable time|in a timely manner|in a reasonable time|"
        "as long as necessary|a reasonable time|within a reasonable period|overnight|"
        "at the earliest convenience|not before long|in the immediate future|later|another day|"
        "around the corner|in the days ahead|in the weeks ahead|in the months ahead|before too long|"
        "at the right time|in the days to come|in the weeks to come|in the months to come|"
        "in the hours ahead|down the road|down the line|any moment|at any moment|any minute now|"
        "within a reasonable timeframe|with immediate effect|at the earliest|by and by",
        True,
    )
)  # fmt: skip
_ONLY_ALONE = listed("later sometime some one in overnight presently immediately soon at another promptly")
_ADVERBS = listed(
    "daily weekly monthly yearly annually quarterly hourly fortnightly biweekly bi-weekly bimonthly "
    "semiannually biannually nightly annual weekdays weekends"
)
_AFTER_ADVERB = listed("on at by from until in for every each starting beginning")
_TIMES = frozenset({"once", "twice", "thrice", "times"})
_WEEKDAY_PLURALS = frozenset(f"{name}s" for name in WEEKDAYS)


def vague_word(text: Text, index: int) -> Hit | None:
    """Soon, shortly, in due course, the 1990s: no day can be made of it."""
    start = text.skip(index, "the", "early", "late", "mid", "-")
    if text.word(start + 1) == "s" and not text[start + 1].spaced and len(text.word(start)) == 4:
        return refused(RefusalCode.VAGUE, "A decade is no deadline. Which day of it is meant?"), start + 2
    found = _VAGUE.at(text, index)
    if found is None or (text.running and text.word(index) in _ONLY_ALONE and found[1] == index + 1):
        return None
    return refused(RefusalCode.VAGUE, "That names no day. By which day, exactly?"), found[1]


_PAST = Phrases(
    phrases(
        "recently|lately|of late|just now|the other day|the other week|previously|formerly|in the past|long ago|"
        "a while ago|some time ago|not long ago|a long time ago|ages ago|the day before last|the week before last|"
        "the month before last|the year before last|week before last|month before last|year before last|"
        "earlier today|earlier this week|earlier this month|earlier this year|earlier this morning|already|"
        "in recent days|in recent weeks|in recent months|once upon a time|before now|until now|to date|so far|"
        "a few days ago|several days ago|a few weeks ago|several weeks ago|the night before last|until recently",
        True,
    )
)


_ANY = ("anytime", "any time", "any day", "any other day", "every day", "all days", "all week")
_BUT = ("but", "but not", "but on", "except", "except on", "except for", "other than", "save", "excluding", "than")
_ANY_BUT = Phrases({f"{day} {but}": True for day in _ANY for but in _BUT} | phrases("not on|any day that is not", True))


def any_but(text: Text, index: int) -> Hit | None:
    """Any day but Friday, not on Monday: which day it is not says nothing of which it is."""
    found = _ANY_BUT.at(text, index)
    other = text.read(moment, found[1]) if found else None
    asks = refused(RefusalCode.VAGUE, "That says which day it is not. By which day, exactly?")
    return (asks, other[1]) if other else None


def gone_by(text: Text, index: int) -> Hit | None:
    """Recently, the other day, earlier this week: what is over."""
    found = _PAST.at(text, index)
    if found is None or (text.running and found[1] == index + 1):
        return None
    return refused(RefusalCode.PAST, "That lies in the past. Which coming day is meant?"), found[1]


def recurrence(text: Text, index: int) -> Hit | None:
    """Every Friday, each month, on Mondays, weekly, 31 January each year: many days, not one deadline."""
    after = _recurring(text, index) or _yearly(text, index)
    if after is None:
        return None
    hour = text.read(moment, text.skip(after, ",", "by"))
    after = hour[1] if hour is not None else after
    return refused(RefusalCode.RECURRENCE, "That comes round again and again. Which one of them is meant?"), after


def _recurring(text: Text, index: int) -> int | None:
    word = text.word(index)
    slash = index + 1 + (text.number(index + 1) is not None)
    if word == "r" and text.word(slash) == "/" and text[slash + 1].kind in (Kind.ISO, Kind.ISO_LENGTH):
        last = slash + 2
        return last + 2 if text.word(last) == "/" else last
    if word in ("every", "each", "per"):
        return _every(text, index + 1)
    if word in _WEEKDAY_PLURALS or (word == "weekends" and not text.running):
        after = index + 1
        while text.word(after) in ("and", "or", ",", "&", "to", "through") and text.word(after + 1) in _WEEKDAY_PLURALS:
            after += 2
        return after
    if word in _ADVERBS and not (
        text.running and text[index + 1].kind is Kind.WORD and text.word(index + 1) not in _AFTER_ADVERB
    ):
        return index + 1
    counts = text.word(index + 1) in _TIMES
    if word in _TIMES or counts:
        unit = index + (2 if counts else 1)
        if text.word(unit) in ("a", "per", "every", "each") and words.unit_at(text, unit + 1):
            return unit + 2
    return None


_OF_EACH = listed("each every per")


def _yearly(text: Text, index: int) -> int | None:
    """31 January each year, on the 1st of every month, 1 May annually."""
    day = text.longest(index, moment)
    if day is None:
        return None
    after = text.skip(day[1], ",", "of", "in")
    if text.word(after) in _OF_EACH and words.unit_at(text, after + 1) is not None:
        return after + 2
    return after + 1 if text.word(after) in ("annually", "yearly", "monthly", "weekly", "quarterly") else None


def _every(text: Text, index: int) -> int | None:
    start = text.skip(
        index, "single", "other", "second", "alternate", "few", "couple", "of", "last", "working", "business"
    )
    which = ordinal(text, start)
    start = which[1] if which else start
    counted = duration_at(text, start)
    if counted is not None:
        return counted[1]
    if weekday_at(text, start) or month_at(text, start):
        named = weekday_at(text, start) or month_at(text, start)
        return named[1] if named else None
    if text.word(start) in UNITS or text.word(start) in (
        "weekday",
        "weekend",
        "morning",
        "evening",
        "afternoon",
        "night",
    ):
        return start + 1
    return start if which else None
