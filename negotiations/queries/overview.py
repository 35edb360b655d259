"""The first page of the day: what runs out, what is stuck, what should be checked, what moved."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import QuerySet

from negotiations.enums import Momentum, ProposalStatus
from negotiations.models import ArmedAlert, Article, Deadline, DeadlineReading, Negotiation, User
from negotiations.queries.alerts import alerts_for, failed_alerts
from negotiations.queries.articles import ARTICLE_REF, ArticleRef
from negotiations.queries.known_proposals import open_on_that_day
from negotiations.queries.newly_moved import Moved, newly_moved
from negotiations.queries.planned_alerts import planned_alerts
from negotiations.queries.proposal_lines import Due, ProposalLine, due_columns, open_and_dated, proposal_lines
from negotiations.queries.proposed_changes import ProposedChange, waiting_for
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, stood

AT_MOST = 50
WINDOW = timedelta(days=14)
NEAR = timedelta(days=7)
MANY = 1000


class DueLine(msgspec.Struct, frozen=True):
    """An open deadline and what it belongs to; a negotiation's own has neither `reference` nor `status`.

    `readings` are the days on which it falls as the parties and the record read it, when there is more than one.
    """

    id: int
    due: Due
    reference: str
    name: str
    status: str
    readings: tuple[date, ...]


class FailedAlert(msgspec.Struct, frozen=True):
    """A message that could not be delivered; `reason` in plain words, `send_at` in UTC."""

    id: int
    about: str
    recipient: str
    reason: str
    tries: int
    send_at: datetime


class Overview(msgspec.Struct, frozen=True):
    """`deadlines` are open ones, soonest first; `armed` when alerts will go out and `sent` when they went, in UTC.
    `waiting` is what the reader may confirm or decline. All lists are bounded.
    """

    deadlines: list[DueLine]
    lines: list[ProposalLine]
    failed: list[FailedAlert]
    armed: list[datetime]
    sent: list[datetime]
    waiting: list[ProposedChange]
    moved: list[Moved]
    to_read: list[ArticleRef]

    def due_by(self, moment: datetime) -> list[DueLine]:
        """What has passed or passes by then."""
        return [line for line in self.deadlines if line.due.at <= moment]

    @property
    def stuck(self) -> list[ProposalLine]:
        """On hold, or stalled by the rule of days; what is in force need not move to do its work."""
        on_hold, in_force = ProposalStatus.ON_HOLD, ProposalStatus.IN_FORCE
        return [
            line
            for line in self.lines
            if line.status == on_hold or (line.momentum == Momentum.STALLED and line.status != in_force)
        ]

    def to_check(self, now: datetime) -> list[ProposalLine]:
        """Those that nobody owns, that nobody checked for long, or that rest on little near a date."""
        return [
            line
            for line in self.lines
            if not line.owner or unchecked(line, now) or on_one_source(line, now) or second_hand(line, now)
        ]


def unchecked(line: ProposalLine, now: datetime) -> bool:
    """Not checked for as long as its negotiation allows, counted from when it was recorded if never."""
    return now - (line.checked_at or line.recorded_at) > timedelta(days=line.check_after_days)


def on_one_source(line: ProposalLine, now: datetime) -> bool:
    """Within seven days of its deadline, and everything about it rests on one article."""
    return _near(line, now) and len(line.articles) == 1


def second_hand(line: ProposalLine, now: datetime) -> bool:
    """Within seven days of its deadline, and that date or a party's stance is known at second hand only."""
    return _near(line, now) and line.second_hand


def _near(line: ProposalLine, now: datetime) -> bool:
    return line.next is not None and line.next.at - now <= NEAR


