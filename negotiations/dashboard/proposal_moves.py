"""What is recorded of a proposal on its page: how it stands, and where the parties stand on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.dashboard.proposal_form_page import BesideOthers, OfProposal
from negotiations.dashboard.proposal_forms import PositionForm, StatusForm
from negotiations.enums import ProposalStatus, Stance
from negotiations.models import Position, Proposal
from negotiations.models.scoping import ScopedQuerySet
from negotiations.rules.lifecycle import moves_from


class ChangeStatus(OfProposal):
    template_name = "dashboard/status_form.html"
    title = gettext_lazy("Change status")
    save_word = gettext_lazy("Save status")

    def load(self) -> Proposal:
        super().load()
        return self.proposal

    def form(self, **options: Any) -> StatusForm:
        initial = {"version": self.proposal.version, **options.pop("initial", {})}
        return StatusForm(place=self.place, proposal=self.proposal, initial=initial, **options)

    def act(self, form: StatusForm) -> str:
        given, old = form.cleaned_data, self.proposal.status
        change_status(
            proposal=self.proposal,
            status=ProposalStatus(given["status"]),
            stated=form.since(),
            reason=given["reason"],
            version=given["version"],
            claim=form.record(self.negotiation.time_zone),
            actor=self.reader,
            now=self.now,
        )
        if self.proposal.status != given["status"]:
            return _("Entered in the history; it stands as before: %(status)s") % {"status": _word(old)}
        return _("Status: %(old)s → %(new)s") % {"old": _word(old), "new": _word(given["status"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ended=not moves_from(ProposalStatus(self.proposal.status)), **kwargs)


class RecordPosition(BesideOthers):
    title = gettext_lazy("Record a position")
    save_word = gettext_lazy("Save position")

    def form(self, **options: Any) -> PositionForm:
        asked = self.request.GET
        named = {"party": asked.get("party"), "about": asked.get("condition"), "stance": asked.get("stance")}
        known = {"newest": self.newest(), **named}
        initial = {**known, **options.pop("initial", {})}
        return PositionForm(place=self.place, proposal=self.proposal, initial=initial, **options)

    def act(self, form: PositionForm) -> str:
        given, condition = form.cleaned_data, form.condition
        claim = form.record(self.negotiation.time_zone)
        self.require_seen(form)
        earlier = self.voice(form).order_by("stated_at", "pk").last()
        position = take_position(
            proposal=None if condition else self.proposal,
            condition=condition,
            party=given["party"],
            stance=Stance(given["stance"]),
            person=given["person"],
            dissent=given["dissent"],
            by_proxy=given["by_proxy"],
            note=given["note"],
            stated=form.since(),
            claim=claim,
            actor=self.reader,
            now=self.now,
        )
        said = {"party": position.party, "old": "", "new": capfirst(position.get_stance_display())}
        if earlier is None:
            return _("%(party)s: %(new)s") % said
        return _("%(party)s: %(old)s → %(new)s") % {**said, "old": capfirst(earlier.get_stance_display())}

    def voice(self, form: Any) -> ScopedQuerySet[Position]:
        given, condition = form.cleaned_data, form.condition
        about = {"condition": condition} if condition else {"proposal": self.proposal}
        same = {"party": given["party"], "dissent": given["dissent"], **about}
        if given["dissent"]:
            same["person"] = given["person"]
        return Position.objects.visible_to(self.reader).filter(**same)

    def newest(self) -> int:
        of_it = Q(proposal=self.proposal) | Q(condition__proposal=self.proposal)
        rows = Position.objects.visible_to(self.reader).filter(of_it).order_by("-pk")
        return rows.values_list("pk", flat=True).first() or 0

    def done(self) -> str:
        page = reverse("dashboard:proposal-detail", args=[self.proposal.reference])
        about = self.request.POST.get("about") or self.request.GET.get("condition", "")
        return f"{page}#{about.lower()}" if about.startswith("C-") and about[2:].isdigit() else page


def _word(status: str) -> str:
    return capfirst(str(ProposalStatus(status).label))
