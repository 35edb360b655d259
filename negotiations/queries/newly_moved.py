"""What happened or was said lately, newest first: status, trend, positions, outcomes, events, statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import DateTimeField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from negotiations.enums import DeadlineStatus, EventCategory
from negotiations.models import (
    Claim,
    DeadlineOutcome,
    Event,
    Position,
    Proposal,
    StatusChange,
    TrendAssessment,
    User,
)
from negotiations.queries.compiled import Given, rows_given
from negotiations.queries.events import Event as EventRecord
from negotiations.queries.known_rows import put_back
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import WorldMoment

AT_MOST = 10


class Cited(msgspec.Struct, frozen=True):
    """The article a row rests on; `via` is the source that the article itself cites, "" for none."""

    reference: str
    title: str
    via: str


class Casualties(msgspec.Struct, frozen=True):
    """Figures as a source gives them; None where it gives none. `at_least` belongs to the injured."""

    killed: int | None
    killed_children: int | None
    injured: int | None
    at_least: bool


class Moved(msgspec.Struct, frozen=True):
    """One entry. `kind` is change, trend, position, outcome, meeting, event or statement.

    `reference` is that of the proposal it belongs to, "" for none. `value` is the new status, trend, stance or
    outcome. `violent` events stand apart; `event_id` is 0 but for events.
    `quotation` holds spoken words, `words` everything else.
    """

    kind: str
    title: str
    when: WorldMoment
    counted_at: datetime
    claim_id: int
    source: Cited
    reference: str = ""
    value: str = ""
    words: str = ""
    quotation: str = ""
    casualties: Casualties | None = None
    violent: bool = False
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Rows after `since` and up to `until`, at most so many of each kind; only what a source dates if `dated`.

    `unread` leaves out what was on record by then.
    """

    since: datetime
    until: datetime
    most: int
    dated: bool = False
    unread: datetime | None = None


def newly_moved(reader: Reader, within: timedelta, unread: datetime | None = None) -> list[Moved]:
    """At most ten entries of the time before `reader.now`; what no source dates counts from when it was recorded.

    With `unread`, those recorded since, however long ago they happened.
    """
    since = datetime.min.replace(tzinfo=UTC) if unread else reader.now - within
    if reader.then:
        return moved(reader, Span(since, reader.now, AT_MOST, unread=unread))[:AT_MOST]
    values = (since, reader.now, unread)
    found = [(model, *row) for model in _TOLD for row in rows_given(_newest_of, (model, bool(unread)), values, reader)]
    told = {claim for model, _pk, claim, _at in found if model is not Claim}
    entries = [each for each in found if each[0] is not Claim or each[2] not in told]
    newest = sorted(entries, key=lambda each: each[3], reverse=True)[:AT_MOST]
    return _in_order([(model, pk, at) for model, pk, _claim, at in newest], reader.user)


def _in_order(newest: list[tuple[Any, int, datetime]], user: User) -> list[Moved]:
    """These rows as entries."""
    made: dict[tuple[Any, int], Moved] = {}
    for model in {model for model, _pk, _at in newest}:
        counted = {pk: at for each, pk, at in newest if each is model}
        for row in _whole(model, user).filter(pk__any_of=[*counted]):
            row.counted_at = counted[row.pk]
            made[model, row.pk] = _TOLD[model](row)
    return [made[model, pk] for model, pk, _at in newest if (model, pk) in made]


def _newest_of(model: Any, since_read: bool, user: User) -> QuerySet[Any, Any]:
    """Id, claim and moment of the newest of a kind: after the first Given, by the second, unread since the third."""
    since, until, unread = (Given(place, DateTimeField()) for place in range(3))
    rows = _counted(_known(model, user), _dated_by(model), dated=False)
    claim = "pk" if model is Claim else "claim_id"
    newest = _within(rows, _dated_by(model), since, until, unread if since_read else None)
    return newest.values_list("pk", F(claim), "counted_at")[:AT_MOST]


def moved(reader: Reader, span: Span) -> list[Moved]:
    """What happened and was said in a span of time, newest first."""
    entries = [_TOLD[model](row) for model in _TOLD if model is not Claim for row in _lately(model, reader, span)]
    told = {entry.claim_id for entry in entries}
    entries += [_statement(claim) for claim in _lately(Claim, reader, span) if claim.pk not in told]
    return sorted(entries, key=lambda entry: entry.counted_at, reverse=True)


# What each kind of row is read with.
_CITED = "claim__article__cites"
_BESIDE: dict[Any, tuple[str, ...]] = {
    StatusChange: (_CITED, "proposal"),
    TrendAssessment: (_CITED, "proposal"),
    Position: (_CITED, "proposal", "condition__proposal", "party", "person"),
    DeadlineOutcome: (_CITED, "deadline__proposal", "deadline__condition__proposal"),
    Event: (_CITED,),
    Claim: ("asserted_by_person", "article__cites"),
}


