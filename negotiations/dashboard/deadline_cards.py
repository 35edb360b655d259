"""A deadline as its proposal's page shows it: every voice, the way it moved, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.dashboard.alert_rows import AlertRow
from negotiations.enums import DeadlineKind, DeadlineStatus
from negotiations.queries.deadlines import DeadlineDetail, Outcome, Reading
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES, outcomes_after
from negotiations.rules.deadline_readings import live


@dataclass(frozen=True, slots=True)
class Move:
    """A control that leads to the form of one change."""

    word: str
    href: str


@dataclass(frozen=True, slots=True)
class Voice:
    """The newest reading of one voice; `used` when the deadline goes by it."""

    reading: Reading
    used: bool
    go_by: str


@dataclass(frozen=True, slots=True)
class Card:
    """voices: the one in use first. earlier: what they said before, newest first. outcomes: only those it had."""

    deadline: DeadlineDetail
    alerts: list[AlertRow]
    voices: list[Voice]
    earlier: list[Reading]
    outcomes: list[Outcome]
    overdue: bool
    settling: list[Move]
    moves: list[Move]

    @property
    def disputed(self) -> bool:
        return self.deadline.status == DeadlineStatus.DISPUTED

    @property
    def runs_out(self) -> bool:
        """Whether it ends a term, which may be renewed."""
        return self.deadline.kind == DeadlineKind.EXPIRY

    @property
    def waits_for(self) -> str:
        return self.voices[0].reading.missing_anchor if self.voices else ""


def card(deadline: DeadlineDetail, alerts: list[AlertRow], *, proposal: str, now: datetime, may_edit: bool) -> Card:
    """The card of a deadline; `may_edit`: whether its reader is offered the controls."""
    at = {"reference": proposal, "pk": deadline.id}
    present = next((reading for reading in reversed(deadline.readings) if reading.in_use), None)
    newest = live(deadline.readings, lambda reading: reading.party.id if reading.party else None)
    newest.sort(key=lambda reading: reading is not present)
    unsettled = deadline.status in OPEN_DEADLINES
    overdue = unsettled and deadline.due_at is not None and deadline.due_at <= now

    def go_by(reading: Reading) -> str:
        if not (may_edit and unsettled and reading.due_at and reading is not present):
            return ""
        return f"{reverse('dashboard:deadline-go-by', kwargs=at)}?reading={reading.id}"

    settling, moves = _moves(deadline, at, overdue=overdue) if may_edit else ([], [])
    return Card(
        deadline=deadline,
        alerts=alerts,
        voices=[Voice(reading, reading is present, go_by(reading)) for reading in newest],
        earlier=[reading for reading in reversed(deadline.readings) if reading not in newest],
        outcomes=[each for each in deadline.outcomes if each.status not in OPEN_DEADLINES or each.reason],
        overdue=overdue,
        settling=settling,
        moves=moves,
    )


def _moves(deadline: DeadlineDetail, at: dict[str, object], *, overdue: bool) -> tuple[list[Move], list[Move]]:
    """What becomes of it, put first once it has passed; and everything else that can be done."""
    names = {
        DeadlineStatus.MET: (_("Met"), "met"),
        DeadlineStatus.EXTENDED: (_("Extended") if overdue else _("Extend"), "extend"),
        DeadlineStatus.LAPSED: (_("Lapsed"), "lapsed"),
        DeadlineStatus.CANCELLED: (_("Cancel"), "cancel"),
    }
    status = DeadlineStatus(deadline.status)
    unsettled = status in OPEN_DEADLINES
    outcomes = [
        Move(word, reverse(f"dashboard:deadline-{route}", kwargs=at))
        for outcome, (word, route) in names.items()
        if outcome in outcomes_after(status)
    ]
    others = {"correct": _("Correct"), "reading": _("Add how a party dates it")} if unsettled else {}
    if not unsettled:
        others = {"reopen": _("Reopen")}
    moves = [Move(word, reverse(f"dashboard:deadline-{route}", kwargs=at)) for route, word in others.items()]
    return (outcomes[:3], [*outcomes[3:], *moves]) if overdue else ([], [*outcomes, *moves])
