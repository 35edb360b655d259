"""Names in running text that look like times: Resolution 2231, the Friday Club, the first visit in a decade."""

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.numbers import ORDINAL_WORDS
from negotiations.rules.deadlines.prose import (
    BEFORE_A_NAME,
    DEADLINE_WORDS,
    NAMES_WITH_NUMBERS,
    NOT_A_DATE_AFTER,
    REPORTING,
    SUPERLATIVES,
)
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.zones import zone_at

_LEADS_TO_NAME = listed("the on by before until after since this")
_MODIFIERS = listed("next this coming last past every each") | frozenset(words.MONTHS) | frozenset(words.WEEKDAYS)
_NAME_NOUNS = listed(
    "street avenue road square lane boulevard bridge hall holdings partners capital company corporation corp inc ltd "
    "llc plc films records books publishing post herald times journal magazine hospital hotel stadium airport "
    "university institute foundation fund software systems motors airlines ventures studios"
)
_VERBS = listed("to be will shall would should must may might could can is at in")


def is_a_name(tokens: Text, start: int, end: int) -> bool:
    """Resolution 2231, 1967 borders, Article 5, 10-point plan: numbers that are names."""
    before, after = tokens.word(start - 1), tokens.word(tokens.joined(end))
    last = tokens[end - 1]
    if before in NAMES_WITH_NUMBERS and tokens[start].kind is not Kind.WORD:
        return True
    if last.kind is Kind.NUMBER and after in NOT_A_DATE_AFTER:
        return True
    first = start + (tokens.word(start) == "deadline")
    if tokens.word(first) == "in" and _looks_back(tokens, start):
        return True
    if after == "," and tokens.word(end - 1) == "day" and _opens_with_at(tokens, start):
        return True  # At the end of the day, trust matters
    if _is_a_named_weekday(tokens, start, end) or _begins_a_longer_name(tokens, start, end):
        return True
    if last.text in ("sun", "sat") and end == start + 1 and tokens[end].kind is Kind.WORD and after not in _VERBS:
        return True
    return before in BEFORE_A_NAME and tokens[start].capital and end == start + 1


def _opens_with_at(tokens: Text, start: int) -> bool:
    near = range(max(start - 2, 0), start + 1)
    return any(tokens.word(at) == "at" and tokens[at].capital for at in near)


def _looks_back(tokens: Text, start: int) -> bool:
    """The worst attack, the third visit, the third such deadline: a count or a superlative before "in two years"."""
    near = [tokens[at] for at in range(max(start - 4, 0), start)]
    counts = any(one.text in ORDINAL_WORDS or one.kind is Kind.ORDINAL for one in near[-2:])
    return counts or any(one.text in SUPERLATIVES or one.text == "such" for one in near)


def _begins_a_longer_name(tokens: Text, start: int, end: int) -> bool:
    """Monday.com, Friday Holdings, 21 June Street, April Jones: a weekday or month that goes on as a name."""
    day, after, beyond = end - 1, tokens[end], tokens[end + 1]
    is_month = tokens.word(day) in words.MONTHS
    if not is_month and words.weekday_at(tokens, day) is None:
        return False
    if after.text in (".", "@") and not after.spaced:
        return beyond.kind is Kind.WORD and not beyond.spaced and not beyond.capital
    if after.kind is not Kind.WORD or not after.capital or not tokens[day].capital:
        return False
    if tokens.word(start) in ("by", "until", "till", "before"):
        return False
    bare = start == day and tokens.word(start - 1) not in REPORTING | DEADLINE_WORDS
    return after.text in _NAME_NOUNS or (is_month and bare and zone_at(tokens, end) is None)


def _is_a_named_weekday(tokens: Text, start: int, end: int) -> bool:
    """The Friday Club, Man Friday, on Bloody Sunday: a weekday between capitals is part of a name."""
    day = end - 1
    if words.weekday_at(tokens, day) is None or not tokens[day].capital:
        return False
    after, before = tokens[end], tokens[day - 1]
    if tokens.word(day - 1) == "the":
        return after.kind is Kind.WORD and after.capital
    opens = day == 1 and after.kind is Kind.WORD and after.text in ("is", "was", "has", "had")
    led = day > 1 and tokens.word(day - 2) in _LEADS_TO_NAME
    named = before.kind is Kind.WORD and before.capital and before.text not in DEADLINE_WORDS | _MODIFIERS
    return start == day and named and (opens or led)
