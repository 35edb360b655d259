"""One's own webhooks, and what was owed to each."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import MessageState
from negotiations.queries.bounds import Address, Id, Line
from negotiations.queries.shapes import Shape

Noun = Annotated[str, Meta(max_length=40)]


class Webhook(Struct):
    """Where the changes you may know of are sent. `nouns` narrows them; empty for all.

    `failing_since` is when it stopped answering; `former_until` until when the former secret signs as well.
    """

    id: Id
    name: Annotated[str, Meta(max_length=80)]
    url: Address
    nouns: Annotated[list[Noun], Meta(max_length=50)]
    former_until: datetime | None
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_because: Line
    recorded_at: datetime


class Attempt(Struct):
    """One try: when, the status that was answered (null: nobody answered), and the beginning of the words."""

    at: datetime
    code: Annotated[int, Meta(ge=100, le=999)] | None
    answer: Annotated[str, Meta(max_length=300)]


class WebhookMessage(Struct):
    """One change (`change` is its id) owed to a webhook, or a test without one, and every try to deliver it."""

    id: Id
    webhook: Id
    change: Id | None
    subject: Annotated[str, Meta(max_length=60)]
    state: MessageState
    made_at: datetime
    next_try_at: datetime
    delivered_at: datetime | None
    attempts: Annotated[list[Attempt], Meta(max_length=50)]


WEBHOOK = Shape(Webhook, models.Webhook)
WEBHOOK_MESSAGE = Shape(WebhookMessage, models.WebhookMessage, columns={"webhook": "webhook_id", "change": "change_id"})
