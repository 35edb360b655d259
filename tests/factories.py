"""Rows for tests, made by the same actions as in real life; every argument has a plain default."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from negotiations.actions.claims import record_claim
from negotiations.actions.conditions import attach_condition
from negotiations.actions.deadlines import set_deadline
from negotiations.actions.events import record_event
from negotiations.actions.negotiations import add_member, open_negotiation
from negotiations.actions.parties import register_party
from negotiations.actions.people import register_person
from negotiations.actions.proposals import open_proposal
from negotiations.actions.sources import record_article, register_source
from negotiations.actions.users import create_user
from negotiations.enums import (
    ActorType,
    ConditionRole,
    DeadlineKind,
    EventCategory,
    Evidence,
    MemberRole,
    ProposalKind,
    ProposalStatus,
)
from negotiations.models import (
    Article,
    Claim,
    Condition,
    Deadline,
    Event,
    Membership,
    Negotiation,
    Party,
    Person,
    Proposal,
    Source,
    User,
)
from negotiations.rules.moments import WorldMoment

KYIV = "Europe/Kyiv"
# Monday 14 April 2025, 12:00 in Kyiv.
NOW = datetime(2025, 4, 14, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
_number = count(1)


def user(**given: Any) -> User:
    """An active member of staff; `is_staff=False` for somebody from outside, PASSWORD for who signs in by the form."""
    number = next(_number)
    known = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password": None,  # hashing one takes longer than most tests
        "time_zone": KYIV,
        "actor": None,
        "now": NOW,
    }
    return create_user(**known | given)


def negotiation(**given: Any) -> Negotiation:
    known = {"name": f"Talks {next(_number)}", "time_zone": KYIV, "actor": None, "now": NOW}
    return open_negotiation(**known | given)


def member(of: Negotiation, who: User, role: MemberRole = MemberRole.EDITOR) -> Membership:
    return add_member(negotiation=of, user=who, role=role, actor=None, now=NOW)


def party(**given: Any) -> Party:
    known = {"name": f"Party {next(_number)}", "actor_type": ActorType.STATE, "actor": None, "now": NOW}
    return register_party(**known | given)


def person(**given: Any) -> Person:
    return register_person(**{"name": f"Envoy {next(_number)}", "actor": None, "now": NOW} | given)


def source(**given: Any) -> Source:
    return register_source(**{"name": f"Outlet {next(_number)}", "actor": None, "now": NOW} | given)


def article(**given: Any) -> Article:
    """Published on 14 April 2025, to the day."""
    known: dict[str, Any] = {
        "title": f"Report {next(_number)}",
        "published": WorldMoment.day(NOW.date(), KYIV),
        "actor": None,
        "now": NOW,
    }
    if "source" not in given:
        known["source"] = source(negotiation=given.get("negotiation"))
    return record_article(**known | given)


def claim(within: Negotiation, **given: Any) -> Claim:
    known: dict[str, Any] = {
        "negotiation": within,
        "assertion": f"Something was said ({next(_number)})",
        "evidence": Evidence.REPORT,
        "actor": None,
        "now": NOW,
    }
    if "article" not in given:
        known["article"] = article()
    return record_claim(**known | given)


def proposal(within: Negotiation | None = None, **given: Any) -> Proposal:
    """A ceasefire under discussion."""
    home = within or negotiation()
    known: dict[str, Any] = {
        "negotiation": home,
        "title": f"Truce {next(_number)}",
        "kind": ProposalKind.CEASEFIRE,
        "status": ProposalStatus.UNDER_DISCUSSION,
        "status_reason": "Both sides talk about it.",
        "actor": None,
        "now": NOW,
    }
    if "claim" not in given:
        known["claim"] = claim(home)
    return open_proposal(**known | given)


def condition(of: Proposal, **given: Any) -> Condition:
    known: dict[str, Any] = {
        "proposal": of,
        "text": f"Something is asked for ({next(_number)})",
        "role": ConditionRole.PRECONDITION,
        "actor": None,
        "now": NOW,
    }
    if "claim" not in given:
        known["claim"] = claim(of.negotiation)
    return attach_condition(**known | given)


def deadline(of: Proposal, **given: Any) -> Deadline:
    """Ends on Friday 18 April 2025, in Kyiv."""
    known: dict[str, Any] = {
        "negotiation": of.negotiation,
        "proposal": of,
        "kind": DeadlineKind.EXPIRY,
        "title": "The truce ends",
        "expression": "ends Friday",
        "said_at": NOW,
        "said_zone": KYIV,
        "actor": None,
        "now": NOW,
    }
    if "claim" not in given:
        known["claim"] = claim(of.negotiation)
    return set_deadline(**known | given)


def event(within: Negotiation, **given: Any) -> Event:
    known: dict[str, Any] = {
        "negotiation": within,
        "title": f"A meeting ({next(_number)})",
        "category": EventCategory.CONSULT,
        "occurred": WorldMoment.day(NOW.date(), KYIV),
        "actor": None,
        "now": NOW,
    }
    if "claim" not in given:
        known["claim"] = claim(within)
    return record_event(**known | given)
