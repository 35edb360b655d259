"""Webhooks, as people set them up."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.webhooks import (
    disable_webhook,
    enable_webhook,
    make_webhook,
    ping_webhook,
    redeliver,
    rotate_secret,
)
from negotiations.api.writes.bounds import Address, Label
from negotiations.api.writes.operations import Operation
from negotiations.queries.webhooks import WEBHOOK, WEBHOOK_MESSAGE, Webhook

_Noun = Annotated[str, Meta(min_length=1, max_length=40, pattern="^[a-z]+$", examples=["proposal", "deadline"])]


class NewWebhook(Struct, forbid_unknown_fields=True, kw_only=True):
    """Where to send changes; without `nouns`, those of every noun, as `noun` in the changes says it."""

    name: Label
    url: Address
    nouns: Annotated[list[_Noun], Meta(max_length=50)] | UnsetType = UNSET


class WebhookWithSecret(Webhook):
    """A webhook with the secret that signs for it, never shown again."""

    secret: Annotated[str, Meta(min_length=50, max_length=80, examples=["whsec_…"])]


MAKE_WEBHOOK = Operation(
    summary="Have changes sent, from the next one on; the secret is shown in this answer and never again.",
    does=make_webhook,
    body=NewWebhook,
    shows=WEBHOOK,
    made="webhook",
    reveals=WebhookWithSecret,
)
ROTATE = Operation(
    summary="A new secret, shown in this answer and never again; for a day the former one signs as well.",
    does=rotate_secret,
    of="webhook",
    shows=WEBHOOK,
    reveals=WebhookWithSecret,
)
DISABLE = Operation(summary="Send nothing more; it stays listed.", does=disable_webhook, of="webhook")
ENABLE = Operation(summary="Send again, beginning with what is owed.", does=enable_webhook, of="webhook", shows=WEBHOOK)
PING = Operation(
    summary="Owe it a test message.", does=ping_webhook, of="webhook", shows=WEBHOOK_MESSAGE, made="webhook-message"
)
REDELIVER = Operation(summary="Owe the message once more.", does=redeliver, of="message", shows=WEBHOOK_MESSAGE)
