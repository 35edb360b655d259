"""When alerts go out: a negotiation's default, and one person's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from negotiations.actions.alerts.arming import arm_deadline
from negotiations.actions.alerts.reviewing import retime
from negotiations.actions.permission import require_role
from negotiations.actions.recording import action, add, amend
from negotiations.enums import AlertKind, MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import AlertPolicy, Deadline, Negotiation, User

WHY = "the policy being set, and the deadlines it speaks of"
LONGEST_LEAD_DAYS = 365
LONGEST_LEAD_HOURS = 71
_SETTABLE = frozenset(
    {
        "days_before",
        "hours_before",
        "on_the_day",
        "at_passing",
        "daily_until_settled",
        "sending_hour",
        "quiet_from",
        "quiet_until",
        "digest",
        "digest_above",
        "escalate_after_hours",
        "muted_kinds",
    }
)


@action
def set_alert_policy(
    *,
    actor: User | None,
    now: datetime,
    negotiation: Negotiation | None = None,
    user: User | None = None,
    version: int | None = None,
    **settings: Any,
) -> AlertPolicy:
    """Set a negotiation's default (no `user`; its leads may), or a person's own for one negotiation or for all.

    What is not named keeps its value. Leads not known before are armed for every open deadline concerned, as far as
    they are still to come; leads dropped are simply not sent.
    """
    _require_right(actor, negotiation, user)
    _require_sound(settings)
    policies = AlertPolicy.objects.unscoped(reason=WHY)
    policy = policies.filter(negotiation=negotiation, user=user).first()
    if policy is None:
        policy = AlertPolicy(negotiation=negotiation, user=user, **settings)
        add(policy, kind="alertpolicy.set", actor=actor, now=now)
    else:
        amend(policy, kind="alertpolicy.set", actor=actor, now=now, version=version, **settings)
    deadlines = Deadline.objects.unscoped(reason=WHY).open().filter(due_at__isnull=False)
    for deadline in deadlines.filter(negotiation=negotiation) if negotiation else deadlines:
        arm_deadline(deadline=deadline, now=now)
    retime(now=now, user=user, negotiation=negotiation)
    return policy


@action
def mute_kind(*, user: User, negotiation: Negotiation | None, kind: AlertKind, now: datetime) -> AlertPolicy:
    """Tell a person no more of this kind, in one negotiation or, where it belongs to none, anywhere."""
    kept = _followed(user, negotiation)
    kept["muted_kinds"] = sorted({*kept["muted_kinds"], kind.value})
    return set_alert_policy(actor=user, now=now, negotiation=negotiation, user=user, **kept)


def _followed(user: User, negotiation: Negotiation | None) -> dict[str, Any]:
    """The settings by which a person is told about a negotiation now: their own, or else its default."""
    policies = AlertPolicy.objects.unscoped(reason=WHY)
    own = policies.filter(user=user, negotiation=negotiation).first()
    general = own or policies.filter(user=user, negotiation=None).first()
    default = general or policies.filter(user=None, negotiation=negotiation).first() or AlertPolicy()
    return {name: getattr(default, name) for name in _SETTABLE}


def _require_right(actor: User | None, negotiation: Negotiation | None, user: User | None) -> None:
    if user is None and negotiation is None:
        raise InvalidValueError("Say whose policy this is: a negotiation's, or a person's.", field="negotiation")
    if user is None:
        require_role(actor, negotiation, MemberRole.LEAD)
    elif actor is not None and actor.pk != user.pk:
        raise NotPermittedError("Everybody sets their own alerts.")
    elif negotiation and not Negotiation.objects.visible_to(user).filter(pk=negotiation.pk).exists():
        raise InvalidValueError("This is not on record; choose something that is.", field="negotiation")


def _require_sound(settings: dict[str, Any]) -> None:
    unknown = sorted(set(settings) - _SETTABLE)
    if unknown:
        raise InvalidValueError(f"{unknown[0]} is no setting of alerts.", field=unknown[0])
    require_leads("days_before", settings.get("days_before", []), LONGEST_LEAD_DAYS)
    require_leads("hours_before", settings.get("hours_before", []), LONGEST_LEAD_HOURS)
    strange = sorted(set(map(str, settings.get("muted_kinds", []))) - set(AlertKind.values))
    if strange:
        raise InvalidValueError(f"“{strange[0]}” is no kind of alert.", field="muted_kinds")
    if (settings.get("quiet_from") is None) != (settings.get("quiet_until") is None):
        raise InvalidValueError("Quiet hours need a beginning and an end.", field="quiet_until")


def require_leads(field: str, leads: Any, longest: int) -> None:
    """Refuse what is no list of at most ten whole numbers up to `longest`."""
    whole = isinstance(leads, list) and all(isinstance(lead, int) and not isinstance(lead, bool) for lead in leads)
    if not whole or len(leads) > 10 or any(not 1 <= lead <= longest for lead in leads):
        raise InvalidValueError(f"Give at most ten whole numbers from 1 to {longest}.", field=field)
