"""Numbers as people write them: digits, words, ordinals, halves, and "72 (seventy-two)"."""

from fractions import Fraction

from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.tables import in_order
from negotiations.rules.deadlines.text import Text

_SMALL = in_order(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = in_order("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = in_order(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENTHS = in_order("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth")

UNITS_AND_TEENS = {word: value for value, word in enumerate(_SMALL)}
TENS = {word: 10 * value for value, word in enumerate(_TENS, start=2)}
ORDINAL_WORDS = {word: value for value, word in enumerate(_ORDINALS)} | {
    word: 10 * value for value, word in enumerate(_TENTHS, start=2)
}
_CARDINAL_STARTS = frozenset(UNITS_AND_TEENS) | frozenset(TENS) | {"hundred", "dozen", "a", "an", "half", "½"}
_QUARTERS = {"a": 1, "one": 1, "three": 3}
_MARKS_OF_FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}

Counted = tuple[Fraction, int]


def cardinal(text: Text, index: int) -> Counted | None:
    """A number at index in digits or words, with an attached fraction, and the index after it."""
    found = _digits(text, index) or _words(text, index)
    if found is None:
        return None
    value, after = found
    return _doubled(text, value, after)


def ordinal(text: Text, index: int) -> tuple[int, int] | None:
    """An ordinal in digits (55th) or words (one hundred and eightieth), and the index after it."""
    in_digits = text.ordinal(index)
    if in_digits is not None:
        return in_digits, index + 1
    found = _ordinal_words(text, index)
    if found is None:
        return None
    value, after = found
    if text.word(after) == "(" and text.ordinal(after + 1) == value and text.word(after + 2) == ")":
        return value, after + 3
    return found


def _digits(text: Text, index: int) -> Counted | None:
    token = text[index]
    if token.text in _MARKS_OF_FRACTIONS:
        return _MARKS_OF_FRACTIONS[token.text], index + 1
    if token.kind is not Kind.NUMBER:
        return None
    value = Fraction(token.text.replace(",", ""))
    after = index + 1
    if text.word(after) in _MARKS_OF_FRACTIONS:
        return value + _MARKS_OF_FRACTIONS[text.word(after)], after + 1
    halves = _and_a_half(text, after)
    return (value + halves[0], halves[1]) if halves else (value, after)


def _words(text: Text, index: int) -> Counted | None:
    word = text.word(index)
    if word not in _CARDINAL_STARTS or (text.running and word == "second"):
        return None
    if text.word(text.joined(index + 1)) in ("quarter", "quarters") and word in _QUARTERS:
        after = text.joined(index + 1) + 1
        if text.word(after) == "of" and text.word(after + 1) in ("a", "an"):
            return Fraction(_QUARTERS[word], 4), after + 2
    if word == "half":
        return _half(text, index)
    if word in ("a", "an"):
        return _article(text, index)
    whole = _whole(text, index)
    if whole is None:
        return None
    value, after = whole
    halves = _and_a_half(text, after)
    return (value + halves[0], halves[1]) if halves else (Fraction(value), after)


def _half(text: Text, index: int) -> Counted:
    after = index + 1
    if text.word(after) in ("a", "an"):
        after += 1
        if text.word(after) == "dozen":
            return Fraction(6), after + 1
    return Fraction(1, 2), text.joined(after)


def _article(text: Text, index: int) -> Counted | None:
    following = text.word(index + 1)
    if following == "half":
        return Fraction(1, 2), text.joined(index + 2)
    if following == "dozen":
        return Fraction(12), index + 2
    if following == "hundred":
        whole = _whole(text, index + 1)
        return (Fraction(whole[0]), whole[1]) if whole else None
    if following in ("full", "further", "single", "whole", "additional"):
        return Fraction(1), index + 2
    return Fraction(1), index + 1


def _whole(text: Text, index: int) -> tuple[int, int] | None:
    """Whole numbers in words up to the thousands, read left to right."""
    total, group, seen = 0, 0, False
    while True:
        word = text.word(index)
        if word in TENS:
            group += TENS[word]
            tie = text.joined(index + 1)
            if 1 <= UNITS_AND_TEENS.get(text.word(tie), 0) <= 9:
                group += UNITS_AND_TEENS[text.word(tie)]
                index = tie
        elif (word in UNITS_AND_TEENS and not seen) or (word in UNITS_AND_TEENS and group % 100 == 0 and group):
            group += UNITS_AND_TEENS[word]
        elif word == "hundred" and group < 10:
            group = (group or 1) * 100
        elif word == "thousand" and group:
            total, group = total + group * 1000, 0
        elif word == "dozen" and group:
            group *= 12
        else:
            break
        seen = True
        index += 1
        if text.word(index) == "and" and (group >= 100 or (total and not group)):
            following = text.word(index + 1)
            if following in TENS or UNITS_AND_TEENS.get(following, 0):
                index += 1
    return (total + group, index) if seen else None


def _and_a_half(text: Text, index: int) -> Counted | None:
    index = text.joined(index)
    if text.word(index) != "and":
        return None
    index = text.joined(index + 1)
    if text.word(index) in ("a", "one"):
        index = text.joined(index + 1)
    if text.word(index) == "half":
        return Fraction(1, 2), index + 1
    if text.word(index) == "quarter" and text.word(index - 1) == "a":
        return Fraction(1, 4), index + 1
    return None


def _doubled(text: Text, value: Fraction, after: int) -> Counted:
    """Skip the same number said twice, as legal texts do: 72 (seventy-two), sixty (60)."""
    if text.word(after) == "(":
        again = _digits(text, after + 1) or _words(text, after + 1)
        if again is not None and again[0] == value and text.word(again[1]) == ")":
            return value, again[1] + 1
    return value, after


def _ordinal_words(text: Text, index: int) -> tuple[int, int] | None:
    word = text.word(index)
    if word in ORDINAL_WORDS:
        return ORDINAL_WORDS[word], index + 1
    if word in TENS:
        tie = text.joined(index + 1)
        unit = ORDINAL_WORDS.get(text.word(tie), 0)
        return (TENS[word] + unit, tie + 1) if 1 <= unit <= 9 else None
    return _hundredth(text, index)


def _hundredth(text: Text, index: int) -> tuple[int, int] | None:
    hundreds = 1
    if text.word(index) in ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"):
        hundreds = UNITS_AND_TEENS.get(text.word(index), 1)
        index = text.joined(index + 1)
    if text.word(index) == "hundredth":
        return hundreds * 100, index + 1
    if text.word(index) != "hundred":
        return None
    index = text.joined(text.skip(text.joined(index + 1), "and"))
    if text.word(index) not in ORDINAL_WORDS and text.word(index) not in TENS:
        return None
    rest = _ordinal_words(text, index)
    return (hundreds * 100 + rest[0], rest[1]) if rest else None
