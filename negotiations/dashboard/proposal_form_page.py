"""What every page shares that writes to one proposal: its address, its place in the breadcrumb, where it leads."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from negotiations.actions.permission import may_write
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.proposal_crumbs import below_proposal
from negotiations.dashboard.record_forms import RecordForm
from negotiations.dashboard.record_view import RecordView
from negotiations.dashboard.versions import Overtaken, followed
from negotiations.enums import MemberRole
from negotiations.errors import StaleVersionError
from negotiations.models import Proposal
from negotiations.models.bases import Versioned
from negotiations.models.scoping import ScopedQuerySet


class OfProposal(RecordView):
    """A page that writes to one proposal, or to what hangs on it."""

    template_name = "dashboard/record_form.html"
    section = "proposals"
    title: Any = ""
    save_word: Any = gettext_lazy("Save")
    proposal: Proposal

    def load(self) -> Versioned | None:
        known = Proposal.objects.visible_to(self.reader).filter(reference=self.kwargs["reference"])
        found = known.select_related("negotiation").first()
        if found is None:
            raise Http404
        self.proposal, self.negotiation = found, found.negotiation
        return None

    def crumbs(self) -> list[Crumb]:
        return below_proposal(self.proposal.reference, str(self.title))

    def done(self) -> str:
        return reverse("dashboard:proposal-detail", args=[self.proposal.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            save_word=self.save_word,
            proposal=self.proposal,
            negotiation=self.negotiation,
            may_lead=may_write(self.reader, self.negotiation, MemberRole.LEAD),
            back=self.done(),
            zones=list(dict.fromkeys((self.negotiation.time_zone, self.reader.time_zone, "UTC"))),
            **kwargs,
        )


class BesideOthers(OfProposal):
    """A page that adds a dated row beside earlier ones of the same voice: nobody adds one over a row not seen."""

    def voice(self, form: RecordForm) -> ScopedQuerySet[Any]:
        """The rows in scope that say the same thing of the same party, as the valid form names them."""
        raise NotImplementedError

    def newest(self) -> int:
        """The newest row of that kind on record, 0 without one."""
        raise NotImplementedError

    def require_seen(self, form: RecordForm) -> None:
        """To be called within the transaction, once the chain is held. Raises StaleVersionError."""
        seen, self._voice = form.cleaned_data["newest"], self.voice(form)
        found = self._voice.filter(pk__gt=seen).order_by("-pk").first()
        if found is not None:
            raise StaleVersionError("Somebody else recorded one meanwhile; look at both.", current=found.pk)

    def since_seen(self, given: dict[str, str]) -> tuple[Overtaken | None, dict[str, int]]:
        rows = self._voice.order_by("-pk")
        newest: Model | None = rows.first()
        seen = rows.filter(pk__lte=int(given["newest"])).first()
        told = followed(seen, newest, self.place.reader) if newest else None
        return told, {"newest": self.newest()}
