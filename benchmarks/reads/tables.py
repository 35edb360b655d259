"""The table of fifty open proposals, soonest date first, read and drawn in four ways: each answers the very same HTML.

`ours` is what the Overview does. `prefetch` and `tutorial` are what Django's documentation would have: querysets with
what hangs on their rows, or a question for each row, and a template. They have Parley's scope, its rule of momentum
and its tags for signs and days. The limit is in table_at_the_limit.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.template import engines

from negotiations.dashboard.proposal_columns import Column, grouped, usual_columns
from negotiations.dashboard.signs import NOT_ON_RECORD, STANCE
from negotiations.enums import Progress
from negotiations.models import (
    Condition,
    Deadline,
    Involvement,
    Party,
    Position,
    Proposal,
    Subscription,
    TrendAssessment,
    User,
)
from negotiations.queries.momentum import with_pulse
from negotiations.queries.overview import soonest
from negotiations.queries.proposal_lines import lines_by_id
from negotiations.queries.shapes import Reader
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.momentum import Pulse, momentum_at
from negotiations.templatetags.drawn import drawn

ROWS = 50
OLDEST_FIRST = (F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
_MOVED = ("moved_status", "moved_position", "moved_stance", "moved_account", "moved_progress", "moved_event")


def folded(page: bytes) -> str:
    """HTML without white space around its tags, and quotation marks written in one way."""
    text = re.sub(r"\s*(<[^>]+>)\s*", r"\1", page.decode())
    return re.sub(r"\s+", " ", text).replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def ours(user: User, now: datetime) -> bytes:
    reader = Reader(user, now)
    listed = soonest(reader)
    found = lines_by_id(listed, reader)
    lines = [found[pk] for pk in listed]
    return drawn(
        "proposal_table.html",
        title_head=Column("title", "Proposal"),
        columns=usual_columns(),
        groups=grouped(lines, ""),
        choosing=False,
        past=None,
        now=now,
    ).encode()


def prefetched(user: User, now: datetime) -> bytes:
    """A statement for each kind of row, and Django's templates."""
    positions = _positions(user).select_related("party")
    conditions = _conditions(user).prefetch_related(
        Prefetch("positions", positions, to_attr="stands"), Prefetch("deadlines", _dues(user), to_attr="dues")
    )
    watching = Subscription.objects.visible_to(user).filter(user=user, ended_at=None, proposal=OuterRef("pk"))
    rows = with_pulse(_open(user)).annotate(watched=Exists(watching)).select_related("owner", "negotiation")
    hanging = (
        Prefetch("deadlines", _dues(user), to_attr="dues"),
        Prefetch("conditions", conditions, to_attr="asked"),
        Prefetch("involvements", _seats(user).select_related("party"), to_attr="seats"),
        Prefetch("trend_assessments", _trends(user), to_attr="trends"),
    )
    found: list[Any] = list(rows.prefetch_related(*hanging)[:ROWS])
    for row in found:
        _ready(row, now)
    return _page(found, now)


def one_by_one(user: User, now: datetime) -> bytes:
    """Each row asks for what hangs on it, and Django's templates."""
    found: list[Any] = list(_open(user)[:ROWS])
    for row in found:
        row.dues = list(_dues(user).filter(proposal=row))
        row.asked = list(_conditions(user).filter(proposal=row))
        for condition in row.asked:
            condition.stands = list(_positions(user).filter(condition=condition))
            condition.dues = list(_dues(user).filter(condition=condition))
        row.seats = list(_seats(user).filter(proposal=row))
        row.trends = list(_trends(user).filter(proposal=row))
        row.watched = Subscription.objects.visible_to(user).filter(user=user, ended_at=None, proposal=row).exists()
        pulse: Any = with_pulse(_open(user)).get(pk=row.pk)
        for name in ("due", "slips", "blocked_by", *_MOVED):
            setattr(row, name, getattr(pulse, name))
        _ready(row, now)
    return _page(found, now)


def _open(user: User) -> QuerySet[Proposal]:
    return Proposal.objects.visible_to(user).filter(status__in=OPEN_STATUSES).order_by("next_due_at", "pk")


def _dues(user: User) -> QuerySet[Deadline]:
    open_ones = Deadline.objects.visible_to(user).filter(status__in=OPEN_DEADLINES, due_at__isnull=False)
    return open_ones.order_by("due_at", "pk")


def _conditions(user: User) -> QuerySet[Condition]:
    return Condition.objects.visible_to(user).filter(dropped_on=None)


def _positions(user: User) -> QuerySet[Position]:
    return Position.objects.visible_to(user).filter(dissent=False).order_by(*OLDEST_FIRST)


def _seats(user: User) -> QuerySet[Involvement]:
    return Involvement.objects.visible_to(user).filter(party__isnull=False)


def _trends(user: User) -> QuerySet[TrendAssessment]:
    return TrendAssessment.objects.visible_to(user).exclude(trend="").order_by(*OLDEST_FIRST)


def _ready(row: Any, now: datetime) -> None:
    """What a view would work out for the template from a row and what hangs on it."""
    row.moved_at = max((at for at in (getattr(row, name) for name in _MOVED) if at), default=None)
    home = row.negotiation
    pulse = Pulse(row.due, row.moved_at, row.slips, row.blocked_by, home.warning_days, home.stalled_after_days)
    row.momentum = momentum_at(pulse, now).momentum
    row.trend = row.trends[-1].trend if row.trends else ""
    dues = [*row.dues, *(due for condition in row.asked for due in condition.dues)]
    row.next = min(dues, key=lambda due: (due.due_at, due.pk), default=None)
    newest = {(each.condition_id, each.party_id): each.stance for asked in row.asked for each in asked.stands}
    parties = _in_order([seat.party for seat in row.seats] + [each.party for a in row.asked for each in a.stands])
    stances = [[newest.get((asked.pk, party), NOT_ON_RECORD) for party in parties] for asked in row.asked]
    row.units = [[STANCE[stance] for stance in unit] for unit in stances]
    row.on_record = sum(1 for unit in stances for stance in unit if stance)
    row.cells = sum(len(unit) for unit in stances)
    row.blockers = [asked.text for asked in row.asked if asked.blocks and asked.progress != Progress.FULL]
    row.more = max(len(row.blockers) - 1, 0)


def _in_order(parties: Iterable[Party]) -> list[int]:
    once = {party.pk: (party.display_order, party.name, party.pk) for party in parties}
    return sorted(once, key=once.__getitem__)


@cache
def _template() -> Any:
    return engines["django"].from_string(Path(__file__).with_name("proposal_table.html").read_text(encoding="utf-8"))


def _page(rows: list[Any], now: datetime) -> bytes:
    given = {"rows": rows, "columns": usual_columns(), "shell": SimpleNamespace(now=now)}
    drawn_page: str = _template().render(given)
    return drawn_page.encode()
