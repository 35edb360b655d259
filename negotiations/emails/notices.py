"""The mails about alerts themselves: one that nobody has seen, one that failed, several in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from negotiations.emails import words
from negotiations.emails.deadlines import name_of
from negotiations.emails.letter import Letter, frame, written
from negotiations.emails.links import page_of
from negotiations.enums import AlertKind
from negotiations.models import Alert
from negotiations.queries.alert_facts import Facts, proposal_of
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES


def escalation(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """Nobody has seen what was sent about a deadline."""
    about, zone = alert.about, alert.recipient.time_zone
    sent_at = about.sent_at if about else None
    said = {
        "name": name_of(alert.deadline, facts) if alert.deadline else "",
        "clocks": words.both_clocks(alert.deadline, zone, now) if alert.deadline else [],
        "sent": words.in_your_zone(sent_at, zone, now) if sent_at else "",
    }
    return written("escalation", frame(alert, facts, now) | said)


def alert_failed(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """An alert could not be delivered: to whom, about what, why."""
    about = alert.about
    said = {
        "name": name_of(alert.deadline, facts) if alert.deadline else (facts.proposal.title if facts.proposal else ""),
        "failed": about,
        "what": AlertKind(about.kind).label if about else "",
        "to": about.recipient.email if about else "",
    }
    return written("alert_failed", frame(alert, facts, now) | said)


def glass_broken(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """An administrator looks into a restricted negotiation: who, why, until when."""
    change, zone = alert.change, alert.recipient.time_zone
    until = datetime.fromisoformat((change.after or {})["until_at"]) if change else now
    said = {
        "who": str(change.actor) if change else "",
        "why": change.reason if change else "",
        "until": words.in_your_zone(until, zone, now),
    }
    return written("glass_broken", frame(alert, facts, now) | said)


def test_mail(alert: Alert, facts: Facts, now: datetime) -> Letter:
    """What somebody asked for to see whether mail reaches them."""
    asked = words.in_your_zone(alert.raised_at, alert.recipient.time_zone, now)
    return written("test_mail", frame(alert, facts, now) | {"asked": asked})


def digest(alert: Alert, facts: Facts, now: datetime, members: Sequence[Alert]) -> Letter:
    """Several alerts in one: what is over first, then the soonest, then what changed."""
    zone = alert.recipient.time_zone
    entries = [_entry(member, zone, now) for member in sorted(members, key=lambda member: _order(member, now))]
    over = sum(1 for entry in entries if "over" in entry)
    said = {"entries": entries, "count": len(entries), "over_count": over}
    return written("digest", frame(alert, facts, now) | said)


def _order(member: Alert, now: datetime) -> tuple[int, datetime, int]:
    due_at = member.deadline.due_at if member.deadline else None
    return (2, member.raised_at, member.pk) if due_at is None else (int(due_at > now), due_at, member.pk)


def _entry(member: Alert, zone: str, now: datetime) -> dict[str, object]:
    proposal, deadline = proposal_of(member), member.deadline
    entry = {
        "what": AlertKind(member.kind).label,
        "name": proposal.title if proposal else "",
        "open": page_of(proposal),
    }
    if deadline is None or deadline.due_at is None:
        return entry
    entry |= {"name": name_of(deadline, Facts(proposal)), "clocks": words.both_clocks(deadline, zone, now)}
    if deadline.due_at > now:
        return entry | {"ahead": words.ahead(deadline, now)}
    return entry | ({"over": words.over(deadline, now)} if deadline.status in OPEN_DEADLINES else {})
