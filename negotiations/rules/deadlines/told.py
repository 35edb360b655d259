"""Whether a day in prose is only that of the telling: said on Friday, on Monday agreed, told the council on 9 March."""

from negotiations.rules.deadlines.prose import DEADLINE_WORDS, REPORTING
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.words import UNITS, weekday_at

CLAUSE_ENDS = frozenset(".;:!?()")
LOOK_BACK = 9  # words before an expression among which a verb of ending governs it


def is_reported(tokens: Text, start: int, end: int) -> bool:
    """Said on Friday; on Monday agreed: the day of the report. A hearing for Friday looks ahead."""
    if "for" in (tokens.word(start - 1), tokens.word(start)):
        return False
    if "next" in (tokens.word(start), tokens.word(start + 1)) or tokens.word(start) == "tomorrow":
        return False
    if tokens.word(end) in REPORTING:
        return True
    near = (start - 1, start - 2)
    places = [at for at in near if tokens.word(at) in REPORTING and _tells(tokens, at, start)]
    return any(tokens.word(index - 1) not in _STILL_TO_COME for index in places) or (
        _told_somebody(tokens, start) or gave_time(tokens, start)
    )


def _tells(tokens: Text, at: int, start: int) -> bool:
    """Talks on 14 July were held; but an invitation for talks on 14 July looks ahead."""
    return tokens.word(at) != "talks" or (at == start - 1 and tokens.word(at - 1) not in ("for", "to"))


def _told_somebody(tokens: Text, start: int) -> bool:
    """The envoy told the council on Wednesday."""
    for index in range(start - 1, max(start - LOOK_BACK, -1), -1):
        word = tokens.word(index)
        if word in CLAUSE_ENDS or word in _STILL_TO_COME or word in ("that", ","):
            return False
        if word in ("told", "informed", "assured"):
            return tokens.word(start) == "on" or index >= start - 4
    return False


def gave_time(tokens: Text, start: int) -> bool:
    """Gave Tehran 60 days on Wednesday; set a deadline on Monday: the day on which the time was given."""
    has_length = tokens.word(start) == "deadline" and weekday_at(tokens, start + 2) is not None
    on = start + (tokens.word(start) == "deadline")
    if tokens.word(on) != "on" and weekday_at(tokens, on) is None:
        return False
    for index in range(start - 1, max(start - LOOK_BACK, -1), -1):
        word = tokens.word(index)
        if word in CLAUSE_ENDS or word in _STILL_TO_COME or (word in ("and", "but") and not has_length):
            return False
        if word in _GAVE:
            return has_length
        has_length = has_length or word in UNITS or word in ("deadline", "ultimatum")
    return False


def is_narrated(tokens: Text, start: int) -> bool:
    """A verb in the past tense stands shortly before it: a likely day of something that happened."""
    for index in range(start - 1, max(start - 8, -1), -1):
        word = tokens.word(index)
        if word == "to" and tokens.word(index - 1) in _SUPERSEDED:
            return True
        if word in CLAUSE_ENDS or word in _STILL_TO_COME:
            return False
        if _is_past_verb(tokens, index) or word in _IRREGULAR:
            return tokens.word(index - 1) not in _STILL_TO_COME
    return False


def opens_a_narration(tokens: Text, start: int, end: int) -> bool:
    """On Friday, Trump expressed frustration: it opens a sentence whose verb is in the past."""
    if start > 0 and tokens.word(start - 1) not in CLAUSE_ENDS:
        return False
    for index in range(end, min(end + 6, len(tokens))):
        word = tokens.word(index)
        if word in CLAUSE_ENDS or word in _STILL_TO_COME or word in DEADLINE_WORDS:
            return False
        if _is_past_verb(tokens, index) or word in REPORTING or word in _IRREGULAR:
            return True
    return False


def opens_with_what_was_before(tokens: Text, start: int, end: int) -> bool:
    """After the vote on Tuesday, the government has a week: the day is that of what comes first."""
    if tokens.word(end) != ",":
        return False
    for index in range(start - 1, max(start - LOOK_BACK, -1), -1):
        if tokens.word(index) in CLAUSE_ENDS or tokens.word(index) == ",":
            return False
        if tokens.word(index) == "after":
            return index < start - 1 and (index == 0 or tokens.word(index - 1) in CLAUSE_ENDS)
    return False


def had_happened(tokens: Text, start: int, end: int) -> bool:
    """By Wednesday, 300 people had left; the talks lasted until 3 a.m.: a limit of what is over."""
    if tokens.word(start - 1) in _LASTED:
        return True
    opens = start == 0 or tokens.word(start - 1) in CLAUSE_ENDS
    for index in range(end, min(end + 12, len(tokens)) if opens else end):
        if tokens.word(index) in CLAUSE_ENDS or tokens.word(index) in _STILL_TO_COME:
            return False
        if tokens.word(index) == "had":
            return tokens.word(index + 1) not in ("to", "until", "till")
    return False


def _is_past_verb(tokens: Text, index: int) -> bool:
    """Rejected, signed; but the United Nations and Mohammed are names."""
    word = tokens.word(index)
    is_verb = word.endswith("ed") and not word.endswith("eed") and len(word) > 4
    return is_verb and not tokens[index].capital and word not in _PLANNED


_IRREGULAR = listed(
    "met held took came went flew struck broke spoke began fought fell won sat sent withdrew died fled saw lost"
)
_GAVE = listed("gave set issued granted handed imposed offered agreed announced declared")
_LASTED = listed("lasted stayed remained ran continued endured waited")
_SUPERSEDED = listed("supposed meant originally initially previously formerly")
_STILL_TO_COME = listed("to be will shall would should must may might could can")
_PLANNED = listed(
    "scheduled expected planned fixed slated postponed delayed extended moved required obliged supposed needed called "
    "prolonged renewed rescheduled deferred intended projected targeted agreed anticipated"
)
