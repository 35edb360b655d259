"""Which glyph and hue stands for which value. The word beside it is always the value's own."""

from __future__ import annotations

from dataclasses import dataclass

from negotiations.enums import DeadlineStatus, Momentum, ProposalStatus, Stance, Trend

S = ProposalStatus


@dataclass(frozen=True, slots=True)
class Sign:
    """`glyph` is a symbol of the sprite; `hue` names one of the seven hues, or the kind of a position."""

    glyph: str
    hue: str


_FLOATED = Sign("s-floated", "grey")
_IN_TALKS = Sign("s-talks", "blue")
_AGREED = Sign("i-check", "green")
_IN_FORCE = Sign("s-force", "green")
_ENDED = Sign("s-ended", "grey")
_REJECTED = Sign("i-x", "red")

STATUS: dict[str, Sign] = {
    S.REPORTED: _FLOATED,
    S.TABLED: _FLOATED,
    S.UNDER_DISCUSSION: _IN_TALKS,
    S.AGREED_IN_PRINCIPLE: _AGREED,
    S.AGREED: _AGREED,
    S.IN_FORCE: _IN_FORCE,
    S.RENEWED: _IN_FORCE,
    S.ON_HOLD: Sign("s-hold", "amber"),
    S.EXPIRED: _ENDED,
    S.FULFILLED: _ENDED,
    S.SUPERSEDED: _ENDED,
    S.COLLAPSED: _REJECTED,
    S.REJECTED: _REJECTED,
    S.WITHDRAWN: _REJECTED,
}

MOMENTUM: dict[str, Sign] = {
    Momentum.OVERDUE: Sign("k-deadline", "over"),
    Momentum.STALLED: Sign("s-stalled", "stalled"),
    Momentum.SLIPPING: Sign("m-back", "back"),
    Momentum.MOVING: Sign("k-change", "none"),
}

TREND: dict[str, Sign] = {
    Trend.IMPROVED: Sign("m-fwd", "fwd"),
    Trend.UNCHANGED: Sign("m-none", "none"),
    Trend.DETERIORATED: Sign("m-back", "back"),
}

# A stance nobody has stated has no row, and so no value: it is drawn as the empty string.
NOT_ON_RECORD = ""
STANCE: dict[str, Sign] = {
    Stance.DEMANDS: Sign("p-demands", "demands"),
    Stance.ACCEPTS: Sign("p-accepts", "accepts"),
    Stance.ACCEPTS_IF: Sign("p-cond", "cond"),
    Stance.REJECTS: Sign("p-rejects", "rejects"),
    Stance.CONSIDERING: Sign("p-raised", "raised"),
    Stance.CONTRADICTORY: Sign("p-unclear", "unclear"),
    Stance.NONE: Sign("p-abstains", "abstains"),
    NOT_ON_RECORD: Sign("p-none", "none"),
}

OUTCOME: dict[str, Sign] = {
    DeadlineStatus.PENDING: Sign("i-clock", ""),
    DeadlineStatus.DISPUTED: Sign("i-warn", "warn"),
    DeadlineStatus.MET: Sign("i-check", "ok"),
    DeadlineStatus.LAPSED: Sign("i-x", ""),
    DeadlineStatus.EXTENDED: Sign("i-history", ""),
    DeadlineStatus.CANCELLED: Sign("i-x", ""),
}

ENTRY = {
    "change": "k-change",
    "trend": "k-change",
    "position": "k-statement",
    "statement": "k-statement",
    "outcome": "k-deadline",
    "deadline": "k-deadline",
    "meeting": "k-meeting",
    "event": "k-event",
    "alert": "k-alert",
}
