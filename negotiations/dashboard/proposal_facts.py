"""The facts beside a proposal: between whom, brokered by whom, where; when it began, ends and is next checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.enums import DeadlineKind, EventCategory, InvolvementRole, Precision, ProposalStatus
from negotiations.queries.claims import ClaimRef
from negotiations.queries.proposal_page import ProposalPage
from negotiations.queries.proposals import ProposalDetail
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.moments import WorldMoment

Role = InvolvementRole
_BROKERS = (Role.MEDIATOR, Role.FACILITATOR)


@dataclass(frozen=True, slots=True)
class Where:
    """Who hosts the talks, or the place where they met last and `met` when; and the claim it rests on."""

    name: str
    claim: ClaimRef | None
    met: WorldMoment | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """`seats` are parts and who has them; `where` is every host, then the place of the last meeting.

    `ends` is when it ended, where `ended`, or the day its term runs out.
    `next_check` is when somebody should look at it again, as its negotiation asks.
    """

    seats: list[tuple[str, list[str]]]
    where: list[Where]
    began: WorldMoment | None
    ends: WorldMoment | None
    ended: bool
    next_check: datetime


def facts(page: ProposalPage, check_after_days: int) -> Facts:
    """The facts as the record has them on the day that is shown; what is not on record is None."""
    proposal = page.proposal
    truce = proposal.ceasefire
    ended = truce is not None and truce.ended_on is not None
    return Facts(
        seats=_seats(proposal),
        where=[*_hosts(proposal), *_last_met(page)],
        began=_began(page),
        ends=_day(truce.ended_on) if truce and truce.ended_on else _runs_out(page),
        ended=ended,
        next_check=(proposal.last_checked_at or proposal.recorded_at) + timedelta(days=check_after_days),
    )


def _seats(proposal: ProposalDetail) -> list[tuple[str, list[str]]]:
    """Between whom it is and who brokers it; then every other part in the order of the code list."""
    held = {role: _holders(proposal, role) for role in Role}
    sides = list(dict.fromkeys([*held[Role.PROPOSER], *held[Role.ADDRESSEE]]))
    between = sides if len(sides) > 1 else []
    # Who addresses whom is plain once both stand together and the proposer is named.
    told = {*_BROKERS, Role.HOST, *([Role.ADDRESSEE] if between else [])}
    brokers = [name if role is Role.MEDIATOR else f"{name} ({role.label})" for role in _BROKERS for name in held[role]]
    named = [
        (_("Between"), between),
        (_("Brokered by"), brokers),
        *((capfirst(str(role.label)), held[role]) for role in Role if role not in told),
    ]
    return [(name, names) for name, names in named if names]


def _holders(proposal: ProposalDetail, role: InvolvementRole) -> list[str]:
    seats = [seat for seat in proposal.involvements if seat.role == role]
    return [seat.party.name for seat in seats if seat.party] + [seat.person.name for seat in seats if seat.person]


def _hosts(proposal: ProposalDetail) -> list[Where]:
    seats = [seat for seat in proposal.involvements if seat.role == Role.HOST]
    return [Where(holder.name, seat.claim) for seat in seats if (holder := seat.party or seat.person)]


def _last_met(page: ProposalPage) -> list[Where]:
    """Where the newest meeting that bears on the proposal took place, of those whose place is on record."""
    for each in page.events:
        if each.category == EventCategory.CONSULT and each.place and not each.expected:
            when = WorldMoment(
                each.occurred_on, each.occurred_at, Precision(each.occurred_precision), each.occurred_zone
            )
            return [Where(each.place, each.claim, when)]
    return []


def _began(page: ProposalPage) -> WorldMoment | None:
    """The day the truce took effect, or since when the proposal was first said to be in force."""
    truce = page.proposal.ceasefire
    if truce and truce.effective_on:
        return _day(truce.effective_on)
    first = next((row for row in page.proposal.status_changes if row.status == ProposalStatus.IN_FORCE), None)
    if first is None or first.stated_on is None:
        return None
    return WorldMoment(first.stated_on, first.stated_at, Precision(first.stated_precision), first.stated_zone)


def _runs_out(page: ProposalPage) -> WorldMoment | None:
    """The nearest day on which it runs out, of those without an outcome."""
    for each in page.deadlines:
        if each.kind == DeadlineKind.EXPIRY and each.status in OPEN_DEADLINES and each.due_on:
            return WorldMoment(each.due_on, each.due_at, Precision(each.due_precision), each.due_zone)
    return None


def _day(on: date) -> WorldMoment:
    """A day that was coded without a zone."""
    return WorldMoment.day(on, "UTC")
