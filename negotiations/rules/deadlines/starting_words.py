"""Which words can begin an expression of time, so that prose is scanned quickly."""

from negotiations.rules.deadlines.bounds import BOUNDS
from negotiations.rules.deadlines.feast_names import (
    BY_COUNTRY,
    CHRISTMAS,
    EASTER_DAYS,
    FIXED,
    LUNAR,
    NTH_WEEKDAY,
    ORTHODOX_DAYS,
    RITES,
    WESTERN_DAYS,
)  # fmt: skip
from negotiations.rules.deadlines.numbers import ORDINAL_WORDS, TENS, UNITS_AND_TEENS
from negotiations.rules.deadlines.words import MONTHS, UNITS, WEEKDAYS

_NAMES = (BY_COUNTRY, CHRISTMAS, EASTER_DAYS, FIXED, LUNAR, NTH_WEEKDAY, ORTHODOX_DAYS, RITES, WESTERN_DAYS)
_SHORT = {name[:3] for name in (*MONTHS, *WEEKDAYS)} | {"sept", "tues", "weds", "thur", "thurs"}
_OTHERS = (
    "a an the this next last past coming upcoming following current today tonight tonite tomorrow tmr tmrw "
    "yesterday overmorrow noon midday midnight "
    "end close start beginning early late mid middle later about around roughly nearly almost some several "
    "few couple "
    "many every each per once twice daily weekly monthly yearly annually quarterly hourly weekend week day "
    "days eve half quarter q h w d t m "
    "cob eob eod eom eow eoy eoq soon shortly immediately asap as in at within by between from for on over "
    "under under more less "
    "spring summer autumn winter rest remainder first final two dozen hundred circa towards toward before "
    "after "
    "through until up exactly approximately sometime under just only and no not nights another "
    "indefinitely one down eventually "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays upon turn month year good ½ ¼ ¾ "
    "anytime any "
    "forthwith promptly presently momentarily imminently overnight fiscal financial either expiry "
    "expiration anniversary high same"
)
STARTING_WORDS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | _SHORT | frozenset(UNITS) | frozenset(ORDINAL_WORDS) | frozenset(TENS)
    | frozenset(UNITS_AND_TEENS) | frozenset(_OTHERS.split()) | BOUNDS.first_words
    | frozenset(name.split()[0] for names in _NAMES for name in names)
)  # fmt: skip
