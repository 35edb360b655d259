"""A page of fifty open proposals, soonest date first: the limit and the usual way draw the table alone, ours the page.

The table has the title, the status, the next date, how many positions are on record, what blocks, and the owner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape, unescape
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Prefetch
from django.template import engines
from django.test import Client

from benchmarks.reads.usual import driver, for_engine
from negotiations.enums import ProposalStatus
from negotiations.models import Condition, Deadline, Position, Proposal, User
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.lifecycle import OPEN_STATUSES

ROWS = 50
ADDRESS = "/proposals/?columns=status,next,positions,blocked,owner"
_OPEN, _PENDING = [each.value for each in OPEN_STATUSES], [each.value for each in OPEN_DEADLINES]
_TABLE = """<table>{% for row in rows %}<tr role="row" data-row>
<th><a href="{% url "dashboard:proposal-detail" row.reference %}">{% firstof row.short_title row.title %}</a>
{{ row.reference }}<small>{{ row.summary|truncatechars:90 }}</small></th><td>{{ row.get_status_display|capfirst }}</td>
<td>{% with due=row.dues.0 %}{{ due.due_on|date:"j M" }}, {{ due.get_kind_display }}{% endwith %}</td>
<td>{% for condition in row.asked %}{{ condition.stands|length }} {% endfor %}</td>
<td>{% for each in row.asked %}{% if each.blocks %}{{ each.text|truncatechars:60 }}{% endif %}{% endfor %}</td>
<td>{% firstof row.owner.get_full_name "Nobody" %}</td></tr>{% endfor %}</table>"""


class Ours:
    """A browser in which the reader is signed in."""

    def __init__(self, reader: User) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(reader)

    def page(self, address: str) -> bytes:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.content


def prefetched(reader: User) -> bytes:
    """The usual way: rows with what hangs on them, and Django's templates."""
    stands = Prefetch("positions", Position.objects.visible_to(reader).filter(dissent=False), to_attr="stands")
    asked = Condition.objects.visible_to(reader).filter(dropped_on=None).prefetch_related(stands)
    dues = (
        Deadline.objects.visible_to(reader).filter(status__in=_PENDING, due_at__isnull=False).order_by("due_at", "pk")
    )
    rows = Proposal.objects.visible_to(reader).filter(status__in=_OPEN).order_by("next_due_at", "pk")
    rows = rows.select_related("owner").prefetch_related(
        Prefetch("deadlines", dues, to_attr="dues"), Prefetch("conditions", asked, to_attr="asked")
    )
    return engines["django"].from_string(_TABLE).render({"rows": rows[:ROWS]}).encode()


_PAGE = """SELECT p.id, p.reference, p.short_title, p.title, p.summary, p.status,
trim(u.first_name || ' ' || u.last_name)
FROM negotiations_proposal p JOIN negotiations_negotiation n ON n.id = p.negotiation_id
LEFT JOIN negotiations_user u ON u.id = p.owner_id
WHERE p.retracted_at IS NULL AND NOT n.restricted AND p.status {open} ORDER BY p.next_due_at, p.id LIMIT 50"""
_DUES = """SELECT proposal_id, due_on, kind FROM negotiations_deadline
WHERE proposal_id {among} AND status {pending} AND retracted_at IS NULL ORDER BY due_at DESC, id DESC"""
_ASKED = """SELECT proposal_id, id, text, blocks FROM negotiations_condition
WHERE proposal_id {among} AND dropped_on IS NULL AND retracted_at IS NULL ORDER BY display_order, id"""
_STANDS = """SELECT condition_id, count(*) FROM negotiations_position
WHERE condition_id {among} AND NOT dissent AND retracted_at IS NULL GROUP BY condition_id"""
_WORDS = {each.value: str(each.label) for each in ProposalStatus}


def at_the_limit() -> bytes:
    """The driver, and f-strings."""
    server = connection.vendor == "postgresql"
    among = "= ANY(%s)" if server else "IN (SELECT value FROM json_each(?))"

    def asked(text: str, *lists: list[Any]) -> list[tuple[Any, ...]]:
        named = text.format(among=among, open=among, pending=among)
        given = lists if server else [msgspec.json.encode(each).decode() for each in lists]
        found: list[tuple[Any, ...]] = driver().execute(for_engine(named), given).fetchall()
        return found

    rows = asked(_PAGE, _OPEN)
    keys = [row[0] for row in rows]
    dues = {key: (str(on), kind) for key, on, kind in asked(_DUES, keys, _PENDING)}
    conditions: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *condition in asked(_ASKED, keys):
        conditions[key].append(tuple(condition))
    stands = dict(asked(_STANDS, [each[0] for found in conditions.values() for each in found]))
    drawn = []
    for key, reference, short, title, summary, status, owner in rows:
        on, kind = dues.get(key, ("", ""))
        positions = " ".join(str(stands.get(each, 0)) for each, _, _ in conditions[key])
        blocks = "".join(escape(text[:60]) for _, text, blocks in conditions[key] if blocks)
        drawn.append(
            f'<tr role="row" data-row><th><a href="/proposals/{reference}/">{escape(short or title)}</a> {reference}'
            f"<small>{escape(summary[:90])}</small></th><td>{_WORDS[status].capitalize()}</td><td>{on}, {kind}</td>"
            f"<td>{positions}</td><td>{blocks}</td><td>{escape(owner or 'Nobody')}</td></tr>"
        )
    return f"<table>{''.join(drawn)}</table>".encode()


def rows_of(page: bytes) -> list[tuple[str, ...]]:
    """Of each row of a page what all three say in the same words: reference, title, status, owner."""
    found = []
    for row in page.decode().split('<tr role="row" data-row>')[1:]:
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", row.partition("</tr>")[0])).split())
        reference = re.search(r"P-\d+", text)
        status = next(word for word in _WORDS.values() if word.capitalize() in text)
        title = re.search(r"Proposal \d+: \w+ for \w+", text)
        assert reference, text
        assert title, text
        found.append((reference[0], title[0], status, str("Ada Reader" in text)))
    return found
