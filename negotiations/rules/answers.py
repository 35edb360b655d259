"""How the parties' stances on one condition add up, in one word."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from negotiations.enums.positions import Stance

_FOR = frozenset({Stance.ACCEPTS, Stance.ACCEPTS_IF, Stance.DEMANDS})


class Answer(StrEnum):
    """Where a condition stands, worked out from what is on record."""

    NOBODY = "nobody on record"
    CONTESTED = "contested"
    UNANSWERED = "a demand with no answer"
    ACCEPTED = "accepted by all"
    OPEN = "open"


def answer_to(stances: Iterable[Stance | None]) -> Answer:
    """One stance for each party concerned, None for a party that is not on record.

    Contested as soon as one rejects what another accepts or demands; accepted only when every party accepts or
    demands it, and at least one accepts.
    """
    known = list(stances)
    said = {stance for stance in known if stance is not None}
    if not said:
        return Answer.NOBODY
    if Stance.REJECTS in said and said & _FOR:
        return Answer.CONTESTED
    if said == {Stance.DEMANDS} and None in known:
        return Answer.UNANSWERED
    if None not in known and said <= {Stance.ACCEPTS, Stance.DEMANDS} and Stance.ACCEPTS in said:
        return Answer.ACCEPTED
    return Answer.OPEN
