"""The mails about a change of the record: a status, a position, accounts that differ."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from negotiations.emails.letter import Letter, frame, written
from negotiations.enums import AccountAttribute, ProposalStatus, Stance
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


def _accounts(alert: Alert, facts: Facts, now: datetime) -> dict[str, Any]:
    attribute = (alert.change.after or {})["attribute"] if alert.change else ""
    said = {"attribute": AccountAttribute(attribute).label, "accounts": facts.accounts}
    return frame(alert, facts, now) | said
