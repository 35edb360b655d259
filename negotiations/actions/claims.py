"""Writing down what a document asserts, and correcting it without erasing it."""

from __future__ import annotations

from datetime import datetime

from negotiations.actions.permission import require_role, require_within
from negotiations.actions.recording import action, add, amend
from negotiations.enums import ClaimStanding, Credibility, Evidence
from negotiations.errors import InvalidValueError
from negotiations.models import Article, Claim, ClaimMark, Negotiation, Party, Person, User
from negotiations.models.bases import columns
from negotiations.rules.moments import WorldMoment


@action
def record_claim(
    *,
    negotiation: Negotiation,
    article: Article,
    assertion: str,
    evidence: Evidence,
    actor: User | None,
    now: datetime,
    quotation: str = "",
    locator: str = "",
    asserted_by_person: Person | None = None,
    asserted_by_party: Party | None = None,
    credibility: Credibility = Credibility.UNJUDGED,
    stated: WorldMoment | None = None,
    occurred: WorldMoment | None = None,
) -> Claim:
    """Record one assertion; with neither person nor party it is the article's own.

    `stated` defaults to the moment of publication: what a document says, it says then.
    """
    require_role(actor, negotiation)
    require_within(
        negotiation,
        article=article,
        asserted_by_person=asserted_by_person,
        asserted_by_party=asserted_by_party,
    )
    claim = Claim(
        negotiation=negotiation,
        article=article,
        assertion=assertion,
        quotation=quotation,
        locator=locator,
        asserted_by_person=asserted_by_person,
        asserted_by_party=asserted_by_party,
        evidence=evidence,
        credibility=credibility,
        **columns("stated", stated or article.published),
        **columns("occurred", occurred or WorldMoment.unknown(negotiation.time_zone)),
    )
    return add(claim, actor=actor, now=now)


@action
def mark_claim(
    *,
    claim: Claim,
    standing: ClaimStanding,
    reason: str,
    actor: User | None,
    now: datetime,
    corrected_by: Claim | None = None,
) -> ClaimMark:
    """Judge a claim later: supported, disputed, withdrawn, or corrected by another claim. Nothing is erased."""
    require_role(actor, claim.negotiation)
    require_within(claim.negotiation, corrected_by=corrected_by)
    if not reason.strip():
        raise InvalidValueError("Say why the claim is judged anew.", field="reason")
    if (standing is ClaimStanding.CORRECTED) != (corrected_by is not None):
        raise InvalidValueError("Name the claim that corrects this one, and only then.", field="corrected_by")
    if corrected_by is not None and corrected_by.pk == claim.pk:
        raise InvalidValueError("A claim cannot correct itself; record the right one first.", field="corrected_by")
    mark = ClaimMark(
        negotiation=claim.negotiation, claim=claim, standing=standing, reason=reason, corrected_by=corrected_by
    )
    add(mark, actor=actor, now=now, claim=claim, reason=reason)
    amend(claim, kind=f"claim.{standing}", actor=actor, now=now, claim=claim, reason=reason, standing=standing)
    return mark
