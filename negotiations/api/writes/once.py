"""Idempotency-Key: a request that is sent again is answered as the first time, and carried out once."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from negotiations.actions.idempotency import begin, finish, give_up
from negotiations.api.problems import MEDIA_TYPE, Fault, Refusal
from negotiations.models import IdempotencyKey, Negotiation, User

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[!-~]{1,255}\Z", re.ASCII)
NO_KEY = "Idempotency-Key takes 1 to 255 printable ASCII characters without spaces, such as a UUID."
ANOTHER = "This Idempotency-Key was used for another request; take a new one."
IN_FLIGHT = "The request with this Idempotency-Key is still being answered; ask again in a moment."


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent; `home` is the negotiation that it tells of, `revealed` the body with a secret, never kept."""

    status: int
    body: bytes
    tag: str = ""
    location: str = ""
    home: Negotiation | None = None
    revealed: bytes = b""

    def sent(self, request: Request) -> HttpResponse:
        headers = {"ETag": self.tag} if self.tag else {}
        if self.location:
            headers["Location"] = request.build_absolute_uri(self.location)
        kind = MEDIA_TYPE if self.status >= 400 else "application/json"
        return HttpResponse(self.revealed or self.body, status=self.status, headers=headers, content_type=kind)


class Once:
    """One request under its key."""

    def __init__(self, row: IdempotencyKey) -> None:
        self.row = row

    def keep(self, answer: Answer) -> None:
        finish(
            self.row,
            status=answer.status,
            body=answer.body,
            tag=answer.tag,
            location=answer.location,
            negotiation=answer.home,
        )

    def forget(self) -> None:
        give_up(self.row)


def once(request: Request, user: User, given: Any, now: datetime) -> tuple[Once | None, Answer | None]:
    """The work to be done once under its key, or the answer given before; neither for a request without a key.

    Another body or address under the same key is 422, a request still being answered 409.
    """
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return None, None
    if not _KEY.match(key):
        raise Refusal(400, [Fault("invalid", NO_KEY)])
    asked = hashlib.sha256(json.dumps([request.path, given], sort_keys=True).encode()).hexdigest()
    row, mine = begin(user=user, key=key, asked=asked, now=now)
    if mine:
        return Once(row), None
    if row.asked != asked:
        raise Refusal(422, [Fault("key_reused", ANOTHER)])
    if row.status is None:
        raise Refusal(409, [Fault("in_flight", IN_FLIGHT)])
    home = row.negotiation_id
    if home is not None and not Negotiation.objects.visible_to(user).filter(pk=home).exists():
        raise Http404
    return None, Answer(row.status, bytes(row.body), row.tag, row.location)
