"""Looking into a restricted negotiation without being a member: for a reason, for hours, and never unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from negotiations.actions.alerts.recipients import leads_of
from negotiations.actions.permission import role_of
from negotiations.actions.recording import action, add, amend
from negotiations.enums import AlertKind
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Alert, BreakGlass, Change, Negotiation, User

WHY = "who broke the glass, and the leads who hear of it"
LONGEST_HOURS, SHORTEST_REASON = 8, 10


@action
def break_glass(*, negotiation: Negotiation, reason: str, hours: int, actor: User, now: datetime) -> BreakGlass:
    """Let an administrator read (never write) a restricted negotiation for 1 to 8 hours; its leads are told by mail.

    They are told whatever they have muted, and in the transaction that opens it. `close_glass` ends it in time: every
    tick calls it, and so does every request of an administrator before anything is read.
    """
    if not (actor.is_active and actor.is_superuser):
        raise NotPermittedError("Only an administrator may do this.")
    if not negotiation.restricted or role_of(actor, negotiation) is not None:
        raise InvalidValueError("You may read this negotiation as it is.", field="negotiation")
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidValueError("Say in a sentence why you have to see this; its leads will read it.", field="reason")
    if not 1 <= hours <= LONGEST_HOURS:
        raise InvalidValueError(f"Choose from 1 to {LONGEST_HOURS} hours.", field="hours")
    known = BreakGlass.objects.unscoped(reason=WHY).open().filter(negotiation=negotiation, user=actor)
    if known.exists():
        raise InvalidValueError("You are looking into this negotiation already.", field="negotiation")
    glass = BreakGlass(negotiation=negotiation, user=actor, reason=reason, until_at=now + timedelta(hours=hours))
    add(glass, kind="breakglass.opened", actor=actor, now=now, reason=reason)
    _tell_leads(glass, now)
    return glass


@action
def close_glass(*, now: datetime) -> int:
    """End every look whose time is over. Returns how many were ended."""
    over = list(BreakGlass.objects.unscoped(reason=WHY).open().filter(until_at__lte=now).order_by("pk"))
    for glass in over:
        amend(glass, kind="breakglass.ended", actor=None, now=now, ended_at=now)
    return len(over)


def close_glass_in_time(*, now: datetime) -> None:
    """As `close_glass`, but without taking the chain's head when there is nothing to end."""
    if BreakGlass.objects.unscoped(reason=WHY).open().filter(until_at__lte=now).exists():
        close_glass(now=now)


@action
def end_glass(*, glass: BreakGlass, actor: User, now: datetime) -> BreakGlass:
    """Stop looking before the time is over."""
    if actor.pk != glass.user_id:
        raise NotPermittedError("Only whoever looks can stop.")
    return amend(glass, kind="breakglass.ended", actor=actor, now=now, ended_at=now)


def _tell_leads(glass: BreakGlass, now: datetime) -> None:
    newest = (
        Change.objects.unscoped(reason=WHY).filter(noun="breakglass", object_id=glass.pk).order_by("sequence").last()
    )
    home = glass.negotiation_id
    Alert.objects.unscoped(reason=WHY).bulk_create(
        Alert(
            negotiation_id=home,
            kind=AlertKind.GLASS_BROKEN,
            subject_key=f"change:{newest.pk if newest else 0}",
            change=newest,
            rule="glass",
            occurrence=now,
            recipient=lead,
            raised_at=now,
            send_at=now,
            next_try_at=now,
        )
        for lead in leads_of([home])[home]
        if lead.pk != glass.user_id
    )
