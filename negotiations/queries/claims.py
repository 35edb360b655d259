"""What is asserted, by whom, in which document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from msgspec import Struct

from negotiations import models
from negotiations.enums import ClaimStanding, Credibility, Evidence, Precision
from negotiations.queries.articles import ARTICLE_REF, ArticleRef
from negotiations.queries.bounds import Id, Line, Quotation, Reason, Reference, Version, Zone
from negotiations.queries.parties import PARTY_REF, PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.shapes import Children, Shape, Then


class ClaimRef(Struct):
    """The assertion a fact rests on. Asserted by a person, by a party, or (both null) by the article itself."""

    id: Id
    assertion: Reason
    quotation: Quotation
    locator: Line
    evidence: Evidence
    credibility: Credibility
    standing: ClaimStanding
    asserted_by_person: PersonRef | None
    asserted_by_party: PartyRef | None
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    article: ArticleRef | None


class ClaimMark(Struct):
    """A later judgement on a claim; `corrected_by` is the id of the claim that takes its place."""

    id: Id
    standing: ClaimStanding
    reason: Reason
    corrected_by: Id | None
    recorded_at: datetime


class Claim(Struct):
    """One assertion found in an article: stated when it was said, occurred when what it speaks of happened."""

    id: Id
    negotiation: Reference
    assertion: Reason
    quotation: Quotation
    locator: Line
    evidence: Evidence
    credibility: Credibility
    standing: ClaimStanding
    asserted_by_person: PersonRef | None
    asserted_by_party: PartyRef | None
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: Zone
    occurred_on: date | None
    occurred_at: datetime | None
    occurred_precision: Precision
    occurred_zone: Zone
    article: ArticleRef | None
    version: Version
    recorded_at: datetime
    marks: list[ClaimMark]


def _standing(then: Then) -> Coalesce:
    """How the team held the claim: judgements are dated by when they were recorded."""
    marks = models.ClaimMark.objects.unscoped(reason="a column of claims that carry their own scope")
    known = marks.filter(claim=OuterRef("pk"), recorded_at__lte=then.known_at or then.as_of)
    newest = known.order_by("-recorded_at", "-pk").values("standing")[:1]
    return Coalesce(Subquery(newest), Value(ClaimStanding.SUPPORTED.value))


_SPEAKERS: dict[str, Shape[Any]] = {
    "asserted_by_person": PERSON_REF,
    "asserted_by_party": PARTY_REF,
    "article": ARTICLE_REF,
}

CLAIM_REF = Shape(ClaimRef, models.Claim, refs=_SPEAKERS, then={"standing": _standing})
CLAIM_MARK = Shape(
    ClaimMark, models.ClaimMark, columns={"corrected_by": "corrected_by_id"}, order=("recorded_at", "pk")
)
CLAIM = Shape(
    Claim,
    models.Claim,
    refs=_SPEAKERS,
    children={"marks": Children(CLAIM_MARK, "claim_id")},
    then={"standing": _standing},
    timeless=("version",),
)
