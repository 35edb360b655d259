"""The page of one proposal."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from negotiations.actions.alerts.previewing import readers_of_stages
from negotiations.dashboard.alert_rows import alert_rows
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.course import clock_of, steps
from negotiations.dashboard.deadline_cards import card
from negotiations.dashboard.entries import entries
from negotiations.dashboard.proposal_crumbs import below_proposals
from negotiations.dashboard.proposal_facts import facts
from negotiations.dashboard.watch_button import watchable
from negotiations.enums import Precision
from negotiations.models.policy_book import PolicyBook
from negotiations.queries.planned_alerts import stages_of
from negotiations.queries.proposal_page import proposal_page, watching
from negotiations.rules.moments import WorldMoment


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
        home = self.negotiation = page.home
        may_edit = self.may_edit(home)
        book = PolicyBook({home.pk})
        stages = stages_of([deadline.id for deadline in page.deadlines], self.reading(), book)
        readers = readers_of_stages([stage for stage, _ in stages], self.now, book)
        parties = {seat.party.id: seat.party for seat in proposal.involvements if seat.party}
        watched = watching(proposal.id, home.pk, parties.keys(), self.reading())
        latest, earlier = entries(page, self.now)
        return super().get_context_data(
            page=page,
            proposal=proposal,
            standing=proposal.status_changes[-1],
            trend=next((row for row in reversed(proposal.trend_assessments) if row.trend), None),
            steps=steps(proposal.status_changes),
            clock=clock_of(page, timezone.localdate(self.now), self.reader.time_zone, home.capitals),
            may_edit=may_edit,
            watching=watched,
            also=watchable(watched, home, parties.values()),
            deadlines=[
                card(
                    row,
                    alert_rows(row, stages, readers, page.alerts),
                    proposal=proposal.reference,
                    now=self.now,
                    may_edit=may_edit,
                )
                for row in page.deadlines
            ],
            blockers=[(block, block.needed) for block in page.conditions if block.holds_up],
            latest=latest,
            earlier=earlier,
            entered=len(latest) + len(earlier),
            facts=facts(page, home.unchecked_after_days),
            waiting=page.waiting,
            family=page.family,
            opened=WorldMoment(
                proposal.opened_on, proposal.opened_at, Precision(proposal.opened_precision), proposal.opened_zone
            ),
            **kwargs,
        )
