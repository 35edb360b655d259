"""The list of proposals, and the page of one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations import models
from negotiations.actions.alerts.previewing import readers_of_stages
from negotiations.dashboard.alert_rows import alert_rows
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.course import clock_of, steps
from negotiations.dashboard.deadline_cards import card
from negotiations.dashboard.entries import entries
from negotiations.dashboard.filtered import Asked, FilteredList
from negotiations.dashboard.proposal_filters import Offers
from negotiations.dashboard.saved_views import saved_views
from negotiations.dashboard.watch_button import watched_by
from negotiations.enums import InvolvementRole, Precision
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Negotiation, Proposal
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.cited import ProposalRef
from negotiations.queries.known_proposals import known_proposals
from negotiations.queries.lineage import lineage_of
from negotiations.queries.proposal_lines import proposal_lines
from negotiations.queries.proposal_page import proposal_page
from negotiations.queries.proposals import ProposalDetail as Detail
from negotiations.queries.proposed_changes import PROPOSED_CHANGE, ProposedChange
from negotiations.queries.reading import read
from negotiations.rules.lifecycle import OPEN_STATUSES
from negotiations.rules.moments import WorldMoment

MOST_WAITING = 50


class ProposalList(FilteredList):
    """Open proposals, soonest date first, unless a status is asked for."""

    template_name = "dashboard/proposal_list.html"
    section = "proposals"
    filters = ProposalFilters
    default_ordering = "next_due_at"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Proposals"))]

    def known(self) -> ProposalQuerySet:
        return known_proposals(self.reading())

    def unless_asked(self, rows: QuerySet[Proposal], asked: Asked) -> QuerySet[Proposal]:
        by_status = any(name.split("__")[0] == "status" for name in asked.values)
        return rows if by_status else rows.filter(Q((f"{self.column('status')}__in", OPEN_STATUSES)))

    def by_default(self) -> str:
        return "due_then" if self.day else self.default_ordering

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, page = kwargs["asked"], kwargs["page"]
        offers = Offers(self.reading(), asked)
        first = max(page.start_index() - 1, 0)
        lines = proposal_lines(kwargs["rows"][first : page.end_index()], self.reading())
        return super().get_context_data(
            lines=lines,
            views=offers.views(),
            menus=offers.menus(),
            applied=offers.applied(),
            saved=saved_views(self.reading(), asked) if self.day is None else None,
            files={} if self.day else _files(asked),
            heads={name: self.head(asked, name) for name in self._sortable()},
            **kwargs,
        )

    def _sortable(self) -> tuple[str, ...]:
        return ("title",) if self.day else ("title", "next_due_at")


def _files(asked: Asked) -> dict[str, str]:
    """Where all that is listed is found as a file, page or no page."""
    values = {**asked.values, **({"ordering": asked.ordering} if asked.ordering else {})}
    if not any(name.split("__")[0] == "status" for name in values):
        values["status__in"] = ",".join(OPEN_STATUSES)
    address = reverse("api:proposal-list")
    return {name: f"{address}?{urlencode({**values, 'format': name})}" for name in ("csv", "ndjson")}


class ProposalDetail(DashboardView):
    template_name = "dashboard/proposal_detail.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Proposals"), reverse("dashboard:proposal-list")), Crumb(self.kwargs["reference"])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = proposal_page(self.kwargs["reference"], self.reading())
        if page is None:
            raise Http404
        proposal = page.proposal
        home = Negotiation.objects.visible_to(self.reader).get(reference=proposal.negotiation)
        self.negotiation = home
        may_edit = self.may_edit(home)
        readers = readers_of_stages([stage.id for stage in page.armed], self.now) if page.armed else {}
        parties = [seat.party for seat in proposal.involvements if seat.party]
        watching, also = watched_by(self.reader, proposal=proposal.id, home=home, parties=parties)
        return super().get_context_data(
            page=page,
            proposal=proposal,
            standing=proposal.status_changes[-1],
            trend=next((row for row in reversed(proposal.trend_assessments) if row.trend), None),
            steps=steps([row.status for row in proposal.status_changes]),
            clock=clock_of(page, timezone.localdate(self.now), self.reader.time_zone),
            may_edit=may_edit,
            watching=watching,
            also=also,
            deadlines=[
                card(row, alert_rows(page, row, readers), proposal=proposal.reference, now=self.now, may_edit=may_edit)
                for row in page.deadlines
            ],
            blockers=[block for block in page.conditions if block.holds_up],
            entries=entries(page, self.now),
            seats=_seats(proposal),
            waiting=self._waiting(proposal.id),
            family=lineage_of(_named(proposal), self.reading()),
            opened=WorldMoment(
                proposal.opened_on, proposal.opened_at, Precision(proposal.opened_precision), proposal.opened_zone
            ),
            **kwargs,
        )

    def _waiting(self, proposal: int) -> list[ProposedChange]:
        """What was proposed and nobody has decided; a past day shows none, for nothing of it counted."""
        if self.day:
            return []
        rows = models.ProposedChange.objects.visible_to(self.reader).waiting().filter(proposal=proposal)
        return read(rows.order_by("-pk")[:MOST_WAITING], PROPOSED_CHANGE, self.reading())


def _named(proposal: Detail) -> ProposalRef:
    return ProposalRef(proposal.id, proposal.reference, proposal.title, proposal.short_title)


def _seats(proposal: Detail) -> list[tuple[str, list[str]]]:
    """Who has which part in a proposal, role by role in the order of the code list."""
    named = {role: _holders(proposal, role) for role in InvolvementRole}
    return [(capfirst(str(role.label)), names) for role, names in named.items() if names]


def _holders(proposal: Detail, role: InvolvementRole) -> list[str]:
    seats = [seat for seat in proposal.involvements if seat.role == role]
    return [seat.party.name for seat in seats if seat.party] + [seat.person.name for seat in seats if seat.person]
