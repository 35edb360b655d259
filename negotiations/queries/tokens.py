"""One's own tokens, without what would let anybody use them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import TokenScope
from negotiations.queries.bounds import Id, Reference
from negotiations.queries.shapes import Reader, Shape


class Token(Struct):
    """What a program may do in your name. `negotiations` are those it is confined to; null: all that you may know of.

    `prefix` is how the token begins. It works until `expires_at` or `revoked_at`, whichever comes first.
    """

    id: Id
    name: Annotated[str, Meta(max_length=80)]
    prefix: Annotated[str, Meta(max_length=20)]
    scopes: Annotated[list[TokenScope], Meta(max_length=3)]
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    recorded_at: datetime
    negotiations: Annotated[list[Reference], Meta(max_length=10_000)] | None


def negotiations_by_token(ids: list[int], reader: Reader) -> dict[int, list[str]]:
    """The references of the negotiations that each token is confined to, as far as the reader may know of them."""
    tokens = models.ApiToken.objects.visible_to(reader.user).filter(pk__in=ids, confined_to__isnull=False)
    confined: dict[int, list[int]] = {pk: each or [] for pk, each in tokens.values_list("pk", "confined_to")}
    wanted = {pk for each in confined.values() for pk in each}
    known = models.Negotiation.objects.visible_to(reader.user).filter(pk__in=wanted)
    references = dict(known.order_by("pk").values_list("pk", "reference"))
    return {token: [references[pk] for pk in each if pk in references] for token, each in confined.items()}


TOKEN = Shape(Token, models.ApiToken, bulk={"negotiations": negotiations_by_token})
