"""The mails about one deadline: coming near, passing, over without an outcome, moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from negotiations.emails import words
from negotiations.emails.changes import in_words
from negotiations.emails.letter import Letter, frame, written
from negotiations.enums import DeadlineKind, DeadlineStatus
from negotiations.models import Alert, Deadline
from negotiations.queries.alert_facts import Facts
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES


def deadline_ahead(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """It comes near. Sent so late that it has passed, it says so instead."""
    deadline = _deadline(alert)
    if deadline.due_at is not None and deadline.due_at <= now:
        return deadline_passed(alert, facts, now)
    said = {"verb": words.runs_out(deadline.kind), "ahead": words.ahead(deadline, now)}
    return written("deadline_ahead", _about(alert, facts, now) | said)


def deadline_passed(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """It has passed, and no outcome is on record."""
    return written("deadline_passed", _about(alert, facts, now))


def deadline_overdue(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """It passed a while ago, and there is still no outcome."""
    return written("deadline_overdue", _about(alert, facts, now))


def deadline_moved(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """What was said before no longer holds: another moment, or an outcome."""
    deadline = _deadline(alert)
    outcomes = {
        DeadlineStatus.MET: gettext("met"),
        DeadlineStatus.LAPSED: gettext("lapsed"),
        DeadlineStatus.EXTENDED: gettext("extended"),
        DeadlineStatus.CANCELLED: gettext("cancelled"),
    }
    successor = facts.successor
    said = {
        "open": deadline.status in OPEN_DEADLINES,
        "outcome": outcomes.get(DeadlineStatus(deadline.status), ""),
        "successor": words.both_clocks(successor, alert.recipient.time_zone, now)[0] if successor else "",
        "why": facts.outcome_reason,
    }
    return written("deadline_moved", _about(alert, facts, now) | said)


def _about(alert: Alert, facts: Facts, now: datetime) -> dict[str, Any]:
    """The body's order: time left and both clocks, how exact, status and why, what is unanswered, what changed."""
    deadline = _deadline(alert)
    due_at = deadline.due_at
    return frame(alert, facts, now) | {
        "deadline": deadline,
        "name": name_of(deadline, facts),
        "day": words.day_of(deadline, now),
        "left": words.span(due_at - now) if due_at and due_at > now else "",
        "over": words.over(deadline, now),
        "clocks": words.both_clocks(deadline, alert.recipient.time_zone, now),
        "exact": words.exact(deadline),
        "said_on": words.said(deadline, now),
        "other_readings": [words.other_reading(reading, now) for reading in facts.readings],
        "divergent": [(attribute.label, accounts) for attribute, accounts in facts.divergent],
        "standing": facts.standing,
        "blockers": facts.blockers,
        "changes": [in_words(change) for change in facts.changes],
    }


def name_of(deadline: Deadline, facts: Facts) -> str:
    """What runs out: the proposal itself where its term ends, else the deadline as titled."""
    proposal = facts.proposal
    if proposal is not None and deadline.kind == DeadlineKind.EXPIRY:
        return proposal.short_title or proposal.title
    return deadline.title


def _deadline(alert: Alert) -> Deadline:
    if alert.deadline is None:
        msg = f"alert {alert.pk} of kind {alert.kind} has no deadline"
        raise ValueError(msg)
    return alert.deadline
