"""The page of one proposal."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from negotiations import models
from negotiations.actions.alerts.previewing import readers_of_stages
from negotiations.dashboard.alert_rows import alert_rows
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.course import clock_of, steps
from negotiations.dashboard.deadline_cards import card
from negotiations.dashboard.entries import entries
from negotiations.dashboard.proposal_crumbs import below_proposals
from negotiations.dashboard.proposal_facts import facts
from negotiations.dashboard.watch_button import watched_by
from negotiations.enums import Precision
from negotiations.models import Negotiation
from negotiations.queries.cited import ProposalRef
from negotiations.queries.dependencies import still_needed
from negotiations.queries.lineage import lineage_of
from negotiations.queries.proposal_page import proposal_page
from negotiations.queries.proposals import ProposalDetail as Detail
from negotiations.queries.proposed_changes import PROPOSED_CHANGE, ProposedChange
from negotiations.queries.reading import read
from negotiations.rules.moments import WorldMoment

MOST_WAITING = 50


class ProposalDetail(DashboardView):
    template_name = "dashboard/proposal_detail.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        return below_proposals(self.kwargs["reference"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = proposal_page(self.kwargs["reference"], self.reading())
        if page is None:
            raise Http404
        proposal = page.proposal
        home = Negotiation.objects.visible_to(self.reader).get(reference=proposal.negotiation)
        self.negotiation = home
        may_edit = self.may_edit(home)
        blockers = [block for block in page.conditions if block.holds_up]
        needed = still_needed([block.condition.id for block in blockers], self.reading()) if blockers else {}
        readers = readers_of_stages([stage.id for stage in page.armed], self.now) if page.armed else {}
        latest, earlier = entries(page, self.now)
        parties = [seat.party for seat in proposal.involvements if seat.party]
        watching, also = watched_by(self.reader, proposal=proposal.id, home=home, parties=parties)
        return super().get_context_data(
            page=page,
            proposal=proposal,
            standing=proposal.status_changes[-1],
            kept=self._kept([use.article.id for use in page.sources]),
            set_by=self._set_by(proposal.status_changes[-1].id),
            trend=next((row for row in reversed(proposal.trend_assessments) if row.trend), None),
            steps=steps(proposal.status_changes),
            clock=clock_of(page, timezone.localdate(self.now), self.reader.time_zone, home.capitals),
            may_edit=may_edit,
            watching=watching,
            also=also,
            deadlines=[
                card(row, alert_rows(page, row, readers), proposal=proposal.reference, now=self.now, may_edit=may_edit)
                for row in page.deadlines
            ],
            blockers=[(block, needed.get(block.condition.id, [])) for block in blockers],
            latest=latest,
            earlier=earlier,
            entered=len(latest) + len(earlier),
            facts=facts(page, home.unchecked_after_days),
            waiting=self._waiting(proposal.id),
            family=lineage_of(_named(proposal), self.reading()),
            opened=WorldMoment(
                proposal.opened_on, proposal.opened_at, Precision(proposal.opened_precision), proposal.opened_zone
            ),
            **kwargs,
        )

    def _kept(self, articles: list[int]) -> set[int]:
        """Those of the documents of which a copy is kept."""
        rows = models.Article.objects.visible_to(self.reader).filter(pk__in=articles).exclude(text="")
        return set(rows.values_list("pk", flat=True))

    def _set_by(self, change: int) -> str:
        """Who recorded a status; Parley itself where nobody is named."""
        row = models.StatusChange.objects.visible_to(self.reader).select_related("recorded_by").get(pk=change)
        return str(row.recorded_by or "Parley")

    def _waiting(self, proposal: int) -> list[ProposedChange]:
        """What was proposed and nobody has decided; a past day shows none, for nothing of it counted."""
        if self.day:
            return []
        rows = models.ProposedChange.objects.visible_to(self.reader).waiting().filter(proposal=proposal)
        return read(rows.order_by("-pk")[:MOST_WAITING], PROPOSED_CHANGE, self.reading())


def _named(proposal: Detail) -> ProposalRef:
    return ProposalRef(proposal.id, proposal.reference, proposal.title, proposal.short_title)
