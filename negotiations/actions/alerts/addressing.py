"""An alert whose mailbox is the wrong one: the address is put right, or somebody else is told instead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from negotiations.actions.alerts.attention import WHY, send_again, tell_again
from negotiations.actions.alerts.recipients import reachable
from negotiations.actions.permission import require_role
from negotiations.actions.recording import action
from negotiations.actions.users import correct_address
from negotiations.enums import AlertState, MemberRole
from negotiations.errors import InvalidValueError
from negotiations.models import Alert, Negotiation, User
from negotiations.models.memberships import known_pairs


@action
def change_address(*, alert: Alert, email: str, actor: User, now: datetime) -> Alert:
    """Put the address of a failed alert's reader right, for all mail to them, and try this one again."""
    correct_address(user=alert.recipient, email=email, actor=actor, now=now, reason="Mail to it could not be delivered")
    return send_again(alert=alert, actor=actor, now=now)


def send_to_another(*, alert: Alert, to: User, actor: User, now: datetime) -> Alert:
    """Owe a failed alert to somebody else who may know of its negotiation; named by one of its leads.

    The one that failed is closed with a note of it. Whether the new reader may know is judged again as it is sent.
    Returns the alert that is owed now.
    """
    home = alert.negotiation
    if home is None:
        raise InvalidValueError("It gathers several matters and is its reader's alone.", field="alert")
    require_role(actor, home, MemberRole.LEAD)
    if to.pk == alert.recipient_id or to not in who_may_be_told(home):
        raise InvalidValueError("Name somebody else who may know of this negotiation and has an address.", field="to")
    with transaction.atomic():
        failed = Alert.objects.unscoped(reason=WHY).filter(pk=alert.pk, state=AlertState.DEAD)
        if not failed.update(state=AlertState.CANCELLED, reason=f"Sent to {to} instead, by {actor}."):
            raise InvalidValueError("Only an alert that failed can be sent to somebody else.", field="alert")
        return tell_again(alert=alert, to=to, at=now, now=now)


def who_may_be_told(negotiation: Negotiation) -> list[User]:
    """Everybody with an address who may know of this negotiation, by name."""
    may_know = known_pairs([negotiation.pk])
    return sorted((user for user in reachable() if may_know(user, negotiation.pk)), key=str)
