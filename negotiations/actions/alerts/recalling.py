"""News that is no longer to be told, because what it tells was taken back before it went out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from negotiations.enums import AlertKind, AlertState
from negotiations.models import Account, Alert, Change, ChangeCursor
from negotiations.models.alerts import may_have_been_told
from negotiations.models.policy_book import PolicyBook, hours_of
from negotiations.rules.alert_times import after_quiet, next_sending

WHY = "the news about a fact goes with the fact, whoever it was for"
CURSOR = "alerts"
UNDONE = ".undone"
# What readers of a deadline are told is kept in step where it is armed.
NEWS = (
    AlertKind.STATUS_CHANGED,
    AlertKind.POSITION_MOVED,
    AlertKind.DIVERGENCE_APPEARED,
    AlertKind.DIVERGENCE_CHANGED,
    AlertKind.DIVERGENCE_ENDED,
)


def recall(*, changes: Collection[Change], reason: str) -> int:
    """Withdraw what waits to be told of these changes, in the transaction that takes them back. Returns how many."""
    with transaction.atomic():
        # A tick that is reading the chain has written its alerts by then.
        list(ChangeCursor.objects.select_for_update().filter(name=CURSOR))
        waiting = Alert.objects.unscoped(reason=WHY).filter(
            change__in=[change.pk for change in changes],
            kind__in=NEWS,
            state__in=[AlertState.QUEUED, AlertState.LEASED, AlertState.IN_DOUBT],
        )
        return waiting.update(
            state=AlertState.CANCELLED, reason=reason, lease_owner="", lease_until=None, wire=None, escalate_at=None
        )


def tell_of_undoing(*, changes: Collection[Change], now: datetime) -> None:
    """Owe everybody who was told of these changes one notice, in the same thread, that they were taken back.

    To be called after `recall`, in the same transaction: what takes off has done so by then.
    """
    rows = Alert.objects.unscoped(reason=WHY)
    about_them = rows.filter(may_have_been_told(), change__in=[change.pk for change in changes], kind__in=NEWS)
    told = list(about_them.select_related("recipient"))
    book = PolicyBook({alert.negotiation_id for alert in told if alert.negotiation_id})
    notices = []
    for alert in told:
        policy = book.of(alert.recipient_id, alert.negotiation_id)
        if AlertKind.TAKEN_BACK in policy.muted_kinds:
            continue
        hours = hours_of(policy, alert.recipient)
        send_at = next_sending(now, hours) if policy.digest else after_quiet(now, hours)
        notices.append(
            Alert(
                negotiation_id=alert.negotiation_id,
                kind=AlertKind.TAKEN_BACK,
                subject_key=alert.subject_key,
                proposal_id=alert.proposal_id,
                change_id=alert.change_id,
                about=alert,
                rule="taken back",
                occurrence=alert.occurrence,
                recipient=alert.recipient,
                raised_at=now,
                send_at=send_at,
                next_try_at=send_at,
                gathered=policy.digest,
            )
        )
    rows.bulk_create(notices, ignore_conflicts=True)


def recall_account(*, account: Account) -> int:
    """Withdraw what waits to be told of an account whose party no longer says so. Returns how many alerts."""
    changes = Change.objects.unscoped(reason=WHY).filter(noun="account", object_id=account.pk)
    return recall(changes=list(changes), reason="The account was withdrawn.")


def not_taken_back(changes: Iterable[Change]) -> list[Change]:
    """Those of these changes, oldest first, that nobody has undone; an undoing itself is no news."""
    changes = list(changes)
    rows = Change.objects.unscoped(reason=WHY).filter(
        sequence__gte=min((change.sequence for change in changes), default=0),
        noun__in={change.noun for change in changes},
        object_id__in={change.object_id for change in changes},
    )
    standing: dict[tuple[str, int], list[int]] = {}
    for sequence, noun, key, kind in rows.order_by("sequence").values_list("sequence", "noun", "object_id", "kind"):
        row = standing.setdefault((noun, key), [])
        if not kind.endswith(UNDONE):
            row.append(sequence)
        elif row:  # an undoing takes back the newest change of its row
            row.pop()
    left = {sequence for row in standing.values() for sequence in row}
    return [change for change in changes if change.sequence in left]


def called_back(account: int | None) -> set[int]:
    """The readers from whom the news of an account was called back, so that its end is no news to them either."""
    changes = Change.objects.unscoped(reason=WHY).filter(noun="account", object_id=account or 0)
    alerts = Alert.objects.unscoped(reason=WHY).filter(change__in=changes.values("pk"))
    return set(alerts.filter(kind__in=NEWS, state=AlertState.CANCELLED).values_list("recipient_id", flat=True))
