"""The history of a proposal, field by field; and two of its days, old and new in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.day_shown import DayShown
from negotiations.dashboard.proposal_crumbs import below_proposal
from negotiations.dashboard.proposal_days import lines_between
from negotiations.dashboard.record_forms import day
from negotiations.dashboard.undoing import still_undoable
from negotiations.models import Proposal
from negotiations.queries.proposal_history import Saving, history_of, savings
from negotiations.queries.proposal_page import ProposalPage, proposal_page
from negotiations.queries.shapes import Reader

PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One saving as the page shows it; `undo` is its number where this reader may still undo it."""

    saving: Saving
    undo: str


class ProposalHistory(DashboardView):
    """`?from=2025-04-10&to=2025-04-15` compares two days, as they stood by all that is known now.

    With `known=true` each is read from what had been recorded by its end.
    """

    template_name = "dashboard/proposal_history.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        return below_proposal(self.kwargs["reference"], _("History"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = Proposal.objects.visible_to(self.reader).filter(reference=self.kwargs["reference"]).first()
        if proposal is None:
            raise Http404
        reader = Reader(self.reader, self.now)
        pages = Paginator(history_of(proposal.pk, reader), PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            proposal=proposal,
            entries=[self._entry(each) for each in savings(page.object_list, reader)],  # type: ignore[arg-type]
            page=page,
            **self._compared(proposal),
            **kwargs,
        )

    def _entry(self, saving: Saving) -> Entry:
        last = saving.changes[0]
        mine = last.actor is not None and last.actor.id == self.reader.pk and bool(last.request_id)
        open_still = still_undoable(last.recorded_at, self.now) and not last.kind.endswith(".undone")
        return Entry(saving, last.request_id if mine and open_still and self.day is None else "")

    def _compared(self, proposal: Proposal) -> dict[str, Any]:
        """The two days asked for with what differs; what is wrong with them in words."""
        asked = {name: self.request.GET.get(name, "") for name in ("from", "to")}
        known = self.request.GET.get("known") == "true"
        if not any(asked.values()):
            return {"asked": asked}
        days: dict[str, date] = {}
        problems = []
        for name, text in asked.items():
            on, fault = self._read(text)
            if on:
                days[name] = on
            else:
                problems.append(f"{_('First day') if name == 'from' else _('Second day')}: {fault}")
        if problems:
            return {"asked": asked, "known": known, "problems": problems}
        old, new = (self._page(proposal, days[name], known=known) for name in ("from", "to"))
        return {"asked": asked, "known": known, "days": days, "lines": lines_between(old, new), "old": old, "new": new}

    def _read(self, text: str) -> tuple[date | None, str]:
        field = day("")
        try:
            on = field.clean(text)
        except ValidationError as fault:
            return None, " ".join(fault.messages)
        if on is None:
            return None, _("choose a day.")
        if on > timezone.localdate(self.now):
            return None, _("this day has not come yet.")
        return on, ""

    def _page(self, proposal: Proposal, on: date, *, known: bool) -> ProposalPage | None:
        shown = DayShown(on, on if known else None, self.reader.time_zone, self.now)
        return proposal_page(proposal.reference, Reader(self.reader, shown.moment, shown.then))
