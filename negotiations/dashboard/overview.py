"""The first page of the day: what runs out, what is stuck, what should be checked, what moved."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.dashboard.alerts import FAILED
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.horizon import horizon, last_day
from negotiations.dashboard.needs import needs_of
from negotiations.dashboard.proposal_columns import usual_columns
from negotiations.dashboard.put_off import LeftOut, left_out
from negotiations.dashboard.snoozing import choices
from negotiations.queries import overview as record
from negotiations.queries.coming_proposals import open_and_due_by
from negotiations.queries.overview import DueLine
from negotiations.queries.proposal_lines import ProposalLine
from negotiations.rules.time_left import time_left

KEPT = {"to_be_read": "true"}
# A sentence may begin with a link.
_FIRST_LETTER = re.compile(r"^((?:<[^>]*>)*)(\w)")


class Overview(DashboardView):
    template_name = "dashboard/overview.html"
    section = "overview"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Overview"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.day is None
        aside = left_out(self.reader, self.now) if today else LeftOut()
        known = record.overview(self.reading(), aside.since)
        return super().get_context_data(
            overview=known,
            columns=usual_columns(),
            needs=needs_of(known, self.now, today=today, put_off=aside.rows),
            snoozes=[(until.key, until.name) for until in choices(None, self.reader.time_zone, self.now)],
            paces=record.paces(self.reading()),
            near_days=record.NEAR.days,
            aside=aside,
            sentence=sentence(known, self.now, today=today),
            horizon=horizon(known, self.now, open_and_due_by(self.reading(), last_day(self.now)).count()),
            **kwargs,
        )


def sentence(known: record.Overview, now: datetime, *, today: bool = True) -> SafeString:
    """How things stand, in at most three clauses, the most pressing first; each leads to its list.

    A past day leads to the sections of the page instead, for the lists cannot be asked for dates of the past.
    """
    over = known.due_by(now)
    near = [line for line in known.due_by(now + record.NEAR) if line not in over]
    soon = {"overdue": "false", "next_due_at__lte": (now + record.NEAR).astimezone(UTC).isoformat(timespec="seconds")}
    to_confirm = "#confirm" if known.waiting else ""
    clauses = [
        *([_overdue(over, _listed(over, {"overdue": "true"}, today))] if over else []),
        *([_near(near, _listed(near, soon, today))] if near else []),
        *([_stuck(known.stuck, _list("proposal", {"stuck": "true"}) if today else "#stuck")] if known.stuck else []),
        *([_failed(len(known.failed), _list("alert", FAILED))] if known.failed else []),
        *([_waiting(known, to_confirm or _list("article", KEPT))] if known.waiting or known.to_read else []),
    ][:3]
    if clauses:
        return format_html(_("{clauses}."), clauses=_joined(clauses))
    if known.deadlines:
        left = time_left(known.deadlines[0].due.at, now).days
        nearest = ngettext("The next deadline is in {days} day.", "The next deadline is in {days} days.", left)
        return format_html(_("Nothing needs you. {next}"), next=nearest.format(days=left))
    return SafeString(escape(_("Nothing needs you, and nothing is dated.")))


def _joined(clauses: list[SafeString]) -> SafeString:
    """A list in a sentence: "a", "a, and b", "a, b, and c"; it begins with a capital."""
    first = SafeString(_FIRST_LETTER.sub(lambda found: found[1] + found[2].upper(), clauses[0], count=1))
    if len(clauses) == 1:
        return first
    head = first if len(clauses) == 2 else format_html(_("{head}, {clause}"), head=first, clause=clauses[1])
    return format_html(_("{head}, and {last}"), head=head, last=clauses[-1])


def _list(noun: str, asked: dict[str, str]) -> str:
    return f"{reverse(f'dashboard:{noun}-list')}?{urlencode(asked)}"


def _listed(lines: list[DueLine], asked: dict[str, str], today: bool) -> str:
    """The list of the proposals that these deadlines are of; a negotiation's own stand in the section alone."""
    return _list("proposal", asked) if today and all(line.reference for line in lines) else "#deadlines"


def _overdue(lines: list[DueLine], link: str) -> SafeString:
    text = ngettext("{count} deadline is {link}overdue{end}", "{count} deadlines are {link}overdue{end}", len(lines))
    return _clause(text, len(lines), link)


def _near(lines: list[DueLine], link: str) -> SafeString:
    if len(lines) > 1:
        text = _("{count} deadlines fall {link}within 7 days{end}")
        return _clause(text, len(lines), link)
    text = _("{count} deadline falls on {link}{weekday}{end}")
    return _clause(text, 1, link, weekday=date_format(lines[0].due.on, "l"))


def _stuck(lines: list[ProposalLine], link: str) -> SafeString:
    text = ngettext("{count} proposal is {link}stuck{end}", "{count} proposals are {link}stuck{end}", len(lines))
    return _clause(text, len(lines), link)


def _failed(count: int, link: str) -> SafeString:
    text = ngettext("{count} alert {link}did not arrive{end}", "{count} alerts {link}did not arrive{end}", count)
    return _clause(text, count, link)


def _waiting(known: record.Overview, link: str) -> SafeString:
    """What was proposed and may be confirmed, and texts from which nothing has been taken yet."""
    count = len(known.waiting) + len(known.to_read)
    text = ngettext("{count} suggestion {link}waits{end}", "{count} suggestions {link}wait{end}", count)
    return _clause(text, count, link)


def _clause(text: str, count: int, href: str, **words: str) -> SafeString:
    link = format_html('<a href="{}">', href)
    return format_html(text, count=apnumber(count), link=link, end=SafeString("</a>"), **words)
