"""What the page of a proposal reads of each row that hangs on it: no more than it shows, so that less is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value, Window
from django.db.models.functions import Coalesce, Concat, NullIf, RowNumber, Trim
from msgspec import Struct

from negotiations import models
from negotiations.enums import AlertKind, AlertState, Precision, Stance
from negotiations.queries import (
    accounts,
    alerts,
    articles,
    changes,
    claims,
    conditions,
    deadlines,
    events,
    lineage,
    parties,
    proposals,
    proposed_changes,
    texts,
    users,
)
from negotiations.queries.articles import ArticleRef
from negotiations.queries.claims import ClaimRef
from negotiations.queries.parties import PartyRef
from negotiations.queries.people import PERSON_REF, PersonRef
from negotiations.queries.proposals import StatusRow
from negotiations.queries.shapes import Children, Record, Shape
from negotiations.queries.users import UserRef


class PlacedParty(PartyRef):
    """An actor, and its place among those read with it in the one order of the record."""

    place: int


class KeptArticle(ArticleRef):
    """A document, and whether a copy of it is kept."""

    kept: bool


class RecordedStatus(StatusRow):
    """How a proposal stood, and who recorded it (None: Parley itself)."""

    recorded_by: UserRef | None


class Stand(Struct):
    """A position on the proposal itself, or on the condition of this id."""

    id: int
    condition_id: int | None
    party: PartyRef | None
    person: PersonRef | None
    stance: Stance
    dissent: bool
    by_proxy: bool
    note: str
    stated_on: date | None
    stated_at: datetime | None
    stated_precision: Precision
    stated_zone: str
    claim: ClaimRef | None


class SentAlert(Struct):
    """A message owed to somebody about a deadline: what became of it, and why it ended unsent."""

    id: int
    deadline_id: int
    kind: AlertKind
    rule: str
    state: AlertState
    reason: str
    send_at: datetime


_PLACE = Window(RowNumber(), order_by=[F(column) for column in ("display_order", "name", "pk")])
_KEPT = ExpressionWrapper(~Q(text=""), output_field=BooleanField())
_NAME = Coalesce(NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value("")), "username")
PARTY = replace(parties.PARTY_REF, struct=PlacedParty, columns={"place": _PLACE})
_ARTICLE = replace(articles.ARTICLE_REF, struct=KeptArticle, columns={"kept": _KEPT})
_USER = replace(users.USER_REF, columns={"name": _NAME})
CLAIM = claims.CLAIM_REF.only(
    frozenset(ClaimRef.__struct_fields__) - {"asserted_by_person", "asserted_by_party"}
).holding({articles.ARTICLE_REF: _ARTICLE})
_WITHIN: dict[Shape[Any], Shape[Any]] = {parties.PARTY_REF: PARTY, users.USER_REF: _USER, claims.CLAIM_REF: CLAIM}


def _without(shape: Shape[Record], *names: str) -> Shape[Record]:
    """The shape less what the page shows elsewhere, or nowhere."""
    return shape.only(frozenset(shape.struct.__struct_fields__) - frozenset(names)).holding(_WITHIN)


def _with(shape: Shape[Record], **children: Shape[Any]) -> Shape[Record]:
    """The shape with other shapes for these of its children."""
    held = {name: Children(each, shape.children[name].column) for name, each in children.items()}
    return replace(shape, children={**shape.children, **held})


_STATUS = replace(
    proposals.STATUS_ROW, struct=RecordedStatus, refs={**proposals.STATUS_ROW.refs, "recorded_by": users.USER_REF}
)
PROPOSAL = _with(
    _without(
        proposals.PROPOSAL_DETAIL,
        *("conditions", "deadlines", "divergences", "lineage", "lineage_of_others"),
    ),
    status_changes=_STATUS.holding(_WITHIN),
)
DEADLINE = _with(
    _without(deadlines.DEADLINE_DETAIL, "negotiation", "proposal", "condition"),
    readings=_without(deadlines.READING, "anchor"),
)
CONDITION = _with(
    _without(conditions.CONDITION_DETAIL, *("negotiation", "proposal", "needed_by", "progress_rows", "deadlines")),
    needs=_without(conditions.NEED, "reason", "claim"),
)
STAND = Shape(Stand, models.Position, refs={"party": PARTY, "person": PERSON_REF, "claim": CLAIM})
EVENT = _without(events.EVENT, "negotiation", "parts", "proposals")
ACCOUNT = _without(accounts.ACCOUNT, "negotiation", "proposal")
TEXT = _without(texts.TEXT, "negotiation", "proposal")
CHANGE = _without(changes.CHANGE, "claim")
TIE = lineage.TIE.holding(_WITHIN)
WAITING = _without(proposed_changes.PROPOSED_CHANGE, "proposal", "decided_by")
ALERT = Shape(SentAlert, models.Alert, rows=alerts.alerts_for)
