"""Writing down what a document asserts, and correcting it without erasing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from negotiations.actions.permission import may_write, require_role, require_within
from negotiations.actions.recording import action, add, amend
from negotiations.enums import ClaimStanding, Credibility, Evidence
from negotiations.errors import InvalidValueError, NotPermittedError
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


@action
def withdraw_article(
    *, article: Article, claims: Collection[Claim], reason: str, actor: User | None, now: datetime
) -> Article:
    """Withdraw every claim of a document that the actor may know of and that still stands, for one reason.

    `claims` are those that were looked at, which must be all of them: none is withdrawn unseen. Where one is of a
    negotiation in which the actor may not write, nothing is withdrawn. Claims of negotiations that the actor may not
    know of stay as they are, and are not spoken of.
    """
    standing = standing_claims(article, actor)
    if {each.pk for each in claims} != {each.pk for each in standing} or not standing:
        told = ", ".join(str(each.pk) for each in standing) or "none"
        raise InvalidValueError(
            f"These are not the claims of it that stand: {told}. Look at them again.", field="claims"
        )
    refused = sorted({str(each.negotiation) for each in standing if actor and not may_write(actor, each.negotiation)})
    if refused:
        raise NotPermittedError(f"Claims from this document stand in {', '.join(refused)}; ask one of its leads.")
    for claim in standing:
        mark_claim(claim=claim, standing=ClaimStanding.WITHDRAWN, reason=reason, actor=actor, now=now)
    return article


def standing_claims(article: Article, actor: User | None) -> list[Claim]:
    """The claims of a document that are not withdrawn, of those the actor may know of."""
    known = Claim.objects.visible_to(actor) if actor else Claim.objects.unscoped(reason="Parley itself withdraws")
    rows = known.filter(article=article).exclude(standing=ClaimStanding.WITHDRAWN)
    return list(rows.select_related("negotiation").order_by("pk"))