def overview(reader: Reader, unread: datetime | None = None) -> Overview:
    """Everything the page shows, as the reader may know it, in a constant number of statements.

    What moved is that of the last 7 days, or all that was recorded since `unread`.
    """
    user, now = reader.user, reader.now
    known = open_on_that_day(reader)
    lines = proposal_lines(known.order_by("due_then" if reader.then else "next_due_at", "pk")[:AT_MOST], reader)
    # What was planned and sent is today's: it says nothing of a past day.
    armed = ArmedAlert.objects.visible_to(user).filter(fire_at__lte=now + WINDOW)
    sent = alerts_for(user).filter(sent_at__gt=now - timedelta(days=1), sent_at__lte=now)
    return Overview(
        deadlines=_deadlines(reader, {line.reference: line for line in lines}),
        lines=lines,
        failed=[] if reader.then else _failed(user),
        armed=[] if reader.then else [send_at for _, send_at in planned_alerts(user, armed, most=MANY)],
        sent=[] if reader.then else [at for at in sent.values_list("sent_at", flat=True)[:MANY] if at],
        waiting=[] if reader.then else waiting_for(reader),
        moved=newly_moved(reader, NEAR, unread),
        to_read=[] if reader.then else read(_kept_for_later(user), ARTICLE_REF, reader),
    )


def paces(reader: Reader) -> list[tuple[int, int, list[str]]]:
    """After how many days without movement a proposal is stuck, after how many without a check one is due, and where.

    Where is in which of the negotiations still followed.
    """
    columns = ("stalled_after_days", "unchecked_after_days")
    rows = Negotiation.objects.visible_to(reader.user).open().order_by(*columns, "name", "pk")
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for stuck, unchecked_for, name in rows.values_list(*columns, "name")[:AT_MOST]:
        found[stuck, unchecked_for].append(name)
    return [(*days, names) for days, names in found.items()]


def _kept_for_later(user: User) -> QuerySet[Article]:
    return Article.objects.visible_to(user).filter(to_be_read=True).order_by("pk")[:AT_MOST]


def _deadlines(reader: Reader, lines: dict[str, ProposalLine]) -> list[DueLine]:
    """`lines` are the proposals on the page, by reference."""
    rows = list(
        open_and_dated(Deadline.objects.visible_to(reader.user), reader.then).values_list(
            "pk",
            "negotiation__name",
            *_proposal_columns("proposal"),
            *_proposal_columns("condition__proposal"),
            *due_columns(reader.then),
        )[:AT_MOST]
    )
    readings = _readings([row[0] for row in rows], reader)
    return [_due_line(row, lines, readings[row[0]]) for row in rows]


def _proposal_columns(path: str) -> list[str]:
    return [f"{path}__{name}" for name in ("reference", "short_title", "title", "status")]


def _due_line(row: tuple[Any, ...], lines: dict[str, ProposalLine], readings: set[date]) -> DueLine:
    pk, negotiation, *rest = row
    own, through_condition, due = rest[:4], rest[4:8], rest[8:]
    reference, short_title, title, status = own if own[0] else through_condition
    line = lines.get(reference)
    return DueLine(
        id=pk,
        due=Due(*due),
        reference=reference or "",
        name=line.name if line else short_title or title or negotiation,
        status=line.status if line else status or "",
        readings=tuple(sorted(readings)) if len(readings) > 1 else (),
    )


def _readings(ids: list[int], reader: Reader) -> defaultdict[int, set[date]]:
    """The present reading of each party, and the one the record goes by; earlier ones have been replaced."""
    known = DeadlineReading.objects.visible_to(reader.user).filter(deadline__in=ids, due_on__isnull=False)
    rows = stood(known, reader.then).order_by("recorded_at", "pk")
    newest: dict[tuple[int, int | None], date] = {}
    for deadline, party, on in rows.values_list("deadline_id", "party_id", "due_on"):
        newest[deadline, party] = on
    found: defaultdict[int, set[date]] = defaultdict(set)
    for (deadline, _party), on in newest.items():
        found[deadline].add(on)
    return found


def _failed(user: User) -> list[FailedAlert]:
    rows = failed_alerts(user).select_related("deadline", "proposal", "recipient").order_by("-send_at")[:AT_MOST]
    return [
        FailedAlert(
            id=row.pk,
            about=str(row.deadline.title if row.deadline else row.proposal or row.get_kind_display()),
            recipient=row.recipient.email,
            reason=row.reason,
            tries=row.tries,
            send_at=row.send_at,
        )
        for row in rows
    ]
