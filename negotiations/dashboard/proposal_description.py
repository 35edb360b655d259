"""How a proposal is described, who looks after it, and that somebody looked at it and found nothing new."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.proposals import revise_proposal
from negotiations.dashboard.proposal_form_page import OfProposal
from negotiations.dashboard.record_forms import RecordForm, line, prose, reason, version
from negotiations.enums import ProposalKind, Stage, SubStage
from negotiations.models import Proposal, User
from negotiations.queries.users import writers_of

_DESCRIBED = ("title", "short_title", "kind", "stage", "sub_stage", "summary", "scope", "owner")


class DescriptionForm(RecordForm):
    title = line(gettext_lazy("Title"))
    short_title = line(gettext_lazy("Short title"), gettext_lazy("For lists and the sidebar."), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(value, capfirst(label)) for value, label in ProposalKind.choices]
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("nobody")
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage (PA-X)"), required=False)
    sub_stage = forms.ChoiceField(label=gettext_lazy("Sub-stage"), required=False)
    summary = prose(gettext_lazy("Summary"), required=False, longest=10_000)
    scope = prose(gettext_lazy("What it covers"), required=False, longest=10_000)
    reason = reason()
    version = version()

    layout = (
        ("title",),
        ("short_title", "kind"),
        ("owner",),
        ("stage", "sub_stage"),
        ("summary",),
        ("scope",),
        ("reason",),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = writers_of(self.place.negotiation)  # type: ignore[attr-defined]
        for name, codes in (("stage", Stage), ("sub_stage", SubStage)):
            named = [(code.value, f"{code.value}: {code.label}") for code in codes]
            self.fields[name].choices = [("", _("not coded")), *named]  # type: ignore[attr-defined]


class EditProposal(OfProposal):
    title = gettext_lazy("Edit")
    save_word = gettext_lazy("Save changes")

    def load(self) -> Proposal:
        super().load()
        return self.proposal

    def form(self, **options: Any) -> DescriptionForm:
        known = {name: getattr(self.proposal, name) for name in (*_DESCRIBED, "version")}
        return DescriptionForm(place=self.place, initial=known | options.pop("initial", {}), **options)

    def act(self, form: DescriptionForm) -> str:
        given = form.cleaned_data
        changed = [str(form[name].label) for name in _DESCRIBED if given[name] != getattr(self.proposal, name)]
        revise_proposal(
            proposal=self.proposal,
            reason=given["reason"],
            version=given["version"],
            actor=self.reader,
            now=self.now,
            **{name: given[name] for name in _DESCRIBED},
        )
        return _("Changed: %(fields)s") % {"fields": ", ".join(changed)} if changed else _("Nothing was changed.")


class CheckForm(RecordForm):
    version = version()


class CheckProposal(OfProposal):
    """One press of a button on the proposal's page; this page itself is seen only where that was refused."""

    title = gettext_lazy("Checked, no change")
    save_word = gettext_lazy("Checked, no change")

    def load(self) -> Proposal:
        super().load()
        return self.proposal

    def form(self, **options: Any) -> CheckForm:
        known = {"version": self.proposal.version}
        return CheckForm(place=self.place, initial=known | options.pop("initial", {}), **options)

    def act(self, form: CheckForm) -> str:
        revise_proposal(
            proposal=self.proposal,
            reason=_("Checked, no change"),
            version=form.cleaned_data["version"],
            last_checked_at=self.now,
            actor=self.reader,
            now=self.now,
        )
        return _("Checked, no change")
