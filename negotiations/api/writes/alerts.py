"""What people do with an alert, as it is sent in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations.actions.alerts import see_alert, send_again, skip_alert, snooze_alert, unskip_alert
from negotiations.actions.alerts.addressing import change_address, send_to_another
from negotiations.api.writes.bounds import Instant, UserKey
from negotiations.api.writes.operations import Operation
from negotiations.models import Alert, User


class Snooze(Struct, forbid_unknown_fields=True, kw_only=True):
    """The moment at which to be told once more."""

    until: Instant


class Address(Struct, forbid_unknown_fields=True, kw_only=True):
    """The address that is right."""

    email: Annotated[str, Meta(min_length=3, max_length=150, examples=["ada@example.org"])]


class Another(Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody else who may know of the negotiation, by id."""

    to: UserKey


def skip(*, alert: Alert, actor: User, now: datetime) -> Alert:
    """Do not send it; when that is decided is kept nowhere."""
    return skip_alert(alert=alert, actor=actor)


SEEN = Operation(
    summary="Say that you have seen it; then nobody else is told that it went unseen.",
    does=see_alert,
    of="alert",
    moves=True,
)
SNOOZE = Operation(
    summary="Be told once more at another moment: an alert of its own, or this one later where it still waits.",
    does=snooze_alert,
    body=Snooze,
    of="alert",
    moves=True,
)
SKIP = Operation(summary="Do not send an alert that waits.", does=skip, of="alert", moves=True)
UNSKIP = Operation(summary="Send an alert after all that was skipped.", does=unskip_alert, of="alert", moves=True)
SEND_AGAIN = Operation(
    summary="Try once more to send an alert that failed or was skipped.", does=send_again, of="alert", moves=True
)
CHANGE_ADDRESS = Operation(
    summary="Put the address of a failed alert's reader right and try it again; administrators only.",
    does=change_address,
    body=Address,
    of="alert",
    moves=True,
)
SEND_TO_ANOTHER = Operation(
    summary="Send a failed alert to somebody else who may know of its negotiation; its leads only.",
    does=send_to_another,
    body=Another,
    of="alert",
    moves=True,
)
