"""Attaching a condition to a proposal, and following it until it is met or dropped."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.conditions import attach_condition, drop_condition, record_progress, revise_condition
from negotiations.actions.recording import require_version
from negotiations.dashboard.condition_forms import (
    CARRIED_OUT,
    DESCRIBED,
    AddConditionForm,
    ClearForm,
    EditConditionForm,
    ProgressForm,
)
from negotiations.dashboard.proposal_form_page import OfProposal
from negotiations.dashboard.record_forms import RecordForm
from negotiations.enums import ConditionRole, Progress
from negotiations.models import Claim, Condition


class AddCondition(OfProposal):
    title = gettext_lazy("Add a condition")
    save_word = gettext_lazy("Save condition")

    def form(self, **options: Any) -> AddConditionForm:
        return AddConditionForm(place=self.place, **options)

    def act(self, form: AddConditionForm) -> str:
        given = form.described()
        condition = attach_condition(
            proposal=self.proposal,
            claim=form.record(self.negotiation.time_zone),
            actor=self.reader,
            now=self.now,
            **{**given, "role": ConditionRole(given["role"])},
        )
        return _("Condition %(reference)s saved") % {"reference": condition.reference}


class OfCondition(OfProposal):
    """A page that changes one condition on record, over the version that was read."""

    condition: Condition
    form_class: type[RecordForm]

    def load(self) -> Condition:
        super().load()
        known = Condition.objects.visible_to(self.reader).filter(proposal=self.proposal)
        found = known.filter(reference=self.kwargs["condition"]).select_related("negotiation", "proposal").first()
        if found is None:
            raise Http404
        self.condition = found
        return found

    def form(self, **options: Any) -> RecordForm:
        initial = self.known() | {"version": self.condition.version} | options.pop("initial", {})
        return self.form_class(place=self.place, initial=initial, **options)

    def known(self) -> dict[str, Any]:
        """What the form begins with."""
        return {}

    def done(self) -> str:
        return f"{super().done()}#{self.kwargs['condition'].lower()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(condition=self.condition, **kwargs)

    def claim(self, form: Any) -> Claim:
        """What the change rests on; from here on the chain is held, so the version is looked at once and for all."""
        claim: Claim = form.record(self.negotiation.time_zone)
        require_version(self.condition, form.cleaned_data["version"])
        return claim


class EditCondition(OfCondition):
    title = gettext_lazy("Edit the condition")
    save_word = gettext_lazy("Save changes")
    form_class = EditConditionForm

    def known(self) -> dict[str, Any]:
        return {name: getattr(self.condition, name) for name in DESCRIBED}

    def act(self, form: EditConditionForm) -> str:
        revise_condition(
            condition=self.condition,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=self.reader,
            now=self.now,
            **form.described(),
        )
        return _("Condition %(reference)s changed") % {"reference": self.condition.reference}


class FollowCondition(OfCondition):
    template_name = "dashboard/condition_form.html"
    title = gettext_lazy("Record progress")
    save_word = gettext_lazy("Save progress")
    form_class = ProgressForm

    def known(self) -> dict[str, Any]:
        return {"progress": self.condition.progress, "contested": self.condition.contested}

    def act(self, form: ProgressForm) -> str:
        given, old = form.cleaned_data, self.condition.get_progress_display()
        record_progress(
            condition=self.condition,
            claim=self.claim(form),
            progress=Progress(given["progress"]),
            contested=given["contested"],
            stated=form.since(),
            reason=given["reason"],
            actor=self.reader,
            now=self.now,
        )
        new = Progress(given["progress"]).label
        said = {"reference": self.condition.reference, "old": capfirst(old), "new": capfirst(str(new))}
        return _("%(reference)s: %(old)s → %(new)s") % said


class ClearCondition(OfCondition):
    template_name = "dashboard/condition_form.html"
    title = gettext_lazy("Mark as cleared")
    save_word = gettext_lazy("Save as cleared")
    form_class = ClearForm

    def act(self, form: ClearForm) -> str:
        given = form.cleaned_data
        on: dict[str, Any] = {
            "condition": self.condition,
            "claim": self.claim(form),
            "reason": given["reason"],
            "actor": self.reader,
            "now": self.now,
        }
        if given["how"] == CARRIED_OUT:
            record_progress(progress=Progress.FULL, stated=form.since(), **on)
        else:
            drop_condition(dropped_on=form.cleared_on(), **on)
        return _("%(reference)s holds nothing up any more") % {"reference": self.condition.reference}

    def done(self) -> str:
        return OfProposal.done(self)
