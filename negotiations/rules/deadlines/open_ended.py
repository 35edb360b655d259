"""Why a sentence that orders something names no day: it waits for an event, or says no more than "soon"."""

from negotiations.rules.deadlines.anchor_words import ACTS
from negotiations.rules.deadlines.reading import NO_DATE
from negotiations.rules.deadlines.result import Refusal, RefusalCode
from negotiations.rules.deadlines.tables import listed
from negotiations.rules.deadlines.text import Phrases, Text

_ACTS = Phrases(ACTS)
_AWAITING = Phrases({"once": True, "upon": True, "as soon as": True, "until": True, "pending": True})
_SOON = listed("soon shortly eventually promptly imminently later sometime")
_STILL_TO_COME = listed("will shall must should is are has have to")
_REACH = 8  # words of a clause in which the act that is awaited stands
_CLAUSE_ENDS = frozenset(".;:!?,")


def without_a_day(tokens: Text) -> Refusal:
    """The refusal of a running text in which no expression of time was found."""
    said = tokens.source[:200].strip()
    to_come = next((at for at in range(len(tokens)) if tokens.word(at) in _STILL_TO_COME), len(tokens))
    for index in range(to_come, len(tokens)):
        awaited = _awaited(tokens, index)
        if awaited is not None:
            sentence = f"When did it happen, or is it expected: “{awaited}”?"
            return Refusal(said, RefusalCode.MISSING_ANCHOR, sentence)
        if tokens.word(index) in _SOON:
            return Refusal(said, RefusalCode.VAGUE, "That names no day. By which day, exactly?")
    return Refusal(said, RefusalCode.NO_DATE, NO_DATE)


def _awaited(tokens: Text, index: int) -> str | None:
    """The words that name what is awaited: once the monitors have arrived."""
    lead = _AWAITING.at(tokens, index)
    if lead is None:
        return None
    end = lead[1]
    while end < min(lead[1] + _REACH, len(tokens)) and tokens.word(end) not in _CLAUSE_ENDS:
        end += 1
    acts = any(_ACTS.at(tokens, at) for at in range(lead[1], end))
    return tokens.source[tokens[lead[1]].start : tokens[end - 1].end] if acts else None
