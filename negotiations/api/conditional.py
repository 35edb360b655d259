"""ETags: strong, and answered with 304 before anything is read wherever the record's own revision tells enough."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.db.models import QuerySet, Subquery
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request

from negotiations.models import ChainHead, User
from negotiations.models.memberships import known_negotiations
from negotiations.queries.compiled import rows_for


def revision_tag(request: Request, user: User, hour: str = "") -> str:
    """A tag that changes with any recorded change, with what this person may see, and with the question asked.

    `hour` goes into it where the answer follows the clock as well.

    The head of the chain of changes moves in the transaction of each write, so that a tag never outlives its answer.
    One statement, or two for somebody who may know of no negotiation.
    """
    seen = rows_for(_known, [], user)
    newest = [seen[0][1]] if seen else list(ChainHead.objects.filter(pk=1).values_list("hash", flat=True))
    known = [pk for pk, _ in seen]
    asked = (request.build_absolute_uri(), request.accepted_renderer.media_type, user.pk, user.is_staff, hour)
    return _tag(repr((newest, known, asked)).encode())


def _known(_: Any, user: User) -> QuerySet[Any, Any]:
    """What a person may know of, with the head of the chain beside each."""
    head = ChainHead.objects.filter(pk=1).values("hash")[:1]
    return known_negotiations(user).annotate(head=Subquery(head)).order_by("pk").values_list("pk", "head")


def body_tag(body: bytes, version: int | None = None) -> str:
    """A tag of the answer itself; of one record, it begins with the record's version."""
    return _tag(body, f"{version}." if version else "")


def unchanged(request: Request, tag: str) -> HttpResponse | None:
    """A 304 when the caller holds this answer already (If-None-Match; compared weakly, as RFC 9110 says)."""
    held = [given.removeprefix("W/") for given in parse_etags(request.headers.get("If-None-Match", ""))]
    if tag not in held and held != ["*"]:
        return None
    return HttpResponse(status=304, headers={"ETag": tag})


def tagged(request: Request, body: bytes, content_type: str, tag: str = "") -> HttpResponse:
    """The answer with its tag, by default one of its body; 304 when the caller holds it already."""
    own = tag or body_tag(body)
    return unchanged(request, own) or HttpResponse(body, content_type=content_type, headers={"ETag": own})


def answered(request: Request, found: Any) -> HttpResponse:
    """What was found as JSON, with the tag of its body."""
    return tagged(request, msgspec.json.encode(found), "application/json")


def _tag(said: bytes, prefix: str = "") -> str:
    return f'"{prefix}{hashlib.sha256(said).hexdigest()[:32]}"'
