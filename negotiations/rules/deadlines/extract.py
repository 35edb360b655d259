"""Find the expressions of time in running text, and the one that states the deadline."""

from dataclasses import dataclass, replace

from negotiations.rules.deadlines import words
from negotiations.rules.deadlines.bounds import BOUNDS, Bound
from negotiations.rules.deadlines.explain import PASSED, refusal, resolution
from negotiations.rules.deadlines.grammar import before, when
from negotiations.rules.deadlines.lexer import Kind
from negotiations.rules.deadlines.names import is_a_name
from negotiations.rules.deadlines.numbers import ORDINAL_WORDS, TENS, UNITS_AND_TEENS
from negotiations.rules.deadlines.prose import (
    DEADLINE_WORDS,
    NAMES,
)
from negotiations.rules.deadlines.reading import Context, Hit, Meaning, RefusedError, Span
from negotiations.rules.deadlines.result import Alternative, Extract, Precision, Refusal, RefusalCode, Resolution
from negotiations.rules.deadlines.starting_words import EVENT_WORDS, LEADING_WORDS, TIME_WORDS
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Text
from negotiations.rules.deadlines.told import (
    CLAUSE_ENDS,
    LOOK_BACK,
    gave_time,
    had_happened,
    is_narrated,
    is_reported,
    opens_a_narration,
    opens_with_what_was_before,
)

