"""The alerts of one deadline as rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.enums import AlertState, ArmingState, Moment
from negotiations.models import ArmedAlert
from negotiations.models.alerts import AGAIN, STAGE_KINDS
from negotiations.queries.deadlines import DeadlineDetail
from negotiations.queries.proposal_parts import SentAlert
from negotiations.rules.alert_times import Stage


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One lead of one deadline: when it goes or went out, and how many messages ended how.

    `unsent` were raised and never left, being skipped, held back, or overtaken by what became of the deadline.
    """

    lead: str
    at: datetime
    planned: bool
    sent: int
    waiting: int
    failed: int
    unsent: int
    reason: str
    # The armed row, while this stage is still to come; whether somebody skipped it.
    stage: int | None = None
    skipped: bool = False
    # How many people are to be told, at a stage still to come.
    readers: int = 0


def alert_rows(
    deadline: DeadlineDetail,
    stages: Iterable[tuple[ArmedAlert, datetime]],
    readers: Mapping[int, int],
    alerts: Iterable[SentAlert],
) -> list[AlertRow]:
    """The alerts of a deadline, oldest first: those still to come, and those of which this reader may know.

    `stages` say when they reach this reader, `readers` how many people are told at each, by its id.
    """
    rows = [
        AlertRow(
            lead_words(armed.rule),
            at,
            armed.state == ArmingState.ARMED,
            0,
            0,
            0,
            0,
            "",
            armed.pk,
            armed.state == ArmingState.SKIPPED,
            readers.get(armed.pk, 0),
        )
        for armed, at in stages
        if armed.deadline_id == deadline.id
    ]
    of_it = [alert for alert in alerts if alert.deadline_id == deadline.id and alert.kind in STAGE_KINDS]
    for rule in dict.fromkeys(alert.rule for alert in of_it):
        told = [alert for alert in of_it if alert.rule == rule]
        states = Counter(alert.state for alert in told)
        waiting = sum(states[state] for state in _WAITING)
        unsent = sum(states[state] for state in _UNSENT)
        reason = next((alert.reason for alert in told if alert.state == AlertState.DEAD), "")
        reason = reason or next((alert.reason for alert in told if alert.state in _UNSENT), "")
        rows.append(
            AlertRow(
                lead_words(rule),
                min(alert.send_at for alert in told),
                False,
                states[AlertState.SENT],
                waiting,
                states[AlertState.DEAD],
                unsent,
                reason,
            )
        )
    return sorted(rows, key=lambda row: row.at)


_WAITING = (AlertState.QUEUED, AlertState.LEASED, AlertState.IN_FLIGHT, AlertState.IN_DOUBT)
_UNSENT = (AlertState.CANCELLED, AlertState.SUPERSEDED, AlertState.SUPPRESSED)


def lead_words(rule: str) -> str:
    """A stage such as "P3D before" in words; or that somebody asked to be told again."""
    if rule.startswith(AGAIN):
        return _("Told again, as asked")
    stage = Stage.named(rule)
    if stage.moment is Moment.AT:
        return _("When it passes")
    if stage.moment is Moment.BEFORE and not stage.amount:
        return _("On the day")
    amount = {"n": stage.amount}
    if stage.hours:
        return ngettext("%(n)d hour before", "%(n)d hours before", stage.amount) % amount
    if stage.moment is Moment.BEFORE:
        return ngettext("%(n)d day before", "%(n)d days before", stage.amount) % amount
    return ngettext("%(n)d day after", "%(n)d days after", stage.amount) % amount
