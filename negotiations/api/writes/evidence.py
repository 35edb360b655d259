"""What a fact rests on, recorded together with it: its claim, the claim's article, the article's outlet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from django.db.models import Model
from msgspec import UNSET, Meta, Struct, UnsetType

from negotiations.actions.claims import record_claim
from negotiations.actions.sources import record_article, register_source
from negotiations.api.writes.bounds import (
    Address,
    ArticleKey,
    ClaimKey,
    Instant,
    Language,
    Line,
    Name,
    PartyKey,
    PersonKey,
    Prose,
    Quotation,
    SourceKey,
    Words,
)
from negotiations.api.writes.moments import Moment
from negotiations.enums import Credibility, Evidence, Ownership, Reliability
from negotiations.errors import InvalidValueError
from negotiations.models import Claim, Negotiation

if TYPE_CHECKING:
    from negotiations.api.problems import Path
    from negotiations.api.writes.writer import Writer

Hash = Annotated[str, Meta(max_length=64, pattern="^([0-9a-f]{64})?$", description="SHA-256 in hex.")]


def kept_with(home: Negotiation | None) -> Negotiation | None:
    """Where what is taken up along with a fact belongs: to a restricted negotiation alone, else to all staff."""
    return home if home is not None and home.restricted else None


class TakenUp(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is taken up along with a fact, by the action `does`."""

    does: ClassVar[Callable[..., Model]]

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> Model:
        recorded: Model = writer.carry_out(type(self).does, self, path, negotiation=kept_with(home))
        return recorded


class NewSource(TakenUp, forbid_unknown_fields=True, kw_only=True):
    """An outlet that is taken up with its article."""

    does = register_source

    name: Name
    ownership: Ownership | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    url: Address | UnsetType = UNSET


class NewArticle(TakenUp, forbid_unknown_fields=True, kw_only=True):
    """A document that is taken up with its claim; of a restricted negotiation it is known to its members only."""

    does = record_article

    source: SourceKey | NewSource
    title: Name
    published: Moment
    cites: SourceKey | NewSource | UnsetType = UNSET
    author: Line | UnsetType = UNSET
    url: Address | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    retrieved_at: Instant | UnsetType = UNSET
    content_hash: Hash | UnsetType = UNSET
    reliability: Reliability | UnsetType = UNSET
    reliability_reason: Prose | UnsetType = UNSET


class NewClaim(Struct, forbid_unknown_fields=True, kw_only=True):
    """A claim that is recorded with what rests on it."""

    article: ArticleKey | NewArticle
    assertion: Words
    evidence: Evidence
    quotation: Quotation | UnsetType = UNSET
    locator: Line | UnsetType = UNSET
    asserted_by_person: PersonKey | UnsetType = UNSET
    asserted_by_party: PartyKey | UnsetType = UNSET
    credibility: Credibility | UnsetType = UNSET
    stated: Moment | UnsetType = UNSET
    occurred: Moment | UnsetType = UNSET

    def become(self, writer: Writer, path: Path, home: Negotiation | None) -> Claim:
        if home is None:
            raise InvalidValueError("Name the negotiation that this belongs to.", field="negotiation")
        recorded: Claim = writer.carry_out(record_claim, self, path, negotiation=home)
        return recorded


# The id of a claim on record, or the claim itself.
OnClaim: TypeAlias = ClaimKey | NewClaim
