"""Words of news prose around dates: verbs of ending and reporting, names that carry numbers. Data only."""

from negotiations.rules.deadlines.tables import listed, phrases
from negotiations.rules.deadlines.text import Phrases

DEADLINE_WORDS = listed(
    "deadline deadlines expire expires expired expiring expiry expiration end ends ending lapse lapses "
    "lapsed lapsing due until till by before within cutoff terminate terminates ultimatum "
    "conclude concludes sunset runs run extended extend extends prolonged prolong renewed renew "
    "extension latest es s must"
)
# Verbs whose own date is when something was said or done, not when it is due.
REPORTING = listed(
    "said says ended expired lapsed told announced announces signed agreed met reported wrote declared warned "
    "confirmed added "
    "stated adopted published began started launched killed attacked struck held spoke visited arrived "
    "accused rejected accepted approved brokered took entered came went issued posted tweeted claimed "
    "insisted called urged voted passed unveiled proposed concluded reached mediated welcomed condemned "
    "praised imposed invaded captured seized suspended collapsed resumed failed discussed hosted flew "
    "travelled traveled presented denied asked ordered broke violated fired released received reiterated "
    "noted stressed acknowledged hailed dismissed vowed demanded saying telling statement reporters "
    "interview briefing speech since deposited ratified notified handed delivered paused halted talks "
    "hearing gave granted"
)
NAMES_WITH_NUMBERS = listed(
    "resolution resolutions article articles art section sections paragraph paragraphs para chapter "
    "annex protocol no number rule clause page pp p item phase stage level point route flight unit group "
    "battalion brigade division regiment tier agenda vision cop g nato su mig f t appendix figure table "
    "part title act decree law regulation directive decision case docket channel radio track basket "
    "s/res operative highway street room tranche batch vote grade category class type model line square "
    "zone version"
)
NOT_A_DATE_AFTER = listed(
    "borders border lines parallel percent % per people persons troops soldiers hostages prisoners "
    "members nations nation point points countries country states parties km kilometres kilometers miles "
    "mile metres meters tonnes tons barrels dollars euros million billion trillion thousand hundred "
    "vessels ships drones missiles km/h mph votes delegates seats lines war committee commission movement riot "
    "attack invasion agreement accords "
    "accord constitution treaty framework revolution uprising coup election elections massacre genocide "
    "offensive talks ceasefire deal envoy peace protocol member party step page article percentage "
    "rounds round civilians children women men villages towns cities centrifuges kg kilograms grams mw "
    "gw megawatts others aircraft tanks brigades battalions observers monitors peacekeepers judges "
    "lawmakers mps deputies signatories governments ministers attacks strikes violations times"
)
BEFORE_A_NAME = listed("theresa prime minister mrs ms mr president secretary the dr miss sir lord")

# The worst attack in two years, the first visit in a decade: looking back, not ahead.
SUPERLATIVES = listed(
    "first most worst largest biggest deadliest highest lowest longest best greatest fewest only heaviest bloodiest "
    "fiercest strongest weakest"
)
# Names of agreements, wars and papers that carry a day or a feast; they are stepped over.
NAMES: Phrases[bool] = Phrases(
    phrases(
        "good friday agreement|good friday accord|good friday accords|good friday peace agreement|"
        "yom kippur war|ramadan war|october war|october revolution|six-day war|six day war|hundred years war|"
        "thirty years war|september 11|9/11|24/7|black september|friday prayers|friday sermon|sunday times|"
        "april 6 movement|march 14 alliance|march 8 alliance|14 march alliance|8 march alliance|m23|"
        "july 15 coup|may 9 riots|easter rising|easter island|easter uprising|prague spring|arab spring|"
        "velvet spring|sunday telegraph|sunday mass|black friday protests|bloody sunday|fridays for future|"
        "the first lady|second world war|first world war|world war ii|world war i|second lebanon war|"
        "second intifada|first intifada|second chechen war|may fourth movement|tet offensive|october 7 attack|"
        "october 7 attacks|7 october attacks|october 7 massacre|7 october attack|four seasons|at first|first of all|"
        "in the first place|for the first time|for the second time|in the second place|one day after another|"
        "second only to|second to none|day by day|day after day|week after week|month after month|year after year|"
        "from day to day|day to day|year on year|month on month|these days|those days|nowadays|one by one|"
        "the day will come|of the day|order of the day|man of the year|person of the year|time and again|"
        "year-on-year|day-to-day|round the clock|around the clock|all day|all night|all week|all year|to date|"
        "up to date|out of date|a second time|second in command|second-in-command|seconds away",
        True,
    )
)