_REACH = 6  # words between the beginning of an expression and its first word of time
_SOFT = frozenset(
    {
        RefusalCode.BARE_DURATION, RefusalCode.VAGUE, RefusalCode.RECURRENCE, RefusalCode.PAST, RefusalCode.NO_DATE,
        RefusalCode.MISSING_ANCHOR,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One expression found in a text, the tokens it covers, and whether its verb only reports."""

    extract: Extract
    first: int
    last: int
    reported: bool
    bound: bool
    narrated: bool
    far: bool

    @property
    def has_passed(self) -> bool:
        """A weekday, "tomorrow" or a far day without a year: in a narration, a day that has passed."""
        return self.narrated and (self.far or not any(letter.isdigit() for letter in self.extract.expression))

    @property
    def weight(self) -> int:
        """How likely this is the deadline of its sentence."""
        outcome = self.extract.outcome
        if isinstance(outcome, Refusal):
            if outcome.code is RefusalCode.MISSING_ANCHOR:
                return 25 if self.extract.governed else 15
            soft = outcome.code in _SOFT
            return (20 if soft else 80) if self.extract.governed else (10 if soft else 30)
        weight = 100 + 5 * self.bound if self.extract.governed else 50 - 5 * self.narrated
        passed = PASSED in outcome.warnings
        return weight - 40 * self.reported - 40 * passed


def scanned(tokens: Text, context: Context) -> list[Found]:
    """Every expression in the text, longest at each place, left to right."""
    found: list[Found] = []
    starts = _starts(tokens, context)
    index = 0
    while index < len(tokens):
        name = NAMES.at(tokens, index) or (NAMES.at(tokens, index + 1) if tokens.word(index) == "the" else None)
        if name is not None:
            index = name[1]
            continue
        hit = tokens.read(when, index) if starts[index] else None
        if hit is None or hit[1] <= index or is_a_name(tokens, index, hit[1]):
            index += 1
            continue
        one = _found(tokens, index, hit, context)
        if isinstance(one.extract.outcome, Refusal) and one.extract.outcome.code is RefusalCode.NO_DATE:
            index += 1
            continue
        found.append(one)
        index = hit[1]
    return found


def _starts(tokens: Text, context: Context) -> list[bool]:
    """For each token, whether an expression may begin there: a word of time stands there or close behind it."""
    known = EVENT_WORDS | {word for name in context.anchors for word in name.lower().split()} if context.anchors else ()
    starts = [False] * len(tokens)
    since_heart = _REACH + 1
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        word = token.text.removesuffix("'s")
        is_figure = token.kind not in (Kind.WORD, Kind.MARK)
        since_heart = 0 if is_figure or word in TIME_WORDS or word in known else since_heart + 1
        leads = word in LEADING_WORDS and since_heart <= _REACH
        starts[index] = token.kind is not Kind.MARK and (since_heart == 0 or leads)
    return starts


def _found(tokens: Text, start: int, hit: Hit, context: Context) -> Found:
    meaning, end = hit
    lead = BOUNDS.at(tokens, start)
    if _dates_what_comes_after(tokens, start, lead):
        meaning = _before_it(meaning)
    bound = lead is not None and lead[0] in (Bound.UNTIL, Bound.BEFORE)
    over = tokens.word(end) in _GONE or _is_superseded(tokens, end) or had_happened(tokens, start, end)
    narrated = is_narrated(tokens, start) or opens_a_narration(tokens, start, end)
    bound = (bound or (tokens.word(end) in _LIMIT_AFTER and not narrated)) and not (over or gave_time(tokens, start))
    told = tokens.word(start) == "dated" or is_reported(tokens, start, end)
    reported = over or (not bound and (told or opens_with_what_was_before(tokens, start, end)))
    governed = bound or (not reported and _is_governed(tokens, start))
    expression = tokens.source[tokens[start].start : tokens[end - 1].end]
    outcome: Resolution | Refusal
    try:
        outcome = resolution(expression, meaning(replace(context, governed=governed, behind=reported)), context)
    except RefusedError as error:
        outcome = refusal(expression, error)
    if isinstance(outcome, Resolution) and _is_some_part(tokens, start, outcome):
        outcome = Refusal(expression, RefusalCode.VAGUE, "That is only some time of it. Which day, exactly?")
    extract = Extract(tokens[start].start, tokens[end - 1].end, expression, outcome, governed)
    far = _lies_far_ahead(expression, outcome, context)
    return Found(extract, start, end, reported, bound, narrated, far)


def _is_superseded(tokens: Text, end: int) -> bool:
    """The 30 June deadline passed, was extended, has been moved: it stands no longer."""
    after = range(end + 1, min(end + 4, len(tokens)))
    return tokens.word(end) in _LIMIT_AFTER and any(tokens.word(at) in _GONE | _MOVED for at in after)


def _lies_far_ahead(expression: str, outcome: Resolution | Refusal, context: Context) -> bool:
    """Adopted on 1 July, said in September: without a year, the one that is over is nearer."""
    has_year = any(len(part.strip(",.")) > _DAY_FIGURES and part[0].isdecimal() for part in expression.split())
    if has_year or isinstance(outcome, Refusal) or outcome.precision is not Precision.DAY:
        return False
    return (outcome.day - context.today).days > _FAR


def _is_some_part(tokens: Text, start: int, outcome: Resolution) -> bool:
    """The heart of December, the wake of Friday: some part of it, or what is named for it, but not its end."""
    named = tokens[start - 1]
    is_part = start > 0 and tokens.word(start) == "of" and named.kind is Kind.WORD and named.text not in _LIMITS
    return is_part and not any(letter.isdigit() for letter in outcome.expression)


def _dates_what_comes_after(tokens: Text, start: int, lead: tuple[Bound, int] | None) -> bool:
    """Before the summit on 28 March: the day is the summit's, and the deadline comes before it."""
    if lead is not None and lead[0] is not Bound.ON:
        return False
    for index in range(start - 1, max(start - _BEFORE_WHAT, 0), -1):
        word = tokens.word(index)
        if word in CLAUSE_ENDS or word in DEADLINE_WORDS - {"before"} or tokens[index].kind is Kind.NUMBER:
            return False
        if word == "before" or word + tokens.word(index + 1) in ("priorto", "aheadof"):
            return index < start - 1
    return False


_LIMITS = listed("date deadline target expiry expiration end close cutoff limit maturity term start beginning evening")
_MOVED = listed("extended postponed moved pushed delayed prolonged deferred dropped scrapped missed")
_DAY_FIGURES, _FAR = 3, 90  # figures of a day; days
_LIMIT_AFTER = listed("deadline cutoff ultimatum")  # a 30 September deadline
_GONE = listed("passed elapsed expired lapsed slipped came")
_BEFORE_WHAT = 6  # words between "before" and the day of what it speaks of


def _before_it(meaning: Meaning) -> Meaning:
    def earlier(context: Context) -> Span:
        span = meaning(context)
        if span.instant is not None:
            return span
        itself = Alternative("the day itself", span.last)
        return before(span).offering(itself).warned("The day named is that of what must come after the deadline.")

    return earlier


def _is_governed(tokens: Text, start: int) -> bool:
    """A verb or noun of ending stands before it in the same clause."""
    for index in range(start - 1, max(start - LOOK_BACK, -1), -1):
        if tokens.word(index) in CLAUSE_ENDS:
            return False
        if tokens.word(index) in DEADLINE_WORDS:
            return True
    return False


def is_recurring(one: Found) -> bool:
    outcome = one.extract.outcome
    return isinstance(outcome, Refusal) and outcome.code is RefusalCode.RECURRENCE


def is_past(one: Found) -> bool:
    outcome = one.extract.outcome
    return isinstance(outcome, Refusal) and outcome.code is RefusalCode.PAST


def beside(found: list[Found], one: Found) -> list[Found]:
    """The other expressions that stand right before or after this one."""
    return [other for other in found if other is not one and max(other.first - one.last, one.first - other.last) <= 1]


def best(found: list[Found]) -> Found | None:
    """The expression that states the deadline; a refusal when two different ones do equally well."""
    if not found:
        return None
    top = max(found, key=lambda one: one.weight)
    outcome = top.extract.outcome
    rivals = [one.extract.outcome for one in found if one.weight == top.weight]
    days = {rival.day: rival for rival in rivals if isinstance(rival, Resolution)}
    is_over = isinstance(outcome, Resolution) and outcome.anchor is None and PASSED in outcome.warnings
    only_told = top.reported or (is_over and not top.extract.governed) or (top.has_passed and not top.extract.governed)
    if isinstance(outcome, Resolution) and only_told:
        asked = Refusal(outcome.expression, RefusalCode.PAST, "That says only when something happened.")
        return replace(top, extract=replace(top.extract, outcome=asked))
    if not isinstance(outcome, Resolution) or len(days) < 2:
        return top
    readings = tuple(Alternative(rival.expression, rival.day, rival.instant) for rival in days.values())
    asked = Refusal(
        outcome.expression, RefusalCode.RANGE, "Several days are named. Which one is the deadline?", readings
    )
    return replace(top, extract=replace(top.extract, outcome=asked))


def _is_length_before(tokens: Text, other: Found, one: Found) -> bool:
    """A 60-day extension until 18 May: the length only repeats what the day says."""
    outcome = other.extract.outcome
    is_length = isinstance(outcome, Refusal) and outcome.code is RefusalCode.BARE_DURATION
    if not is_length or other.last > one.first:
        return False
    is_range = any(tokens.word(index) in _ENDINGS for index in range(one.first + 1, one.last))
    return tokens.word(one.first) in _ENDINGS or (
        is_range and tokens.word(one.first) in ("from", "between", "starting")
    )


def _is_haste_before(other: Found, one: Found) -> bool:
    """As soon as possible, but not later than the 5th: the limit is what counts."""
    outcome = other.extract.outcome
    is_vague = isinstance(outcome, Refusal) and outcome.code is RefusalCode.VAGUE
    return is_vague and one.bound and other.last <= one.first


_ENDINGS = listed("until till by through ending ends expiring before to and - no not")
_TIME_WORDS = (
    frozenset(words.UNITS)
    | frozenset(words.MONTHS)
    | frozenset(words.WEEKDAYS)
    | frozenset(UNITS_AND_TEENS)
    | frozenset(TENS)
    | frozenset(ORDINAL_WORDS)
    | listed(
        "not except any maybe possibly perhaps probably tentatively provisionally hopefully presumably ish thereabouts "
        "earliest likely so other than "
        "after before following half quarter except excluding last penultimate around about early late mid dawn dusk "
        "sunset sunrise nightfall lunchtime lunch dinner breakfast morning evening afternoon night noon midnight "
        "o'clock "
        "weekend eve minus plus fiscal season annually approximately roughly circa nearly almost working business "
        "ago hence same later onwards onward + ±"
    )
)


def unread(tokens: Text, found: list[Found], one: Found) -> bool:
    """Whether words of time stand outside what was found or right beside it, so that it is not to be trusted."""
    near = beside(found, one)
    if not all(_is_length_before(tokens, other, one) or _is_haste_before(other, one) for other in near):
        return True
    covered = {index for one in found for index in range(one.first, one.last)}
    for index in range(len(tokens)):
        if index in covered:
            continue
        token = tokens[index]
        if token.kind not in (Kind.WORD, Kind.MARK) or token.text in _TIME_WORDS:
            return True
    return False
