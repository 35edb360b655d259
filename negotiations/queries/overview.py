"""The first page of the day: what runs out, what is stuck, what should be checked, what moved."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

import msgspec

from negotiations.enums import AlertState, Momentum, ProposalStatus
from negotiations.models import ArmedAlert, Deadline, DeadlineReading, Proposal, User
from negotiations.queries.alerts import alerts_for
from negotiations.queries.newly_moved import Moved, newly_moved
from negotiations.queries.planned_alerts import planned_alerts
from negotiations.queries.proposal_lines import Due, ProposalLine, due_of, proposal_lines
from negotiations.queries.shapes import Reader

AT_MOST = 50
WINDOW = timedelta(days=14)
NEAR = timedelta(days=7)
UNCHECKED = timedelta(days=14)
MANY = 1000


class DueLine(msgspec.Struct, frozen=True):
    """An open deadline and what it belongs to; a negotiation's own has neither `reference` nor `status`.

    `readings` are the days on which it falls as the parties and the record read it, when there is more than one.
    """

    due: Due
    reference: str
    name: str
    status: str
    readings: tuple[date, ...]


class FailedAlert(msgspec.Struct, frozen=True):
    """A message that could not be delivered; `reason` in plain words, `send_at` in UTC."""

    about: str
    recipient: str
    reason: str
    tries: int
    send_at: datetime


class Overview(msgspec.Struct, frozen=True):
    """`deadlines` are open ones, soonest first; `armed` when alerts will go out and `sent` when they went, in UTC.

    All lists are bounded; `open_count` is not.
    """

    open_count: int
    deadlines: list[DueLine]
    lines: list[ProposalLine]
    failed: list[FailedAlert]
    armed: list[datetime]
    sent: list[datetime]
    moved: list[Moved]

    def due_by(self, moment: datetime) -> list[DueLine]:
        """What has passed or passes by then."""
        return [line for line in self.deadlines if line.due.at <= moment]

    @property
    def stuck(self) -> list[ProposalLine]:
        """On hold, or stalled by the rule of days; what is in force need not move to do its work."""
        on_hold, in_force = ProposalStatus.ON_HOLD, ProposalStatus.IN_FORCE
        return [
            line
            for line in self.lines
            if line.status == on_hold or (line.momentum == Momentum.STALLED and line.status != in_force)
        ]

    def to_check(self, now: datetime) -> list[ProposalLine]:
        """Those that nobody owns, that nobody checked for 14 days, or that rest on one source near a date."""
        return [line for line in self.lines if not line.owner or unchecked(line, now) or on_one_source(line, now)]


def unchecked(line: ProposalLine, now: datetime) -> bool:
    """Not checked for 14 days, counted from when it was recorded if never."""
    return now - (line.checked_at or line.opened_at) > UNCHECKED


def on_one_source(line: ProposalLine, now: datetime) -> bool:
    """Within seven days of its deadline, and everything about it rests on one article."""
    return line.next is not None and line.next.at - now <= NEAR and len(line.articles) == 1


def overview(reader: Reader) -> Overview:
    """Everything the page shows, as the reader may know it, in a constant number of statements."""
    user, now = reader.user, reader.now
    known = Proposal.objects.visible_to(user).open()
    armed = ArmedAlert.objects.visible_to(user).filter(fire_at__lte=now + WINDOW)
    sent = alerts_for(user).filter(sent_at__gt=now - timedelta(days=1), sent_at__lte=now)
    return Overview(
        open_count=known.count(),
        deadlines=_deadlines(user),
        lines=proposal_lines(known.order_by("next_due_at", "pk")[:AT_MOST], reader),
        failed=_failed(user),
        armed=[send_at for _, send_at in planned_alerts(user, armed, most=MANY)],
        sent=[at for at in sent.values_list("sent_at", flat=True)[:MANY] if at],
        moved=newly_moved(user, now, NEAR),
    )


def _deadlines(user: User) -> list[DueLine]:
    rows = list(
        Deadline.objects.visible_to(user)
        .open()
        .filter(due_at__isnull=False)
        .select_related("proposal", "condition__proposal", "negotiation")
        .order_by("due_at", "pk")[:AT_MOST]
    )
    readings = _readings([row.pk for row in rows], user)
    return [_due_line(row, readings[row.pk]) for row in rows]


def _due_line(row: Deadline, readings: set[date]) -> DueLine:
    proposal = row.proposal or (row.condition.proposal if row.condition else None)
    return DueLine(
        due=due_of(row),
        reference=proposal.reference if proposal else "",
        name=(proposal.short_title or proposal.title) if proposal else row.negotiation.name,
        status=proposal.status if proposal else "",
        readings=tuple(sorted(readings)) if len(readings) > 1 else (),
    )


def _readings(ids: list[int], user: User) -> defaultdict[int, set[date]]:
    """The present reading of each party, and the one the record goes by; earlier ones have been replaced."""
    rows = DeadlineReading.objects.visible_to(user).filter(deadline__in=ids, due_on__isnull=False)
    newest: dict[tuple[int, int | None], date] = {}
    for deadline, party, on in rows.order_by("recorded_at", "pk").values_list("deadline_id", "party_id", "due_on"):
        if on is not None:
            newest[deadline, party] = on
    found: defaultdict[int, set[date]] = defaultdict(set)
    for (deadline, _party), on in newest.items():
        found[deadline].add(on)
    return found


def _failed(user: User) -> list[FailedAlert]:
    rows = (
        alerts_for(user)
        .filter(state=AlertState.DEAD)
        .select_related("deadline", "proposal", "recipient")
        .order_by("-send_at")[:AT_MOST]
    )
    return [
        FailedAlert(
            about=str(row.deadline.title if row.deadline else row.proposal or row.get_kind_display()),
            recipient=row.recipient.email,
            reason=row.reason,
            tries=row.tries,
            send_at=row.send_at,
        )
        for row in rows
    ]
