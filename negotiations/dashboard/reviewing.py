"""The second person's page: what was proposed, and confirm or decline; and the switch that asks for two people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.reviewing import confirm_change, decline_change
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.leads_page import LeadsPage
from negotiations.dashboard.proposal_crumbs import below_proposals
from negotiations.dashboard.record_forms import RecordForm, line, reason, version
from negotiations.dashboard.record_view import RecordView
from negotiations.models import ProposedChange
from negotiations.queries.proposed_changes import PROPOSED_CHANGE
from negotiations.queries.reading import read

CONFIRM, DECLINE = "confirm", "decline"


class DecisionForm(RecordForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[(CONFIRM, gettext_lazy("Confirm: carry it out")), (DECLINE, gettext_lazy("Decline: leave it"))],
        widget=forms.RadioSelect,
    )
    reason = line(gettext_lazy("Why"), gettext_lazy("One line; needed to decline."), required=False)
    version = version()

    def __init__(self, *args: Any, own: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if own:
            # Only what is offered: the action itself refuses to confirm one's own.
            self.fields["decision"].widget.choices = [(DECLINE, _("Take it back"))]


class Decide(RecordView):
    template_name = "dashboard/decide_change.html"
    section = "proposals"

    def load(self) -> ProposedChange:
        rows = ProposedChange.objects.visible_to(self.reader).select_related("negotiation", "proposal")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.proposed, self.negotiation = found, found.negotiation
        return found

    def crumbs(self) -> list[Crumb]:
        return below_proposals(_("A change that waits"))

    def form(self, **options: Any) -> DecisionForm:
        now = {"version": self.proposed.version}
        initial = {**now, **options.pop("initial", {})}
        return DecisionForm(place=self.place, own=self.own, initial=initial, **options)

    @property
    def own(self) -> bool:
        """Whether the reader proposed it: then it can be taken back, and somebody else confirms it."""
        return self.proposed.recorded_by_id == self.reader.pk

    def act(self, form: DecisionForm) -> str:
        given = form.cleaned_data
        decide = confirm_change if given["decision"] == CONFIRM else decline_change
        decide(
            proposed=self.proposed,
            reason=given["reason"],
            version=given["version"],
            actor=self.reader,
            now=self.now,
        )
        return _("Confirmed and carried out.") if given["decision"] == CONFIRM else _("Declined.")

    def done(self) -> str:
        proposal = self.proposed.proposal
        if proposal is None:
            return reverse("dashboard:overview")
        return reverse("dashboard:proposal-detail", args=[proposal.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ProposedChange.objects.visible_to(self.reader).filter(pk=self.proposed.pk)
        return super().get_context_data(
            proposed=read(rows, PROPOSED_CHANGE, self.place.reader)[0],
            own=self.own,
            back=self.done(),
            **kwargs,
        )


class TwoPeopleForm(RecordForm):
    two_person_review = forms.BooleanField(
        label=gettext_lazy("A change of a status or a deadline waits until a second person confirms it"),
        required=False,
    )
    reason = reason()
    version = version()


class TwoPeople(LeadsPage):
    """The leads' switch."""

    template_name = "dashboard/two_people.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.negotiation.reference), Crumb(_("Two people"))]

    def form(self, **options: Any) -> TwoPeopleForm:
        now = {name: getattr(self.negotiation, name) for name in ("two_person_review", "version")}
        return TwoPeopleForm(place=self.place, initial={**now, **options.pop("initial", {})}, **options)

    def act(self, form: TwoPeopleForm) -> str:
        given = form.cleaned_data
        revise_negotiation(negotiation=self.negotiation, actor=self.reader, now=self.now, **given)
        return _("Saved.")

    def done(self) -> str:
        return reverse("dashboard:two-people", args=[self.negotiation.reference])
