"""What one document reports: the document, its claims, and the facts that rest on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from django.db.models import Model
from msgspec import Meta, Struct, UnsetType

from negotiations.actions.accounts import give_account
from negotiations.actions.claims import record_claim
from negotiations.actions.conditions import attach_condition
from negotiations.actions.deadlines import set_deadline
from negotiations.actions.events import record_event
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import assess_trend, change_status, involve, link_proposals, open_proposal
from negotiations.api.problems import Fault, Path, Refusal, pointer
from negotiations.api.writes.accounts import AccountOfProposal, NewAccount
from negotiations.api.writes.bounds import ArticleKey, NegotiationKey, ProposalKey
from negotiations.api.writes.conditions import ConditionOfProposal, NewCondition
from negotiations.api.writes.deadlines import NewDeadline, OwnDeadline
from negotiations.api.writes.events import NewEvent
from negotiations.api.writes.evidence import NewArticle, NewClaim
from negotiations.api.writes.positions import NewPosition, PositionOnOffer
from negotiations.api.writes.proposals import NewInvolvement, NewLink, NewProposal, NewStatus, NewTrend
from negotiations.api.writes.variants import without
from negotiations.api.writes.writer import Writer
from negotiations.models import Claim, Negotiation, ProposedChange
from negotiations.queries.bounds import Id, Reference, Version

OFFER_WAITS = "This negotiation asks for two people: send what rests on the offer when somebody has confirmed it."
MOST_CLAIMS = 100
MOST_FACTS = 50


def _up_to(kind: Any) -> Any:
    return Annotated[list[kind], Meta(max_length=MOST_FACTS)]


def _reported(
    kind: type[Struct], *names: str, called: str = "", needs: dict[str, Any] | None = None, **added: Any
) -> Any:
    """A body that rests on the claim it stands under."""
    words = (kind.__doc__ or "").strip().split("\n")[0]
    return without(
        kind, "claim", *names, called=called or f"Reported{kind.__name__}", words=words, needs=needs, **added
    )


_ON_THE_OFFER: dict[str, tuple[Callable[..., Any], Any]] = {
    "positions": (take_position, _reported(PositionOnOffer)),
    "accounts": (give_account, _reported(AccountOfProposal)),
    "conditions": (attach_condition, _reported(ConditionOfProposal)),
    "deadlines": (set_deadline, _reported(OwnDeadline)),
    "involvement": (involve, _reported(NewInvolvement)),
    "trends": (assess_trend, _reported(NewTrend)),
}
_Offer = _reported(NewProposal, "negotiation", **{name: _up_to(kind) for name, (_, kind) in _ON_THE_OFFER.items()})
_Of = {"proposal": ProposalKey}
# What can rest on a claim: the field it stands in, the action, its body. Offers bring along what is said of them.
_FACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "proposals": (open_proposal, _Offer),
    "statuses": (change_status, _reported(NewStatus, needs={**_Of, "version": Version})),
    "positions": (take_position, _reported(NewPosition)),
    "accounts": (give_account, _reported(NewAccount)),
    "conditions": (attach_condition, _reported(NewCondition)),
    "deadlines": (set_deadline, _reported(NewDeadline, "negotiation")),
    "events": (record_event, _reported(NewEvent, "negotiation")),
    "involvement": (involve, _reported(NewInvolvement, called="ReportedSeat", needs=_Of)),
    "links": (link_proposals, _reported(NewLink, needs=_Of)),
    "trends": (assess_trend, _reported(NewTrend, called="ReportedTrend", needs=_Of)),
}

ReportedClaim: Any = without(
    NewClaim,
    "article",
    called="ReportedClaim",
    words="One assertion of the document, and the facts that rest on it.",
    **{name: _up_to(kind) for name, (_, kind) in _FACTS.items()},
)


class Report(Struct, forbid_unknown_fields=True, kw_only=True):
    """What one document reports. The document may be on record already."""

    negotiation: NegotiationKey
    article: ArticleKey | NewArticle
    claims: Annotated[list[ReportedClaim], Meta(min_length=1, max_length=MOST_CLAIMS)]


class Fact(Struct):
    """One row that was recorded; `noun` is called as in the feed of changes.

    A `proposedchange` stands for what waits for a second person.
    """

    noun: Annotated[str, Meta(max_length=40)]
    id: Id
    reference: Reference | None


class RecordedClaim(Struct):
    """A claim, by its id, and what was recorded on it, in the order it was given."""

    id: Id
    facts: list[Fact]


class RecordedReport(Struct):
    """The document, and its claims in the order they were given."""

    article: Id
    reference: Reference
    claims: list[RecordedClaim]


def record_report(writer: Writer, report: Report) -> tuple[RecordedReport, Negotiation]:
    """Record the document, its claims and their facts, in the order they stand in."""
    named, home = writer.arguments(report, (), {}, frozenset({"claims"}))
    assert home is not None  # noqa: S101 - the negotiation is a field that must be there
    article, claims = named["article"], []
    for place, claim in enumerate(report.claims):
        path: Path = ("claims", place)
        given = {"negotiation": home, "article": article}
        recorded: Claim = writer.carry_out(record_claim, claim, path, frozenset(_FACTS), **given)
        facts = [_fact(row) for row in _rest_on(writer, claim, path, _FACTS, {"claim": recorded})]
        claims.append(RecordedClaim(recorded.pk, facts))
    return RecordedReport(article.pk, article.reference, claims), home


def _rest_on(
    writer: Writer, body: Any, path: Path, kinds: dict[str, tuple[Callable[..., Any], Any]], given: dict[str, Any]
) -> Iterator[Model]:
    """Record the facts that stand in a claim, or in an offer on it."""
    for name, (action, _) in kinds.items():
        facts = getattr(body, name)
        for place, fact in enumerate(() if isinstance(facts, UnsetType) else facts):
            at = (*path, name, place)
            offer = name == "proposals"
            row = writer.carry_out(action, fact, at, frozenset(_ON_THE_OFFER if offer else ()), **given)
            yield row
            if offer and isinstance(row, ProposedChange):
                _require_bare(fact, at)
            elif offer:
                yield from _rest_on(writer, fact, at, _ON_THE_OFFER, {**given, "proposal": row})


def _require_bare(offer: Any, at: Path) -> None:
    """Refuse what rests on an offer that is not on record before a second person confirms it."""
    named = [name for name in _ON_THE_OFFER if not isinstance(getattr(offer, name), UnsetType)]
    if named:
        raise Refusal(422, [Fault("invalid", OFFER_WAITS, pointer=pointer((*at, named[0])))])


def _fact(row: Model) -> Fact:
    return Fact(str(row._meta.model_name), row.pk, getattr(row, "reference", None))
