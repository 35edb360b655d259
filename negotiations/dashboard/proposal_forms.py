"""The forms in which the standing of a proposal and the positions on it are recorded."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from negotiations.dashboard.evidence_form import EvidenceFields, parties
from negotiations.dashboard.record_forms import day, newest, prose, reason, version
from negotiations.enums import ProposalStatus, Stance
from negotiations.models import Condition, Party, Person, Proposal
from negotiations.rules.lifecycle import moves_from
from negotiations.rules.moments import WorldMoment


class DatedFields(EvidenceFields):
    """A fact that holds from a day on; without one, from when its claim was stated."""

    stated_on = day(_("Since when"), _("Left empty: when the claim was stated."))

    named = {**EvidenceFields.named, "stated": "stated_on"}  # noqa: RUF012 - a constant of each form

    def since(self) -> WorldMoment | None:
        on = self.cleaned_data["stated_on"]
        return WorldMoment.day(on, self.place.negotiation.time_zone) if on else None

    def clean_stated_on(self) -> Any:
        on = self.cleaned_data["stated_on"]
        if on and on > timezone.localdate(self.place.now):
            raise forms.ValidationError(_("This day is still to come; give the day since when it is so."))
        return on


class StatusForm(DatedFields):
    status = forms.ChoiceField(
        label=_("It now stands as"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    reason = reason()
    version = version()

    layout = (("status",), ("stated_on",), ("reason",))

    def __init__(self, *args: Any, proposal: Proposal, **options: Any) -> None:
        super().__init__(*args, **options)
        moves = moves_from(ProposalStatus(proposal.status))
        self._offer("status", [(status.value, capfirst(str(status.label))) for status in moves])


class PositionForm(DatedFields):
    about = forms.ChoiceField(label=_("On what"), required=False)
    party = forms.ModelChoiceField(
        Party.objects.none(),
        label=_("Whose position"),
        empty_label=_("choose one"),
        error_messages={"required": _("Choose the party.")},
    )
    stance = forms.ChoiceField(
        label=_("The position"),
        widget=forms.RadioSelect,
        choices=[(value, capfirst(label)) for value, label in Stance.choices],
        error_messages={"required": _("Choose one.")},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who speaks"), required=False, empty_label=_("nobody in particular")
    )
    dissent = forms.BooleanField(label=_("Against their party's line"), required=False)
    by_proxy = forms.BooleanField(label=_("Second-hand: somebody else says so of them"), required=False)
    note = prose(_("In a few words"), required=False)
    newest = newest()

    layout = (("about", "party"), ("stance",), ("person", "stated_on"), ("dissent", "by_proxy"), ("note",))

    def __init__(self, *args: Any, proposal: Proposal, **options: Any) -> None:
        super().__init__(*args, **options)
        user, home = self.place.user, self.place.negotiation
        rows = Condition.objects.visible_to(user).filter(proposal=proposal, dropped_on=None)
        self.conditions = {row.reference: row for row in rows.order_by("display_order", "pk")}
        each = [(row.reference, f"{row.reference} {Truncator(row.text).chars(90)}") for row in self.conditions.values()]
        self._offer("about", [("", _("the proposal as a whole")), *each])
        self._rows("party", parties(user, home.pk))
        people = Person.objects.visible_to(user).filter(Q(negotiation=None) | Q(negotiation=home))
        self._rows("person", people.order_by("name"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("dissent"):
            self._need("person", _("Name the person who speaks against their party's line."))
        return given

    @property
    def condition(self) -> Condition | None:
        return self.conditions.get(cast("str", self.cleaned_data["about"]))
