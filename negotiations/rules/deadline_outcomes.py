"""Which standing of a deadline may follow which."""

from __future__ import annotations

from negotiations.enums.deadlines import DeadlineStatus as S

OPEN_DEADLINES = (S.PENDING, S.DISPUTED)

# A deadline may be reopened by a correction: an outcome recorded in error goes back to pending, with its reason.
_MOVES: dict[S, tuple[S, ...]] = {
    S.PENDING: (S.DISPUTED, S.MET, S.LAPSED, S.EXTENDED, S.CANCELLED),
    S.DISPUTED: (S.PENDING, S.MET, S.LAPSED, S.EXTENDED, S.CANCELLED),
    S.LAPSED: (S.PENDING, S.EXTENDED, S.MET),
    S.MET: (S.PENDING, S.LAPSED),
    S.EXTENDED: (S.PENDING,),
    S.CANCELLED: (S.PENDING,),
}


def outcomes_after(status: S) -> tuple[S, ...]:
    """The standings a deadline may take next."""
    return _MOVES[status]
