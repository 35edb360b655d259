"""Tokens, as people ask for them."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.tokens import make_token, revoke_token
from negotiations.api.writes.bounds import Instant, Label, NegotiationKey
from negotiations.api.writes.operations import Operation
from negotiations.enums import TokenScope
from negotiations.queries.tokens import TOKEN, Token


class NewToken(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a program may do in your name until when; without `negotiations`, in all that you may know of."""

    name: Label
    scopes: Annotated[list[TokenScope], Meta(min_length=1, max_length=3)]
    expires_at: Instant
    negotiations: Annotated[list[NegotiationKey], Meta(min_length=1, max_length=100)] | UnsetType = UNSET


class MadeToken(Token):
    """A new token, and the token itself: kept nowhere, so it is never shown again."""

    token: Annotated[str, Meta(min_length=50, max_length=50, examples=["parley_…"])]


MAKE_TOKEN = Operation(
    summary="Make a token; it is shown in this answer and never again.",
    does=make_token,
    body=NewToken,
    shows=TOKEN,
    made="token",
    reveals=MadeToken,
)
REVOKE_TOKEN = Operation(summary="Revoke a token; it stays listed.", does=revoke_token, of="token")
