"""The first page of the day: what runs out, what is stuck, what should be checked, what moved."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.horizon import horizon, last_day
from negotiations.dashboard.needs import Needs, Section, listed, named_in, needs_of, number, soon
from negotiations.dashboard.proposal_columns import Column, grouped, usual_columns
from negotiations.dashboard.put_off import LeftOut, left_out
from negotiations.dashboard.snoozing import choices
from negotiations.queries import overview as record
from negotiations.queries.allowances import NEAR
from negotiations.queries.coming_proposals import open_and_due_by
from negotiations.queries.overview import FailedAlert
from negotiations.queries.proposal_lines import ProposalLine
from negotiations.rules.time_left import time_left

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
        known = record.overview(self.reading(), aside.since, named_in(aside.rows))
        needs = needs_of(known, self.now, today=today, put_off=aside.rows)
        return super().get_context_data(
            overview=known,
            title_head=Column("title", _("Proposal")),
            columns=usual_columns(),
            groups=grouped(known.lines, ""),
            needs=needs,
            snoozes=[(until.key, until.name) for until in choices(None, self.reader.time_zone, self.now)],
            paces=record.paces(self.reading()),
            near_days=NEAR.days,
            aside=aside,
            sentence=sentence(known, needs, self.now),
            horizon=horizon(known, self.now, open_and_due_by(self.reading(), last_day(self.now)).count()),
            **kwargs,
        )


def sentence(known: record.Overview, needs: Needs, now: datetime) -> SafeString:
    """How things stand, in at most three clauses, the most pressing first; each leads to its list.

    A past day leads to the sections of the page instead, for the lists cannot be asked for dates of the past.
    """
    over, near = needs.over, needs.near.count - needs.over
    past_all = needs.near.capped and not near
    late = {"overdue": "true"}
    week = {"overdue": "false", "next_due_at__lte": soon(now)}
    of_proposals = bool(needs.near.link) and not known.apart
    clauses = [
        *([_overdue(over, past_all, listed("proposal", late) if of_proposals else "#deadlines")] if over else []),
        *([_near(needs, near, listed("proposal", week) if of_proposals else "#deadlines")] if near else []),
        *([_stuck(needs.stuck)] if needs.stuck else []),
        *([_failed(needs.failed)] if needs.failed else []),
        *([_waiting(needs)] if needs.waiting or needs.to_read else []),
    ][:3]
    if clauses:
        return format_html(_("{clauses}."), clauses=_joined(clauses))
    if known.next:
        left = time_left(known.next.due.at, now).days
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


def _overdue(count: int, capped: bool, link: str) -> SafeString:
    text = ngettext("{count} deadline is {link}overdue{end}", "{count} deadlines are {link}overdue{end}", count)
    return _clause(text, count, capped, link)


def _near(needs: Needs, count: int, link: str) -> SafeString:
    shown = needs.near.rows[needs.over :]
    if count == 1 and shown and not needs.near.capped:
        text = _("{count} deadline falls on {link}{weekday}{end}")
        return _clause(text, 1, False, link, weekday=date_format(shown[0].due.on, "l"))
    text = ngettext(
        "{count} deadline falls {link}within 7 days{end}", "{count} deadlines fall {link}within 7 days{end}", count
    )
    return _clause(text, count, needs.near.capped, link)


def _stuck(section: Section[ProposalLine]) -> SafeString:
    text = ngettext("{count} proposal is {link}stuck{end}", "{count} proposals are {link}stuck{end}", section.count)
    return _clause(text, section.count, section.capped, section.link or "#stuck")


def _failed(section: Section[FailedAlert]) -> SafeString:
    text = ngettext(
        "{count} alert {link}did not arrive{end}", "{count} alerts {link}did not arrive{end}", section.count
    )
    return _clause(text, section.count, section.capped, section.link)


def _waiting(needs: Needs) -> SafeString:
    """What was proposed and may be confirmed, and texts from which nothing has been taken yet."""
    count = needs.waiting + needs.to_read.count
    text = ngettext("{count} suggestion {link}waits{end}", "{count} suggestions {link}wait{end}", count)
    return _clause(text, count, needs.to_read.capped, "#confirm" if needs.waiting else needs.to_read.link)


def _clause(text: str, amount: int, capped: bool, href: str, **words: str) -> SafeString:
    link = format_html('<a href="{}">', href)
    count = number(amount, capped=True) if capped else apnumber(amount)
    return format_html(text, count=count, link=link, end=SafeString("</a>"), **words)
