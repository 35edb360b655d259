"""The table of fifty open proposals by the driver and f-strings alone: five statements, and each text escaped."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import msgspec
from django.db import connection

from benchmarks.reads.usual import driver, for_engine
from negotiations.dashboard.signs import MOMENTUM, STANCE, STATUS, TREND, Sign
from negotiations.enums import DeadlineKind, Momentum, Progress, ProposalStatus, Trend
from negotiations.models import User
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import NO_DATE
from negotiations.rules.momentum import Pulse, momentum_at
from negotiations.rules.time_left import time_left

_OPEN, _PENDING = [each.value for each in OPEN_STATUSES], [each.value for each in OPEN_DEADLINES]
_HOME = "JOIN negotiations_negotiation n ON n.id = p.negotiation_id AND NOT n.restricted"


def _newest(table: str, through: str, moment: str = "stated_at") -> str:
    return f"(SELECT max(x.{moment}) FROM negotiations_{table} x {through} AND x.retracted_at IS NULL)"  # noqa: S608


_BY_CONDITION = "JOIN negotiations_condition c ON c.id = x.condition_id WHERE c.proposal_id = p.id"
_MOVED = (
    _newest("statuschange", "WHERE x.proposal_id = p.id"),
    _newest("position", "WHERE x.proposal_id = p.id"),
    _newest("position", _BY_CONDITION),
    _newest("account", "WHERE x.proposal_id = p.id"),
    _newest("conditionprogress", _BY_CONDITION),
    _newest(
        "event",
        "JOIN negotiations_eventproposal l ON l.event_id = x.id WHERE l.proposal_id = p.id",
        "occurred_at",
    ),
)
_TREND = "FROM negotiations_trendassessment t WHERE t.proposal_id = p.id"
_NEWEST = "t.recorded_at DESC, t.id DESC LIMIT 1"
_PAGE = f"""SELECT p.id, p.reference, p.short_title, p.title, p.summary, p.status, p.next_due_at, n.warning_days,
n.stalled_after_days, trim(u.first_name || ' ' || u.last_name),
EXISTS (SELECT 1 FROM negotiations_subscription s WHERE s.proposal_id = p.id AND s.user_id = %s AND s.ended_at IS NULL),
(SELECT t.slipping {_TREND} ORDER BY coalesce(t.stated_at, t.recorded_at) DESC, {_NEWEST}),
(SELECT t.trend {_TREND} AND t.trend <> '' ORDER BY t.stated_at DESC NULLS LAST, {_NEWEST}),
{", ".join(_MOVED)}
FROM negotiations_proposal p {_HOME} LEFT JOIN negotiations_user u ON u.id = p.owner_id
WHERE p.retracted_at IS NULL AND p.status {{among}} ORDER BY p.next_due_at, p.id LIMIT 50"""  # noqa: S608
_DUES = """SELECT coalesce(d.proposal_id, c.proposal_id), d.due_on, d.due_at, d.kind FROM negotiations_deadline d
LEFT JOIN negotiations_condition c ON c.id = d.condition_id
WHERE d.id IN (SELECT id FROM negotiations_deadline WHERE proposal_id {among} UNION ALL SELECT x.id
FROM negotiations_deadline x JOIN negotiations_condition c ON c.id = x.condition_id WHERE c.proposal_id {among})
AND d.status {among} AND d.due_at IS NOT NULL AND d.retracted_at IS NULL ORDER BY d.due_at DESC, d.id DESC"""
_ASKED = """SELECT proposal_id, id, text, blocks, progress FROM negotiations_condition
WHERE proposal_id {among} AND dropped_on IS NULL AND retracted_at IS NULL ORDER BY proposal_id, display_order, id"""
_STANDS = """SELECT condition_id, party_id, stance FROM negotiations_position
WHERE condition_id {among} AND NOT dissent AND retracted_at IS NULL
ORDER BY stated_at ASC NULLS FIRST, recorded_at, id"""
_PARTIES = """SELECT DISTINCT i.proposal_id, a.id, a.display_order, a.name FROM negotiations_involvement i
JOIN negotiations_party a ON a.id = i.party_id WHERE i.proposal_id {among}
UNION SELECT c.proposal_id, a.id, a.display_order, a.name FROM negotiations_position x
JOIN negotiations_condition c ON c.id = x.condition_id JOIN negotiations_party a ON a.id = x.party_id
WHERE c.proposal_id {among} AND c.dropped_on IS NULL AND NOT x.dissent AND x.retracted_at IS NULL
AND c.retracted_at IS NULL ORDER BY 3, 4, 2"""
_KINDS = {each.value: str(each.label) for each in DeadlineKind}
_LABELS = ("Status", "Movement", "Next date", "Positions on record", "Blocked by", "Owner")
_HEAD = (
    '<div class="tw"><table class="t" role="table"><thead role="rowgroup"><tr role="row">'
    + "".join(f'<th role="columnheader" scope="col">{label}</th>' for label in ("Proposal", *_LABELS))
    + '</tr></thead><tbody role="rowgroup">'
)
_NOTHING = '<span class="nil"><span aria-hidden="true">–</span><span class="vh">Nothing recorded</span></span>'
_WATCHED = '<svg class="i g watch" role="img" aria-label="You watch this"><use href="#i-eye"/></svg>'


def _glyph(name: str, classes: str) -> str:
    return f'<svg class="i {classes}" aria-hidden="true"><use href="#{name}"/></svg>'


def _signs(kind: str, signs: dict[str, Sign], values: Any) -> dict[str, str]:
    return {
        value: f'<span class="{kind} {kind}-{signs[value].hue}">{_glyph(signs[value].glyph, "g")}'
        f"{value.label[0].upper()}{value.label[1:]}</span>"
        for value in values
    }


_STATUS, _MOMENTUM = _signs("st", STATUS, ProposalStatus), _signs("mv", MOMENTUM, Momentum)
_TRENDS = _signs("mv", TREND, Trend)
_STANCES = {value: _glyph(sign.glyph, f"g u-{sign.hue}") for value, sign in STANCE.items()}
_BLOCKED = _glyph("i-blocked", "")


def drawn_at_the_limit(user: User, now: datetime) -> bytes:
    """Reads in five statements; what SQLite keeps as text is made a moment only where one is needed."""
    server = connection.vendor == "postgresql"
    among = "= ANY(%s)" if server else "IN (SELECT value FROM json_each(?))"

    def asked(text: str, *given: Any) -> list[tuple[Any, ...]]:
        lists = given if server else [_listed(each) for each in given]
        found: list[tuple[Any, ...]] = driver().execute(for_engine(text.format(among=among)), lists).fetchall()
        return found

    rows = asked(_PAGE, user.pk, _OPEN)
    keys = [row[0] for row in rows]
    dues = {key: due for key, *due in asked(_DUES, keys, keys, _PENDING)}
    conditions: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *condition in asked(_ASKED, keys):
        conditions[key].append(tuple(condition))
    of_them = [condition[0] for found in conditions.values() for condition in found]
    stances = {(condition, party): stance for condition, party, stance in asked(_STANDS, of_them)}
    parties: defaultdict[int, list[int]] = defaultdict(list)
    for key, party, _place, _name in asked(_PARTIES, keys, keys):
        parties[key].append(party)
    drawn = [
        _row(row, now, dues.get(row[0]), _units(conditions[row[0]], parties[row[0]], stances), conditions[row[0]])
        for row in rows
    ]  # fmt: skip
    return f"{_HEAD}{''.join(drawn)}</tbody></table></div>".encode()


def _listed(given: Any) -> Any:
    return msgspec.json.encode(given).decode() if isinstance(given, list) else given


def _row(
    row: tuple[Any, ...], now: datetime, due: list[Any] | None, units: str, conditions: list[tuple[Any, ...]]
) -> str:
    _key, ref, short, title, summary, status, due_at, warning, stalled, owner, watched, slips, trend, *moved = row
    blockers = [text for _, text, blocks, progress in conditions if blocks and progress != Progress.FULL]
    moved_at = _moment(max((at for at in moved if at), default=None))
    next_due = _moment(due_at)
    pulse = Pulse(
        None if next_due == NO_DATE else next_due, moved_at, bool(slips), len(blockers), warning, stalled
    )  # fmt: skip
    movement = _MOMENTUM[momentum_at(pulse, now).momentum]
    if moved_at:
        movement += f'<small><span class="vh">Last moved: </span>{_day(moved_at.date(), now)}</small>'
    if trend:
        movement += f"<small>{_TRENDS[trend]}</small>"
    cells = (
        _STATUS[status],
        movement,
        _next(due, now),
        units,
        _blocked(blockers),
        _own(owner),
    )
    drawn = "".join(
        f'<td role="cell" data-l="{label}">{cell}</td>' for label, cell in zip(_LABELS, cells, strict=True)
    )  # fmt: skip
    return (
        f'<tr role="row" data-row><th role="rowheader" scope="row" class="t-n"><a href="/proposals/{escape(ref)}/">'
        f'{escape(short or title)}</a> <span class="ref">{escape(ref)}</span>{_WATCHED if watched else ""}'
        f"<small>{escape(_short(summary, 90))}</small></th>{drawn}</tr>"
    )


def _next(due: list[Any] | None, now: datetime) -> str:
    if due is None:
        return '<span class="nil">No date</span>'
    on, at, kind = due
    left = time_left(_moment(at) or now, now)
    day = _day(on if isinstance(on, date) else date.fromisoformat(on), now)
    return f'<span class="dl due-{left.nearness.value}"><b>{_left(left)}</b><small>{day}, {_KINDS[kind]}</small></span>'


def _left(left: Any) -> str:
    coarse = f"{left.days} d" if left.days else f"{left.hours} h" if left.hours else f"{left.minutes} min"
    if left.over:
        return f"{coarse} over"
    if left.days >= 5 or (left.days and not left.hours):
        return coarse
    if left.days:
        return f"{left.days} d {left.hours} h"
    return f"{left.hours} h {left.minutes} min" if left.hours else coarse


def _units(conditions: list[tuple[Any, ...]], parties: list[int], stances: dict[tuple[int, int], str]) -> str:
    if not conditions:
        return '<span class="nil">No conditions yet</span>'
    taken = [[stances.get((condition[0], party), "") for party in parties] for condition in conditions]
    cells, on_record = len(conditions) * len(parties), sum(1 for unit in taken for stance in unit if stance)
    said = f"{on_record} of {cells} · {len(conditions)} condition{'' if len(conditions) == 1 else 's'}"
    if not cells:
        return f"<small>{said}</small>"
    glyphs = '<i class="gap"></i>'.join("".join(_STANCES[stance] for stance in unit) for unit in taken)
    return f'<span class="units" role="img" aria-label="{said}">{glyphs}</span><small>{said}</small>'


def _blocked(blockers: list[str]) -> str:
    if not blockers:
        return _NOTHING
    more = f"<small>and {len(blockers) - 1} more</small>" if len(blockers) > 1 else ""
    return f'<span class="blk">{_BLOCKED}<span>{escape(_short(blockers[0], 60))}</span></span>{more}'


def _own(owner: str | None) -> str:
    if not owner:
        return '<span class="nil">Nobody</span>'
    letters = "".join(word[0] for word in owner.split()[:2]).upper()
    return f'<span class="own"><span class="av" aria-hidden="true">{escape(letters)}</span>{escape(owner)}</span>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _day(on: date, now: datetime) -> str:
    return f"{on:%a} {on.day} {on:%b}" if on.year == now.year else f"{on:%a} {on.day} {on:%b} {on.year}"


def _moment(kept: Any) -> datetime | None:
    """A moment as aware UTC, of what SQLite keeps in UTC without saying so."""
    if kept is None:
        return None
    at: datetime = kept if isinstance(kept, datetime) else datetime.fromisoformat(kept)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
