"""The mails about a change of the record: a status, a position, accounts that differ."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from negotiations.emails import words
from negotiations.emails.changes import in_words
from negotiations.emails.letter import Letter, frame, written
from negotiations.enums import AccountAttribute, AlertKind, ProposalStatus, Stance
from negotiations.models import Alert
from negotiations.queries.alert_facts import Facts


def status_changed(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """A proposal stands otherwise: from what to what, and why."""
    change = alert.change
    before, after = (change.before or {}, change.after or {}) if change else ({}, {})
    said = {
        "before": ProposalStatus(before["status"]).label,
        "after": ProposalStatus(after["status"]).label,
        "why": change.reason if change else "",
    }
    return written("status_changed", frame(alert, facts, now) | said)


def position_moved(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """A party, or somebody who speaks for it or against its line, took another stance."""
    position, earlier = facts.position, facts.earlier_position
    said = {
        "position": position,
        "before": Stance(earlier.stance).label if earlier else "",
        "after": Stance(position.stance).label if position else "",
    }
    return written("position_moved", frame(alert, facts, now) | said)


def divergence_appeared(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """The parties' own accounts of one attribute differ: all of them side by side."""
    return written("divergence_appeared", _accounts(alert, facts, now))


def divergence_changed(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """They differ otherwise than before, since one party says something else or another one speaks."""
    return written("divergence_changed", _accounts(alert, facts, now))


def divergence_ended(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """They differ no longer: what everybody says now, which may be nothing."""
    return written("divergence_ended", _accounts(alert, facts, now))


def taken_back(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """What an earlier mail told was undone since: what it was, and how the proposal stands."""
    about, change, proposal = alert.about, alert.change, facts.proposal
    by_status = about is not None and about.kind == AlertKind.STATUS_CHANGED
    said = {
        "told": in_words(change) if change else "",
        "sent": words.in_your_zone(about.sent_at, alert.recipient.time_zone, now) if about and about.sent_at else "",
        "status": ProposalStatus(proposal.status).label if by_status and proposal else "",
    }
    return written("taken_back", frame(alert, facts, now) | said)


def _accounts(alert: Alert, facts: Facts, now: datetime) -> dict[str, Any]:
    attribute = (alert.change.after or {})["attribute"] if alert.change else ""
    said = {"attribute": AccountAttribute(attribute).label, "accounts": facts.accounts}
    return frame(alert, facts, now) | said
