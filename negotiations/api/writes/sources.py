"""Outlets and their documents, as they are sent in."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.claims import withdraw_article
from negotiations.actions.sources import record_article, register_source, revise_article, revise_source
from negotiations.api.writes.bounds import Address, ClaimKey, Language, Line, Name, NegotiationKey, Prose, Reason
from negotiations.api.writes.evidence import Hash, NewArticle, NewSource
from negotiations.api.writes.operations import Operation
from negotiations.enums import Ownership, Reliability
from negotiations.queries.articles import ARTICLE
from negotiations.queries.sources import SOURCE


class OwnSource(NewSource, kw_only=True):
    """An outlet, ministry or organisation that publishes; without `negotiation` all staff share it."""

    negotiation: NegotiationKey | UnsetType = UNSET


class OwnArticle(NewArticle, kw_only=True):
    """One document as it was seen; without `negotiation` all staff share it."""

    negotiation: NegotiationKey | UnsetType = UNSET


class SourceRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How an outlet is described."""

    reason: Reason
    name: Name | UnsetType = UNSET
    ownership: Ownership | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    url: Address | UnsetType = UNSET


class ArticleRevision(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a document is described, or how far it is relied on."""

    reason: Reason
    title: Name | UnsetType = UNSET
    author: Line | UnsetType = UNSET
    url: Address | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    reliability: Reliability | UnsetType = UNSET
    reliability_reason: Prose | UnsetType = UNSET
    content_hash: Hash | UnsetType = UNSET


class WithdrawnArticle(Struct, forbid_unknown_fields=True, kw_only=True):
    """The claims of a document that still stand, all of them, and why they are withdrawn."""

    claims: Annotated[list[ClaimKey], Meta(max_length=500)]
    reason: Reason


REGISTER_SOURCE = Operation(
    summary="Record an outlet.", does=register_source, body=OwnSource, shows=SOURCE, made="source"
)
REVISE_SOURCE = Operation(
    summary="Change how an outlet is described.", does=revise_source, body=SourceRevision, of="source", moves=True
)
RECORD_ARTICLE = Operation(
    summary="Record one document as it was seen.",
    does=record_article,
    body=OwnArticle,
    shows=ARTICLE,
    made="article",
)
REVISE_ARTICLE = Operation(
    summary="Change how a document is described, or how far it is relied on.",
    does=revise_article,
    body=ArticleRevision,
    of="article",
    moves=True,
)
WITHDRAW_ARTICLE = Operation(
    summary="Withdraw every claim of a document that still stands, for one reason.",
    does=withdraw_article,
    body=WithdrawnArticle,
    of="article",
)
