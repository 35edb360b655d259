"""Two proposals side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.proposal_crumbs import below_proposal
from negotiations.enums import Alignment
from negotiations.queries.comparison import comparison


class Compare(DashboardView):
    template_name = "dashboard/comparison.html"
    section = "proposals"

    def crumbs(self) -> list[Crumb]:
        one, other = self.kwargs["reference"], self.kwargs["other_reference"]
        return below_proposal(one, _("beside %(other)s") % {"other": other})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, other = self.kwargs["reference"], self.kwargs["other_reference"]
        found = comparison(one, other, self.reading())
        if found is None:
            raise Http404
        counted = [(each.label, sum(1 for point in found.points if point.outcome == each)) for each in Alignment]
        return super().get_context_data(
            found=found,
            counted=[(label, count) for label, count in counted if count],
            turned=reverse("dashboard:proposal-compare", args=[other, one]),
            **kwargs,
        )
