"""What happened, was said and falls due in a span of time: by proposal, and all of it together."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from msgspec import Struct

from negotiations import models
from negotiations.enums import DeadlineKind, EventCategory
from negotiations.queries.deadlines import DEADLINE, Deadline
from negotiations.queries.events import EVENT
from negotiations.queries.known_proposals import known_proposals, names
from negotiations.queries.newly_moved import Cited, Moved, Span, moved
from negotiations.queries.reading import read
from negotiations.queries.shapes import OLDEST_FIRST, Reader, Shape, stood
from negotiations.queries.watching import EXACT
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import WorldMoment

LANES, MOST = 40, 300
# What a calendar draws of a deadline or a meeting.
_DRAWN = frozenset(
    {
        *("title", "expression", "status", "due_on", "due_at", "due_precision", "due_zone"),
        *("summary", "place", "expected", "occurred_on", "occurred_at", "occurred_precision", "occurred_zone"),
    }
)


class Stretch(Struct, frozen=True):
    """A status from one day to the next, each as its source names it; `since` None when none dates its beginning."""

    status: str
    since: date | None
    until: date | None


class Lane(Struct, frozen=True):
    """A proposal with its statuses, oldest first."""

    reference: str
    name: str
    status: str
    stretches: list[Stretch]

    @property
    def open(self) -> bool:
        return self.status in OPEN_STATUSES


class Timeline(Struct):
    """Entries newest first; one belongs to every proposal in `of` that names its place in the list."""

    lanes: list[Lane]
    entries: list[Moved]
    of: list[set[str]]


def timeline(reader: Reader, start: datetime, end: datetime) -> Timeline:
    """What stands between two moments, as the reader may know it, in a constant number of statements."""
    entries = moved(reader, Span(start, end, MOST, dated=True)) + _due(reader, start, end)
    entries.sort(key=lambda entry: entry.counted_at, reverse=True)
    links = _proposals_of_events([entry.event_id for entry in entries if entry.event_id], reader)
    of = [({entry.reference} if entry.reference else set()) | links[entry.event_id] for entry in entries]
    touched = {reference for references in of for reference in references}
    return Timeline(_lanes(reader, touched), entries, of)


def calendar_entries(
    reader: Reader, start: datetime, end: datetime
) -> tuple[list[models.Deadline], list[models.Event]]:
    """The deadlines without an outcome and the meetings between two moments, known to the day.

    They are unsaved copies of what the record held on the day that is looked at.
    """
    then = "_then" if reader.then else ""
    deadlines = DEADLINE.standing(models.Deadline.objects.visible_to(reader.user), reader.then).filter(
        **{f"status{then}__in": OPEN_DEADLINES, f"due_precision{then}__in": EXACT},
        **{f"due_at{then}__gt": start, f"due_at{then}__lte": end},
    )
    meetings = EVENT.standing(models.Event.objects.visible_to(reader.user), reader.then).filter(
        category=EventCategory.CONSULT, occurred_precision__in=EXACT, occurred_at__gt=start, occurred_at__lte=end
    )
    return (
        _as_then(deadlines.select_related("proposal").order_by(f"due_at{then}", "pk")[:MOST], DEADLINE, reader),
        _as_then(meetings.order_by("occurred_at", "pk")[:MOST], EVENT, reader),
    )


def _as_then(rows: QuerySet[Any], shape: Shape[Any], reader: Reader) -> list[Any]:
    """The rows; on another day with what each field held then, and as the first version of themselves."""
    found = list(rows)
    if reader.then is None:
        return found
    known = {each.id: each for each in read(rows, shape, reader)}
    for row in found:
        for name in _DRAWN.intersection(shape.read_from_columns):
            setattr(row, name, getattr(known[row.pk], name))
        row.version = 1
    return found


def _due(reader: Reader, start: datetime, end: datetime) -> list[Moved]:
    """Deadlines without an outcome."""
    status, due = ("status_then", "due_at_then") if reader.then else ("status", "due_at")
    rows = DEADLINE.standing(models.Deadline.objects.visible_to(reader.user), reader.then).filter(
        Q((f"{status}__in", OPEN_DEADLINES), (f"{due}__gt", start), (f"{due}__lte", end))
    )
    homes = dict(rows.values_list("pk", "condition__proposal__reference")[:MOST])
    found = []
    for deadline in read(rows.order_by(due, "pk")[:MOST], DEADLINE, reader):
        if entry := _deadline(deadline, homes.get(deadline.id) or ""):
            found.append(entry)
    return found


def _deadline(row: Deadline, through_condition: str) -> Moved | None:
    article = row.claim.article if row.claim else None
    if row.due_at is None or article is None or row.claim is None:
        return None
    return Moved(
        kind="deadline",
        title=row.title,
        when=WorldMoment(row.due_on, row.due_at, row.due_precision, row.due_zone),
        counted_at=row.due_at,
        claim_id=row.claim.id,
        source=Cited(article.reference, article.title, article.cites.name if article.cites else ""),
        reference=row.proposal.reference if row.proposal else through_condition,
        words=str(DeadlineKind(row.kind).label),
    )


def _proposals_of_events(events: list[int], reader: Reader) -> defaultdict[int, set[str]]:
    rows = models.EventProposal.objects.visible_to(reader.user).filter(event__in=events)
    known = models.Proposal.objects.visible_to(reader.user)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for event, reference in rows.filter(proposal__in=known).values_list("event_id", "proposal__reference"):
        found[event].add(reference)
    return found


def _lanes(reader: Reader, touched: set[str]) -> list[Lane]:
    """The open proposals and those with an entry: open ones first, nearest date first."""
    status, due = ("status_then", "due_then") if reader.then else ("status", "next_due_at")
    wanted = known_proposals(reader).filter(Q((f"{status}__in", OPEN_STATUSES)) | Q(reference__in=touched))
    columns: Any = ("pk", "reference", *names(reader.then), status)
    rows = list(wanted.order_by(due, "pk").values_list(*columns)[: LANES * 2])
    changes = models.StatusChange.objects.visible_to(reader.user).filter(proposal__in=[row[0] for row in rows])
    history: defaultdict[int, list[tuple[str, date | None]]] = defaultdict(list)
    dated = stood(changes, reader.then).order_by(*OLDEST_FIRST)
    for proposal, value, since in dated.values_list("proposal_id", "status", "stated_on"):
        history[proposal].append((value, since))
    lanes = [
        Lane(reference, short_title or title, value, _stretches(history[pk]))
        for pk, reference, short_title, title, value in rows
    ]
    return sorted(lanes, key=lambda lane: not lane.open)[:LANES]


def _stretches(history: list[tuple[str, date | None]]) -> list[Stretch]:
    ends = [since for _status, since in history[1:]] + [None]
    return [Stretch(status, since, until) for (status, since), until in zip(history, ends, strict=True)]
