"""Webhooks: made, rotated, tested, removed; and what is owed to each, taken from the chain of changes.

Messages come from the chain by a cursor per webhook, as the alerts' news does: no action has to think of them, a
change that is on the chain cannot be missed, and what its owner may know of is judged when the work runs.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from negotiations.actions.recording import action, add, amend
from negotiations.enums import MessageState
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import ChainHead, Change, User, Webhook, WebhookMessage
from negotiations.models.changes import PERSONAL
from negotiations.models.webhooks import WebhookMessageQuerySet

WHY = "Parley's own work of sending; what each owner may know of is judged row by row"
ROTATION = timedelta(hours=24)  # how long both secrets sign
GIVE_UP_AFTER = timedelta(days=3)
LEASE = timedelta(minutes=5)
MOST = 20
BATCH = 200
# Seconds until the next try; the last one repeats until GIVE_UP_AFTER.
_BACKOFF = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600)
_GONE = 410


@action
def make_webhook(*, name: str, url: str, actor: User, now: datetime, nouns: list[str] | None = None) -> Webhook:
    """A new webhook of the actor, from the next change on; its secret is in `shown_once` and shown to nobody again.

    Addresses begin with https://; where the settings allow it also with http://, for a receiver on this machine.
    """
    if not url.startswith("https://") and not settings.WEBHOOK_LOOPBACK:
        raise InvalidValueError("The address must begin with https://.", field="url")
    if Webhook.objects.visible_to(actor).filter(disabled_at=None).count() >= MOST:
        raise InvalidValueError(f"Remove a webhook first: {MOST} are the most a person has.", field="name")
    webhook = Webhook(
        owner=actor,
        name=name,
        url=url,
        nouns=sorted(set(nouns or [])),
        signing_secret=_new_secret(),
        cursor=_head(),
    )
    add(webhook, kind="webhook.made", actor=actor, now=now)
    webhook.shown_once = {"secret": webhook.signing_secret}
    return webhook


@action
def rotate_secret(*, webhook: Webhook, actor: User, now: datetime) -> Webhook:
    """A new secret, in `shown_once`; for a day the former one signs as well."""
    _require_owner(webhook, actor)
    former = webhook.signing_secret
    amend(
        webhook,
        kind="webhook.rotated",
        actor=actor,
        now=now,
        signing_secret=_new_secret(),
        former_signing_secret=former,
        former_until=now + ROTATION,
    )
    webhook.shown_once = {"secret": webhook.signing_secret}
    return webhook


@action
def disable_webhook(
    *, webhook: Webhook, actor: User | None, now: datetime, reason: str = "Removed by its owner"
) -> Webhook:
    """Send nothing more; what is owed waits until it is enabled again."""
    _require_owner(webhook, actor)
    return amend(
        webhook, kind="webhook.disabled", actor=actor, now=now, disabled_at=now, disabled_because=reason, reason=reason
    )


@action
def enable_webhook(*, webhook: Webhook, actor: User, now: datetime) -> Webhook:
    """Send again, beginning with what is owed."""
    _require_owner(webhook, actor)
    amend(webhook, kind="webhook.enabled", actor=actor, now=now, disabled_at=None, disabled_because="")
    _owed(webhook).update(next_try_at=now, made_at=now)
    return webhook


@action
def ping_webhook(*, webhook: Webhook, actor: User, now: datetime) -> WebhookMessage:
    """Owe it a message about nothing, to see that it arrives."""
    _require_owner(webhook, actor)
    return WebhookMessage.objects.create(webhook=webhook, subject=f"webhook:{webhook.pk}", made_at=now, next_try_at=now)


@action
def redeliver(*, message: WebhookMessage, actor: User, now: datetime) -> WebhookMessage:
    """Owe a message once more, whatever became of it."""
    _require_owner(message.webhook, actor)
    message.state, message.made_at, message.next_try_at = MessageState.WAITING, now, now
    message.save(update_fields=["state", "made_at", "next_try_at"])
    return message


def working_webhooks() -> list[int]:
    """The ids of those to be sent to."""
    return list(Webhook.objects.unscoped(reason=WHY).working().values_list("pk", flat=True))


def lease_webhook(*, webhook: int, owner: str, now: datetime) -> Webhook | None:
    """The webhook, if nobody else is sending to it and it is to be sent to."""
    rows = Webhook.objects.unscoped(reason=WHY).working().filter(pk=webhook)
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    taken = rows.filter(free).update(lease_owner=owner, lease_until=now + LEASE)
    return rows.select_related("owner").get() if taken else None


def release_webhook(*, webhook: Webhook, owner: str) -> None:
    held = Webhook.objects.unscoped(reason=WHY).filter(pk=webhook.pk, lease_owner=owner)
    held.update(lease_owner="", lease_until=None)


def owe_changes(*, webhook: Webhook, now: datetime) -> int:
    """Owe it the next changes that its owner may know of. Returns how many changes were looked at."""
    with transaction.atomic():
        every = Change.objects.unscoped(reason=WHY).filter(sequence__gt=webhook.cursor).order_by("sequence")
        looked_at = list(every.values_list("sequence", flat=True)[:BATCH])
        if not looked_at:
            return 0
        known = Change.objects.visible_to(webhook.owner).filter(sequence__in=looked_at).exclude(noun__in=PERSONAL)
        if webhook.nouns:
            known = known.filter(noun__in=webhook.nouns)
        WebhookMessage.objects.bulk_create(
            [
                WebhookMessage(
                    webhook=webhook,
                    change=change,
                    subject=f"{change.noun}:{change.object_id}",
                    made_at=now,
                    next_try_at=now,
                )
                for change in known.order_by("sequence")
            ],
            ignore_conflicts=True,
        )
        webhook.cursor = looked_at[-1]
        Webhook.objects.unscoped(reason=WHY).filter(pk=webhook.pk).update(cursor=webhook.cursor)
    return len(looked_at)


def ready_messages(*, webhook: Webhook, now: datetime) -> list[WebhookMessage]:
    """What to try now, judged by what its owner may know of at this moment; what they no longer may is withheld."""
    ready = _owed(webhook).ready(now)
    known = set(WebhookMessage.objects.visible_to(webhook.owner).filter(webhook=webhook).ready(now).values_list("pk"))
    hidden = [pk for pk in ready.values_list("pk", flat=True)[:BATCH] if (pk,) not in known]
    if hidden:
        WebhookMessage.objects.unscoped(reason=WHY).filter(pk__in=hidden).update(state=MessageState.WITHHELD)
    return list(ready.exclude(pk__in=hidden).select_related("change").order_by("pk")[:BATCH])


def record_attempt(*, message: WebhookMessage, webhook: Webhook, code: int | None, answer: str, now: datetime) -> bool:
    """Keep what came of a try; answers whether the message arrived. `code` is None where nobody answered.

    A message not taken within three days is given up, and the webhook is disabled with it; at once where the
    receiver says that it is gone (410). As soon as one arrives again, whatever else waits may be tried at once.
    """
    attempt = {"at": now.isoformat(), "code": code, "answer": answer[:300]}
    message.attempts = [*message.attempts, attempt][-50:]
    message.answer = answer[:300]
    arrived = code is not None and 200 <= code < 300
    if arrived:
        message.state, message.delivered_at = MessageState.DELIVERED, now
    elif now - message.made_at >= GIVE_UP_AFTER or code == _GONE:
        message.state = MessageState.FAILED
        disable_webhook(webhook=webhook, actor=None, now=now, reason=f"Not taken: {answer[:200] or code}")
    else:
        tries = len(message.attempts)
        message.next_try_at = now + timedelta(seconds=_BACKOFF[min(tries, len(_BACKOFF)) - 1])
    message.save(update_fields=["attempts", "answer", "state", "delivered_at", "next_try_at"])
    if arrived != (webhook.failing_since is None):
        webhook.failing_since = None if arrived else now
        Webhook.objects.unscoped(reason=WHY).filter(pk=webhook.pk).update(failing_since=webhook.failing_since)
        if arrived:
            _owed(webhook).update(next_try_at=now)
    return arrived


def _owed(webhook: Webhook) -> WebhookMessageQuerySet:
    return WebhookMessage.objects.unscoped(reason=WHY).filter(webhook=webhook, state=MessageState.WAITING)


def _require_owner(webhook: Webhook, actor: User | None) -> None:
    if actor is not None and actor.pk != webhook.owner_id:
        raise NotPermittedError("Everybody looks after their own webhooks.")


def _head() -> int:
    return ChainHead.objects.get(pk=1).sequence


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