def _known(model: Any, user: User) -> QuerySet[Any]:
    """The rows of a kind that this person may know of; of claims the quoted words of a named speaker."""
    rows = model.objects.visible_to(user)
    if model is Claim:
        return rows.standing().exclude(quotation="").filter(asserted_by_person__isnull=False)  # type: ignore[no-any-return]
    return rows.exclude(status=DeadlineStatus.PENDING) if model is DeadlineOutcome else rows  # type: ignore[no-any-return]


def _whole(model: Any, user: User) -> QuerySet[Any]:
    return _known(model, user).select_related(*_BESIDE[model])


def _dated_by(model: Any) -> str:
    return "occurred_at" if model is Event else "stated_at"


def _lately(model: Any, reader: Reader, span: Span) -> list[Any]:
    rows = _counted(_whole(model, reader.user), _dated_by(model), dated=span.dated)
    if reader.then and reader.then.known_at:
        rows = rows.filter(recorded_at__lte=reader.then.known_at)
    until = min(span.until, reader.now) if reader.then else span.until
    found = list(_within(rows, _dated_by(model), span.since, until, span.unread)[: span.most])
    if reader.then and reader.then.known_at:
        put_back(found, reader.then.known_at)
    return found


def _counted(rows: QuerySet[Any], column: str, *, dated: bool) -> QuerySet[Any]:
    counted: QuerySet[Any] = rows.annotate(counted_at=F(column) if dated else Coalesce(column, "recorded_at"))
    return counted


def _within(rows: QuerySet[Any], column: str, since: Any, until: Any, unread: Any) -> QuerySet[Any]:
    """Those of a span of time, newest first."""
    if unread:
        rows = rows.filter(recorded_at__gt=unread)
    newest = rows.filter(_after(column, since), counted_at__gt=since, counted_at__lte=until)
    return newest.order_by("-counted_at", "-pk")


def _after(column: str, since: Any) -> Q:
    """The same bound by the columns themselves, each of which has an index."""
    return Q(**{f"{column}__gt": since}) | Q(**{f"{column}__isnull": True, "recorded_at__gt": since})


def _entry(kind: str, row: Any, claim: Claim, *, title: str, when: WorldMoment, **told: Any) -> Moved:
    article = claim.article
    cited = Cited(article.reference, article.title, article.cites.name if article.cites else "")
    return Moved(kind=kind, title=title, when=when, counted_at=row.counted_at, claim_id=claim.pk, source=cited, **told)


def _named(proposal: Proposal | None) -> dict[str, str]:
    if proposal is None:
        return {"reference": ""}
    return {"reference": proposal.reference, "title": proposal.short_title or proposal.title}


def _of_proposal(kind: str, row: Any, value: str, words: str) -> Moved:
    return _entry(kind, row, row.claim, when=row.stated, value=value, words=words, **_named(row.proposal))


def _position(row: Position) -> Moved:
    proposal = row.proposal or (row.condition.proposal if row.condition else None)
    return _entry(
        "position",
        row,
        row.claim,
        title=f"{row.person}, {row.party}" if row.person else str(row.party),
        when=row.stated,
        reference=_named(proposal)["reference"],
        value=row.stance,
        words=row.condition.text if row.condition else str(row.proposal),
        quotation=row.claim.quotation,
    )


def _outcome(row: DeadlineOutcome) -> Moved:
    deadline = row.deadline
    proposal = deadline.proposal or (deadline.condition.proposal if deadline.condition else None)
    return _entry(
        "outcome",
        row,
        row.claim,
        title=deadline.title,
        when=row.stated,
        reference=_named(proposal)["reference"],
        value=row.status,
        words=row.reason,
    )


_VIOLENT = frozenset({EventCategory.ASSAULT, EventCategory.COERCE, EventCategory.MOBILIZE})


def _event(row: Event) -> Moved:
    kind = "meeting" if row.category == EventCategory.CONSULT else "event"
    return _entry(
        kind,
        row,
        row.claim,
        title=row.title,
        when=row.occurred,
        words=row.summary,
        casualties=casualties_of(row),
        violent=row.category in _VIOLENT,
        event_id=row.pk,
    )


def casualties_of(row: Event | EventRecord) -> Casualties | None:
    """The figures of an event, None when its source gives none."""
    if row.killed is None and row.injured is None:
        return None
    return Casualties(row.killed, row.killed_children, row.injured, row.injured_at_least)


def _statement(row: Claim) -> Moved:
    return _entry("statement", row, row, title=str(row.asserted_by_person), when=row.stated, quotation=row.quotation)


# How each kind is told; what was only said is told where no other row rests on the same claim.
_TOLD: dict[Any, Callable[[Any], Moved]] = {
    StatusChange: lambda row: _of_proposal("change", row, row.status, row.reason),
    TrendAssessment: lambda row: _of_proposal("trend", row, row.trend, row.reason),
    Position: _position,
    DeadlineOutcome: _outcome,
    Event: _event,
    Claim: _statement,
}
