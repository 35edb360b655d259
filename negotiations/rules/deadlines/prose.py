"""Words of news prose around dates: verbs of ending and reporting, names that carry numbers. Data only."""

from negotiations.rules.deadlines.tables import listed

DEADLINE_WORDS = listed(
    "deadline deadlines expire expires expired expiring expiry expiration end ends ending lapse lapses "
    "lapsed lapsing due until till by before within cutoff cut-off terminate terminates ultimatum "
    "conclude concludes sunset runs run extended extend extends prolonged prolong renewed renew "
    "extension latest finish finishes close closes must"
)
# Verbs whose own date is when something was said or done, not when it is due.
REPORTING = listed(
    "said says told announced announces signed agreed met reported wrote declared warned confirmed added "
    "stated adopted published began started launched killed attacked struck held spoke visited arrived "
    "accused rejected accepted approved brokered took entered came went issued posted tweeted claimed "
    "insisted called urged voted passed unveiled proposed concluded reached mediated welcomed condemned "
    "praised imposed invaded captured seized suspended collapsed resumed failed discussed hosted flew "
    "travelled traveled presented denied asked ordered broke violated fired released received reiterated "
    "noted stressed acknowledged hailed dismissed vowed demanded saying telling statement reporters "
    "interview briefing speech since deposited ratified notified handed delivered paused halted talks "
    "hearing"
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
    "vessels ships drones missiles km/h mph votes delegates seats lines war invasion agreement accords "
    "accord constitution treaty framework revolution uprising coup election elections massacre genocide "
    "offensive talks ceasefire deal envoy peace protocol member party step page article percentage "
    "rounds round civilians children women men villages towns cities centrifuges kg kilograms grams mw "
    "gw megawatts others aircraft tanks brigades battalions observers monitors peacekeepers judges "
    "lawmakers mps deputies signatories governments ministers attacks strikes violations times"
)
BEFORE_A_NAME = listed("theresa prime minister mrs ms mr president secretary the dr miss sir lord")
