"""Opening a negotiation and deciding who belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from negotiations.actions.permission import require_role
from negotiations.actions.recording import action, add, amend, next_reference, remove, revise
from negotiations.enums import MemberRole
from negotiations.errors import InvalidValueError
from negotiations.models import Membership, Negotiation, User
from negotiations.models.fields import validate_line, validate_zone
from negotiations.rules.capitals import LONGEST_CITY, capital
from negotiations.rules.deadlines.business_days import has_calendar
from negotiations.rules.deadlines.eu_periods import EU_RULE

COUNTING_RULES = (EU_RULE,)
MOST_CAPITALS = 6
_REVISABLE = frozenset(
    {
        "name",
        "summary",
        "time_zone",
        "restricted",
        "closed_on",
        "date_order",
        "holiday_calendar",
        "counting_rule",
        "feasts",
        "close_of_business",
        "stalled_after_days",
        "warning_days",
        "unchecked_after_days",
        "capitals",
        "two_person_review",
    }
)


@action
def open_negotiation(
    *, name: str, time_zone: str, actor: User | None, now: datetime, summary: str = "", **settings: Any
) -> Negotiation:
    """Record a new negotiation (N-1 …); whoever opens a restricted one becomes its lead.

    `settings` are further columns of Negotiation: restricted, date_order, holiday_calendar, counting_rule, feasts …
    """
    require_role(actor, None)
    _require_readable(settings)
    negotiation = Negotiation(
        reference=next_reference("N"), name=name, summary=summary, time_zone=time_zone, **settings
    )
    add(negotiation, kind="negotiation.opened", actor=actor, now=now)
    if actor is not None:
        member = Membership(negotiation=negotiation, user=actor, role=MemberRole.LEAD)
        add(member, kind="membership.added", actor=actor, now=now)
    return negotiation


@action
def revise_negotiation(
    *,
    negotiation: Negotiation,
    actor: User | None,
    now: datetime,
    reason: str,
    version: int | None = None,
    **changes: Any,
) -> Negotiation:
    """Change its name, summary, zone, restriction or reading policy; leads only."""
    require_role(actor, negotiation, MemberRole.LEAD)
    _require_readable(changes)
    return revise(
        negotiation, columns=_REVISABLE, changes=changes, actor=actor, now=now, reason=reason, version=version
    )


@action
def add_member(
    *,
    negotiation: Negotiation,
    role: MemberRole,
    actor: User | None,
    now: datetime,
    user: User | None = None,
    team: Group | None = None,
) -> Membership:
    """Let a person or a team in, or give them another role; leads only."""
    require_role(actor, negotiation, MemberRole.LEAD)
    if (user is None) == (team is None):
        raise InvalidValueError("Name either a person or a team, not both and not neither.", field="user")
    members = Membership.objects.unscoped(reason="the lead's own list of members")
    known = members.filter(negotiation=negotiation, user=user, team=team).first()
    if known is not None:
        _keep_a_lead(known, role)
        return amend(known, kind="membership.changed", actor=actor, now=now, role=role)
    member = Membership(negotiation=negotiation, user=user, team=team, role=role)
    return add(member, kind="membership.added", actor=actor, now=now)


@action
def remove_member(*, membership: Membership, actor: User | None, now: datetime, reason: str = "") -> None:
    """End a membership; from this moment its scope is gone, queued mail included. The last lead stays."""
    require_role(actor, membership.negotiation, MemberRole.LEAD)
    _keep_a_lead(membership, None)
    remove(membership, kind="membership.removed", actor=actor, now=now, reason=reason)


@action
def change_member(
    *,
    membership: Membership,
    role: MemberRole | None,
    seen: MemberRole,
    actor: User | None,
    now: datetime,
    reason: str,
) -> None:
    """Give a member another role, or with None end the membership; leads only, and over the role that was `seen`."""
    require_role(actor, membership.negotiation, MemberRole.LEAD)
    members = Membership.objects.unscoped(reason="the lead's own list of members")
    held = members.filter(pk=membership.pk).first()
    if held is None or held.role != seen:
        now_is = f"is “{held.role}” now" if held else "has ended"
        raise InvalidValueError(f"Somebody else was faster: this membership {now_is}; look again.", field="role")
    if role is None:
        remove_member(membership=membership, actor=actor, now=now, reason=reason)
        return
    _keep_a_lead(held, role)
    amend(membership, kind="membership.changed", actor=actor, now=now, reason=reason, role=role)


def _keep_a_lead(membership: Membership, role: MemberRole | None) -> None:
    """Refuse to take its last lead from a negotiation; no other action does meanwhile, as one holds the chain."""
    leads = Membership.objects.unscoped(reason="a negotiation keeps a lead").filter(
        negotiation_id=membership.negotiation_id, role=MemberRole.LEAD
    )
    losing = membership.role == MemberRole.LEAD and role != MemberRole.LEAD
    if losing and not leads.exclude(pk=membership.pk).exists():
        raise InvalidValueError("A negotiation keeps at least one lead; name another one first.", field="role")


def _require_readable(settings: Mapping[str, Any]) -> None:
    """Refuse a calendar or a rule that no deadline could be counted by."""
    _require_zones(settings.get("capitals", []))
    calendar, rule = settings.get("holiday_calendar"), settings.get("counting_rule")
    if calendar and not (isinstance(calendar, str) and has_calendar(calendar)):
        raise InvalidValueError(
            f"There is no holiday calendar “{str(calendar)[:40]}”; name one by its country, such as UA, DE or US-CA, "
            "or leave it empty.",
            field="holiday_calendar",
        )
    if rule and rule not in COUNTING_RULES:
        raise InvalidValueError(
            f"“{str(rule)[:40]}” is no rule that Parley counts by; name {' or '.join(COUNTING_RULES)}, or leave it "
            "empty: then a last day never moves.",
            field="counting_rule",
        )


def _require_zones(capitals: Any) -> None:
    """Refuse what no hour could be said in."""
    named = isinstance(capitals, list) and all(isinstance(zone, str) for zone in capitals)
    if not named or len(capitals) > MOST_CAPITALS or len(set(capitals)) < len(capitals):
        raise InvalidValueError(f"Name at most {MOST_CAPITALS} zones, each once.", field="capitals")
    for city, zone in map(capital, capitals):
        if len(city) > LONGEST_CITY or "," in city:
            raise InvalidValueError(
                f"Name a capital without a comma and in at most {LONGEST_CITY} characters, such as "
                "Washington: America/New_York.",
                field="capitals",
            )
        try:
            validate_line(city)
            validate_zone(zone)
        except ValidationError as error:
            raise InvalidValueError(" ".join(error.messages), field="capitals") from error
