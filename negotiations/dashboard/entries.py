"""The timeline of one proposal, from the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.enums import DeadlineStatus, EventCategory, Precision, ProposalStatus
from negotiations.queries.claims import ClaimRef
from negotiations.queries.newly_moved import Casualties, casualties_of
from negotiations.queries.proposal_page import ProposalPage
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES
from negotiations.rules.moments import WorldMoment

LATEST = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the proposal's timeline."""

    kind: str
    when: WorldMoment
    at: datetime
    title: str
    words: str = ""
    claim: ClaimRef | None = None
    to_come: bool = False
    casualties: Casualties | None = None


def entries(page: ProposalPage, now: datetime) -> tuple[list[Entry], list[Entry]]:
    """What is to come, nearest first, then the ten newest of what was; and, apart, all that was before these.

    An undated row counts from when it was recorded.
    """
    found = [*_deadlines(page, now), *_statuses(page), *_events(page, now)]
    to_come = sorted((entry for entry in found if entry.to_come), key=lambda entry: entry.at)
    been = sorted((entry for entry in found if not entry.to_come), key=lambda entry: entry.at, reverse=True)
    return [*to_come, *been[:LATEST]], been[LATEST:]


def _deadlines(page: ProposalPage, now: datetime) -> Iterator[Entry]:
    for deadline in page.deadlines:
        if deadline.status in OPEN_DEADLINES and deadline.due_at and deadline.due_on:
            when = WorldMoment(deadline.due_on, deadline.due_at, Precision(deadline.due_precision), deadline.due_zone)
            yield Entry("deadline", when, deadline.due_at, deadline.title, "", deadline.claim, deadline.due_at > now)
        for row in deadline.outcomes:
            if row.status == DeadlineStatus.PENDING:
                continue
            when = WorldMoment(row.stated_on, row.stated_at, Precision(row.stated_precision), row.stated_zone)
            title = _("%(deadline)s: %(outcome)s") % {
                "deadline": deadline.title,
                "outcome": DeadlineStatus(row.status).label,
            }
            yield Entry("deadline", when, row.stated_at or row.recorded_at, title, row.reason, row.claim)


def _statuses(page: ProposalPage) -> Iterator[Entry]:
    for row in page.proposal.status_changes:
        when = WorldMoment(row.stated_on, row.stated_at, Precision(row.stated_precision), row.stated_zone)
        title = capfirst(str(ProposalStatus(row.status).label))
        yield Entry("change", when, row.stated_at or row.recorded_at, title, row.reason, row.claim)


def _events(page: ProposalPage, now: datetime) -> Iterator[Entry]:
    for row in page.events:
        when = WorldMoment(row.occurred_on, row.occurred_at, Precision(row.occurred_precision), row.occurred_zone)
        at = row.occurred_at or row.recorded_at
        kind = "meeting" if row.category == EventCategory.CONSULT else "event"
        yield Entry(kind, when, at, row.title, row.summary, row.claim, row.expected and at > now, casualties_of(row))
