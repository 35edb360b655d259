"""The first page of the day: what runs out, what is stuck, what should be checked, what moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db.models import DateTimeField

from negotiations.models import ArmedAlert, Article, Deadline, DeadlineReading, Negotiation, User
from negotiations.queries.alerts import alerts_for, failed_alerts
from negotiations.queries.allowances import NEAR
from negotiations.queries.articles import ARTICLE_REF, ArticleRef
from negotiations.queries.compiled import Given, Rows, rows_given, rows_of_each
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.known_proposals import known_proposals, open_to
from negotiations.queries.needing import COUNTED, Found, Named, dates, found_among, needing
from negotiations.queries.newly_moved import Moved, newly_moved
from negotiations.queries.planned_alerts import planned_alerts
from negotiations.queries.proposal_lines import Due, ProposalLine, lines_by_id, proposal_lines
from negotiations.queries.proposal_rows import Values, due_columns
from negotiations.queries.proposed_changes import ProposedChange, waiting_for
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Then, stood

AT_MOST = 50
WINDOW = timedelta(days=14)
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
    """`deadlines` are the soonest open ones, `next` the first that has not passed. `armed` is when alerts will go out,
    `sent` when they went, and `failed_at` when those were due that did not arrive, in UTC.

    `near` are the deadlines that have passed or fall within seven days, of which `over` have passed; `apart` says that
    some of those belong to no proposal. `waiting` is what the reader may confirm or decline. All lists are bounded.
    """

    deadlines: list[DueLine]
    next: DueLine | None
    lines: list[ProposalLine]
    near: Found[DueLine]
    over: int
    apart: bool
    stuck: Found[ProposalLine]
    checks: Found[ProposalLine]
    failed: Found[FailedAlert]
    failed_at: list[datetime]
    armed: list[datetime]
    sent: list[datetime]
    waiting: list[ProposedChange]
    moved: list[Moved]
    to_read: Found[ArticleRef]

    def due_by(self, moment: datetime) -> list[DueLine]:
        """What of the soonest has passed or passes by then."""
        return [line for line in self.deadlines if line.due.at <= moment]


def overview(reader: Reader, unread: datetime | None = None, named: Named | None = None) -> Overview:
    """Everything the page shows, as the reader may know it, in a constant number of statements.

    What moved is that of the last 7 days, or all that was recorded since `unread`. Rows that are `named` are read too.
    """
    now, named = reader.now, named or Named()
    listed = soonest(reader)
    stuck, checks = needing(reader, named)
    lines = _lines({*listed, *stuck.rows, *checks.rows}, reader)
    dated = dates(reader)
    near = dated.due_by(now + NEAR, named.deadlines)
    first = [*dated.at][:AT_MOST]
    to_come = [pk for pk, at in dated.at.items() if at > now][:1]
    due = _deadlines({*first, *to_come, *near.rows}, reader, {line.reference: line for line in lines.values()})
    # What was planned and sent is today's: it says nothing of a past day.
    failed, failed_at = _failed(reader, named.failed)
    armed = ArmedAlert.objects.visible_to(reader.user).filter(fire_at__lte=now + WINDOW)
    day = (now - timedelta(days=1), now)
    return Overview(
        deadlines=[due[pk] for pk in first],
        next=due[to_come[0]] if to_come else None,
        lines=[lines[pk] for pk in listed],
        near=near.with_rows(due),
        over=sum(1 for at in [*dated.at.values()][:COUNTED] if at <= now),
        apart=any(pk not in dated.of_proposals for pk in [*dated.at][: near.count]),
        stuck=stuck.with_rows(lines),
        checks=checks.with_rows(lines),
        failed=failed,
        failed_at=failed_at,
        armed=[] if reader.then else [send_at for _, send_at in planned_alerts(reader.user, armed, most=MANY)],
        sent=[] if reader.then else [at for (at,) in rows_given(_sent, (), day, reader)],
        waiting=[] if reader.then else waiting_for(reader),
        moved=newly_moved(reader, NEAR, unread),
        to_read=_kept_for_later(reader, named.to_read),
    )


def soonest(reader: Reader) -> list[int]:
    """The ids of the open proposals that are listed, the soonest date first."""
    return [pk for (pk,) in rows_given(_open, (), (), reader)]


def _open(user: User, then: Then | None = None) -> Values:
    """The ids of the soonest open proposals."""
    return open_to(user, then).order_by("due_then" if then else "next_due_at", "pk").values_list("pk")[:AT_MOST]


def _sent(user: User) -> Values:
    """When those alerts went out that went after a moment and by another."""
    moments = (Given(place, DateTimeField()) for place in range(2))
    rows = alerts_for(user).filter(**dict(zip(("sent_at__gt", "sent_at__lte"), moments, strict=True)))
    return rows.order_by().values_list("sent_at")[:MANY]


def _lines(ids: set[int], reader: Reader) -> dict[int, ProposalLine]:
    if reader.then is None:
        return lines_by_id(sorted(ids), reader)
    rows = known_proposals(reader).filter(pk__any_of=sorted(ids)).order_by()
    return {line.id: line for line in proposal_lines(rows, reader)} if ids else {}


def paces(reader: Reader) -> list[tuple[int, int, list[str]]]:
    """After how many days without movement a proposal is stuck, after how many without a check one is due, and where.

    Where is in which of the negotiations still followed.
    """
    columns = ("stalled_after_days", "unchecked_after_days")
    rows = Negotiation.objects.visible_to(reader.user).open().order_by(*columns, "name", "pk")
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for stalled, unchecked_for, name in rows.values_list(*columns, "name")[:AT_MOST]:
        found[stalled, unchecked_for].append(name)
    return [(*days, names) for days, names in found.items()]


def _kept_for_later(reader: Reader, named: Collection[str]) -> Found[ArticleRef]:
    kept = found_among([] if reader.then else rows_given(_to_read, (), (), reader), named)
    if not kept.rows:
        return Found()
    read_ones = read(Article.objects.visible_to(reader.user).filter(pk__any_of=kept.rows), ARTICLE_REF, reader)
    return kept.with_rows({article.id: article for article in read_ones})


def _to_read(user: User) -> Values:
    rows = Article.objects.visible_to(user).filter(to_be_read=True).order_by("pk")
    return rows.values_list("pk", "reference")[: COUNTED + 1]


def _deadlines(ids: set[int], reader: Reader, lines: dict[str, ProposalLine]) -> dict[int, DueLine]:
    """`lines` are the proposals on the page, by reference."""
    rows, read_as = rows_of_each((_due_rows, _reading_rows), sorted(ids), reader)
    readings = _readings(read_as)
    return {row[0]: _due_line(row, lines, readings[row[0]]) for row in rows}


def _due_rows(ids: Any, user: User, then: Then | None = None) -> Values:
    rows = DEADLINE.standing(Deadline.objects.visible_to(user).filter(pk__any_of=ids), then).order_by()
    names = ("pk", "negotiation__name", *_proposal_columns("proposal"), *_proposal_columns("condition__proposal"))
    return rows.values_list(*names, *due_columns(then))


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


def _reading_rows(ids: Any, user: User, then: Then | None = None) -> Values:
    """Deadline, party, day; newest last."""
    known = DeadlineReading.objects.visible_to(user).filter(deadline__any_of=ids, due_on__isnull=False)
    return stood(known, then).order_by("recorded_at", "pk").values_list("deadline_id", "party_id", "due_on")


def _readings(rows: Rows) -> defaultdict[int, set[date]]:
    """The present reading of each party, and the one the record goes by; earlier ones have been replaced."""
    newest = {(deadline, party): on for deadline, party, on in rows}
    found: defaultdict[int, set[date]] = defaultdict(set)
    for (deadline, _party), on in newest.items():
        found[deadline].add(on)
    return found


def _failed(reader: Reader, named: Collection[int]) -> tuple[Found[FailedAlert], list[datetime]]:
    """The first of them, and when each of them was due."""
    due = [] if reader.then else rows_given(_failed_ids, (), (), reader)
    if not due:
        return Found(), []
    found = found_among(((pk, pk) for pk, _at in due), named)
    rows = failed_alerts(reader.user).filter(pk__any_of=found.rows).select_related("deadline", "proposal", "recipient")
    read_ones = {
        row.pk: FailedAlert(
            id=row.pk,
            about=str(row.deadline.title if row.deadline else row.proposal or row.get_kind_display()),
            recipient=row.recipient.email,
            reason=row.reason,
            tries=row.tries,
            send_at=row.send_at,
        )
        for row in rows
    }
    return found.with_rows(read_ones), [at for _pk, at in due]


def _failed_ids(user: User) -> Values:
    return failed_alerts(user).order_by("-send_at", "-pk").values_list("pk", "send_at")[: COUNTED + 1]
