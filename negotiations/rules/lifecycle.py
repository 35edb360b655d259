"""Which status of a proposal may follow which."""

from __future__ import annotations

from negotiations.enums.proposals import ProposalStatus as S

OPEN_STATUSES = (
    S.REPORTED,
    S.TABLED,
    S.UNDER_DISCUSSION,
    S.AGREED_IN_PRINCIPLE,
    S.AGREED,
    S.IN_FORCE,
    S.ON_HOLD,
)
# What any open proposal may turn to, wherever it stands.
_ASIDE = (S.ON_HOLD, S.REJECTED, S.WITHDRAWN, S.SUPERSEDED, S.RENEWED, S.COLLAPSED)
_PATH = (S.REPORTED, S.TABLED, S.UNDER_DISCUSSION, S.AGREED_IN_PRINCIPLE, S.AGREED, S.IN_FORCE)


def moves_from(status: S) -> tuple[S, ...]:
    """The statuses allowed after `status`; empty for one that nothing follows.

    Along the path a proposal may skip ahead (a truce is often announced when it is already in force) and fall
    back. A proposal on hold takes up the path where it likes. Ends and asides are final: a text that comes back
    is a new proposal that renews or revises the old one.
    """
    if status not in OPEN_STATUSES:
        return ()
    along = tuple(step for step in _PATH if step is not status)
    ends = (S.EXPIRED, S.FULFILLED) if status in (S.IN_FORCE, S.AGREED, S.ON_HOLD) else ()
    asides = tuple(step for step in _ASIDE if step is not status)
    return (*along, *ends, *asides)
