"""A page on which the leads of a negotiation set how it is kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from negotiations.dashboard.record_view import RecordView
from negotiations.enums import MemberRole
from negotiations.models import Negotiation


class LeadsPage(RecordView):
    """`reference` in the address names the negotiation."""

    section = "proposals"
    role = MemberRole.LEAD

    def load(self) -> Negotiation:
        found = Negotiation.objects.visible_to(self.reader).filter(reference=self.kwargs["reference"]).first()
        if found is None:
            raise Http404
        self.negotiation = found
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(negotiation=self.negotiation, **kwargs)
