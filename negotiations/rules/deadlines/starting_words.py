"""Which words speak of time, so that prose is scanned only where there is something to read."""

from negotiations.rules.deadlines.anchor_words import ACTS
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
)
from negotiations.rules.deadlines.numbers import ORDINAL_WORDS, TENS, UNITS_AND_TEENS
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.words import MONTHS, UNITS, WEEKDAYS

_FEASTS = (BY_COUNTRY, CHRISTMAS, EASTER_DAYS, FIXED, LUNAR, NTH_WEEKDAY, ORTHODOX_DAYS, WESTERN_DAYS)
_SHORT = {name[:3] for name in (*MONTHS, *WEEKDAYS)} | {"sept", "tues", "weds", "thur", "thurs"}
_COMMON = listed(
    "the all old new good us un st first three holy great low fat rose white of and in second ii day's american "
    "president's kings saint saints fools women's workers peoples human rights united nations national international"
)

# Words that can be the heart of an expression of time.
TIME_WORDS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(f"{day}s" for day in WEEKDAYS) | _SHORT | frozenset(UNITS)
    | listed(
        "today tonight tonite tomorrow tmr tmrw yesterday overmorrow noon midnight midday morning afternoon evening "
        "weekend weekends weekday weekdays weekly daily monthly yearly annually quarterly hourly fortnightly biweekly "
        "century cob eob eod eom eow eoy eoq asap soon shortly eventually midweek spring summer autumn winter business "
        "am pm o'clock now time date moment term latest anniversary notice future course delay anytime indefinitely "
        "play "
        "dawn "
        "dusk sunset sunrise nightfall daybreak ½ ¼ ¾ year-end month-end immediately forthwith promptly imminently"
    )
    | {word.removesuffix("'") for feasts in _FEASTS for name in feasts for word in name.split()} - _COMMON
)  # fmt: skip
# Words that stand for events; they count where events of the negotiation are known, and after a number of days.
EVENT_WORDS = frozenset(word for phrase in ACTS for word in phrase.split()) - _COMMON
# Words that can begin an expression whose heart comes a few words later.
LEADING_WORDS = (
    BOUNDS.first_words | frozenset(ORDINAL_WORDS) | frozenset(TENS) | frozenset(UNITS_AND_TEENS)
    | frozenset(name.split()[0] for name in RITES)
    | frozenset(name.split()[0] for feasts in _FEASTS for name in feasts)
    | listed(
        "a an the this next last past coming upcoming following current end close start beginning early late mid "
        "middle later about around roughly nearly almost some several few couple many every each per once twice half "
        "as in at within by between from for on over under more less rest remainder final dozen hundred circa towards "
        "toward before after through until up exactly approximately sometime just only and no not another upon turn "
        "any either high same eve q h w d t m expiry expiration penultimate previous earlier recently"
    )
)  # fmt: skip
